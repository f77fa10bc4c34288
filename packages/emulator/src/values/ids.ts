import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const newUuid = (): string => randomUUID()

export const newHex = (bytes: number): string => randomBytes(bytes).toString('hex')

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Random letters and digits. */
export const newAlphanumeric = (length: number): string =>
  Array.from({ length }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join('')

export const isUuid = (value: string): boolean => UUID.test(value)

export const sha256 = (value: string): string => createHash('sha256').update(value).digest('hex')

/** A deterministic id in the form of a v4 UUID, the only version that every official SDK accepts. */
export function derivedUuid(kind: string, key: string): string {
  const bytes = createHash('sha256').update(`propelauth-emulator:${kind}:${key}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
