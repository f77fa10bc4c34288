import { createHmac, randomBytes } from 'node:crypto'

const STEP_SECONDS = 30
/** Codes are accepted this many steps ahead of their time. */
export const ACCEPTED_AHEAD_STEPS = 1
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Whether the text is a base32 secret of at least 80 bits (RFC 4648 §6). */
export const isTotpSecret = (secret: string): boolean => /^[A-Z2-7]{16,}=*$/.test(secret.toUpperCase())

/**
 * The time step of a code, undefined if it is wrong. Allows one step of clock drift (RFC 6238 §5.2). The caller stores
 * the step and accepts only later ones.
 */
export function matchTotp(secret: string, code: string, seconds: number): number | undefined {
  const current = stepAt(seconds)
  return [current, current - 1, current + ACCEPTED_AHEAD_STEPS].find((step) => totpCode(secret, step) === code)
}

/** The time step of a moment. */
export const stepAt = (seconds: number): number => Math.floor(seconds / STEP_SECONDS)

/** The first second of a time step. */
export const startOfStep = (step: number): number => step * STEP_SECONDS

/** The six digits of a time step (RFC 4226 §5.3). */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.max(0, step)))
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = digest.readUInt8(digest.length - 1) & 0x0f
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** A new secret of 160 bits, in base32. */
export const newTotpSecret = (): string =>
  Array.from(randomBytes(32), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('')

function fromBase32(text: string): Buffer {
  const bits = [...text.toUpperCase().replaceAll('=', '')]
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
