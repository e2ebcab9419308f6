/** The made-up company's logo as a PNG, drawn here so that no picture has to be kept: three bars on a clear ground. */

import { crc32, deflateSync } from 'node:zlib'

const width = 400
const height = 96
/** Bars side by side, red, green and blue, each higher than the one before. */
const bars = [
  { from: 0, to: 120, top: 56, colour: [0xa4, 0x26, 0x2c, 0xff] },
  { from: 140, to: 260, top: 28, colour: [0x49, 0x82, 0x05, 0xff] },
  { from: 280, to: 400, top: 0, colour: [0x0b, 0x5c, 0xad, 0xff] },
] as const

export function contosoLogo(): Uint8Array<ArrayBuffer> {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 4)
    for (const { from, to, top, colour } of bars) {
      for (let x = from; y >= top && x < to; x++) row.set(colour, 1 + x * 4)
    }
    return row
  })
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  // Eight bits each of red, green, blue and opacity.
  head.set([8, 6, 0, 0, 0], 8)
  const parts = [
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return new Uint8Array(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]))
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
