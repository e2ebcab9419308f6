/** Excel workbooks as lists: the first sheet that holds anything becomes text, row by row, and is read like any other list. */

import { Worker } from 'node:worker_threads'
import { refuseList } from '@muster/core/list-problems'
import { ListRefused } from './list-refused.ts'
import type { Unpacked } from './workbook-worker.ts'

/** A workbook unfolds to some ten times its size; 200,000 people with five columns are about 6 MB. */
export const workbookBytesMax = 20 * 1024 * 1024
/** What the thread that reads it may hold: 200,000 rows of five long cells took 600 MB (26 Nov 2026). */
const memoryMegabytesMax = 1_500
/** The same rows took 9 s of a processor; a machine that is busy may take much longer. */
const timeoutMs = 300_000

/** A zip file, as every workbook since 2007 is. */
export function isWorkbook(start: Uint8Array): boolean {
  return start[0] === 0x50 && start[1] === 0x4b && start[2] === 0x03 && start[3] === 0x04
}

/**
 * Reads the bytes of a workbook.
 * @throws ListRefused `workbookBroken`, `workbookEmpty` or `workbookTooLarge`.
 */
export async function readWorkbook(
  source: AsyncIterable<Uint8Array>,
): Promise<Extract<Unpacked, { kind: 'sheet' }>> {
  const unpacked = await unpack(await gather(source))
  if (unpacked.kind === 'sheet') return unpacked
  throw new ListRefused(refuseList('workbookEmpty'))
}

async function gather(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of source) {
    bytes += piece.length
    if (bytes > workbookBytesMax) throw refuseSize()
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

async function unpack(bytes: Uint8Array): Promise<Unpacked> {
  const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytesMax },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Unpacked>()
  const timer = setTimeout(() => reject(refuseSize()), timeoutMs)
  worker.once('message', resolve)
  worker.once('error', error => reject(isOutOfMemory(error) ? refuseSize() : refuseFile()))
  worker.once('exit', () => reject(refuseFile()))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

function refuseSize(): ListRefused {
  const megabytes = String(workbookBytesMax / 1024 / 1024)
  return new ListRefused(refuseList('workbookTooLarge', { megabytes }))
}

function refuseFile(): ListRefused {
  return new ListRefused(refuseList('workbookBroken'))
}
