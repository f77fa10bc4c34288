// DER (X.690) of the ASN.1 types that a certificate consists of.

function element(tag: number, content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Uint8Array.from([tag, ...lengthOf(body)]), body])
}

/** No element of a certificate with a few names has 64 KiB. */
function lengthOf({ length }: Uint8Array): readonly number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => element(0x30, content)

export const set = (...content: readonly Uint8Array[]): Buffer => element(0x31, content)

/** A positive number: its first bit is 0. */
export const integer = (...bytes: readonly number[]): Buffer => element(0x02, [Uint8Array.from(bytes)])

export const TRUE: Buffer = element(0x01, [Uint8Array.of(0xff)])

export const octetString = (content: Uint8Array): Buffer => element(0x04, [content])

export const bitString = (content: Uint8Array, unusedBits = 0): Buffer =>
  element(0x03, [Uint8Array.of(unusedBits), content])

export const utf8String = (text: string): Buffer => element(0x0c, [Buffer.from(text)])

/** For years before 2050. */
export function utcTime(milliseconds: number): Buffer {
  const [, date = ''] = /^\d\d(.*)\./.exec(new Date(milliseconds).toISOString()) ?? []
  return element(0x17, [Buffer.from(`${date.replaceAll(/\D/g, '')}Z`)])
}

export function objectIdentifier(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return element(0x06, [Uint8Array.from([first * 40 + second, ...rest.flatMap(base128)])])
}

/** The last byte has a first bit of 0, all others of 1. */
function base128(value: number): readonly number[] {
  const bytes = [value & 0x7f]
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}

/** The member of a structure with this number. */
export const member = (number: number, ...content: readonly Uint8Array[]): Buffer => element(0xa0 | number, content)

/** A member that is bytes and no structure, whose type the number says. */
export const bytesMember = (number: number, content: Uint8Array): Buffer => element(0x80 | number, [content])
