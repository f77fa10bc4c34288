import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

const PIXELS_PER_MODULE = 4
const WHITE = 0xff
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A QR code as a PNG with 8-bit greyscale, in base64. */
export function qrPng(text: string): string {
  const { data, size } = encode(text, { border: 4 })
  const width = size * PIXELS_PER_MODULE
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(width, 4)
  header.writeUInt8(8, 8)
  const rows = data.flatMap((modules) => Array<Buffer>(PIXELS_PER_MODULE).fill(rowOf(modules, width)))
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([SIGNATURE, ...chunks]).toString('base64')
}

/** A row of pixels, after the byte for its filter, none. */
function rowOf(modules: readonly boolean[], width: number): Buffer {
  const row = Buffer.alloc(width + 1, WHITE)
  row.writeUInt8(0, 0)
  for (const [x, isDark] of modules.entries())
    if (isDark) row.fill(0, 1 + x * PIXELS_PER_MODULE, 1 + (x + 1) * PIXELS_PER_MODULE)
  return row
}

/** Length, type, data, and the checksum of type and data. */
function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(content))
  return Buffer.concat([length, content, checksum])
}
