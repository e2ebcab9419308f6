/**
 * Whether some bytes are a picture that may travel in every mail: PNG or JPEG by what is in them, whatever they are
 * called. Both hold pixels and nothing that could act; SVG may hold scripts, and few mail programs show it.
 */

import { logoBytesMax } from '@muster/contract/shapes/texts'
import type { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'

export type PictureKind = 'image/png' | 'image/jpeg'

export type PictureAnswer =
  | { kind: 'picture'; mediaType: PictureKind; width: number; height: number }
  | { kind: 'refused'; problem: Problem }

/** Ten times what is ever shown; beyond it a small file may unpack to more than a phone has memory for. */
const sideMax = 2_000
const sideMin = 16 // smaller is a tracking pixel or a mistake

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

export function judgePicture(bytes: Buffer): PictureAnswer {
  if (bytes.length > logoBytesMax) {
    const problem = makeProblem('logoTooHeavy', {
      kilobytes: kilobytes(bytes.length),
      most: kilobytes(logoBytesMax),
    })
    return { kind: 'refused', problem }
  }
  const size = bytes.subarray(0, pngSignature.length).equals(pngSignature)
    ? sizeOfPng(bytes)
    : sizeOfJpeg(bytes)
  if (size === null) return { kind: 'refused', problem: makeProblem('logoNoPicture') }
  const { width, height, mediaType } = size
  if (Math.min(width, height) < sideMin || Math.max(width, height) > sideMax) {
    const sides = { least: String(sideMin), most: String(sideMax) }
    const problem = makeProblem('logoSize', { width: String(width), height: String(height), ...sides })
    return { kind: 'refused', problem }
  }
  return { kind: 'picture', mediaType, width, height }
}

function kilobytes(bytes: number): string {
  return String(Math.ceil(bytes / 1024))
}

interface Size {
  width: number
  height: number
  mediaType: PictureKind
}

/** The chunks one after the other, IHDR first and IEND last, with nothing behind it (PNG specification, 5.3 and 5.6). */
function sizeOfPng(bytes: Buffer): Size | null {
  let at = pngSignature.length
  let size: Size | null = null
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    const end = at + 12 + length
    if (end > bytes.length || !/^[A-Za-z]{4}$/.test(type)) return null
    if (size === null) {
      if (type !== 'IHDR' || length !== 13) return null
      size = {
        width: bytes.readUInt32BE(at + 8),
        height: bytes.readUInt32BE(at + 12),
        mediaType: 'image/png',
      }
    }
    if (type === 'IEND') return end === bytes.length ? size : null
    at = end
  }
  return null
}

/** Segments up to the frame's (ITU-T T.81, B.1 and B.2): marker, length, and in the frame's the height before the width. */
function sizeOfJpeg(bytes: Buffer): Size | null {
  const isWhole =
    bytes.length > 4 && bytes.readUInt16BE(0) === 0xff_d8 && bytes.readUInt16BE(bytes.length - 2) === 0xff_d9
  if (!isWhole) return null
  let at = 2
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) at += 1
    else if (isFrame(marker)) {
      return {
        height: bytes.readUInt16BE(at + 5),
        width: bytes.readUInt16BE(at + 7),
        mediaType: 'image/jpeg',
      }
    } else at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

/** SOF0 to SOF15, among which DHT, JPG and DAC are something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}
