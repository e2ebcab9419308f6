/** Excel workbooks as lists: the first sheet that holds anything becomes text, row by row, and is read like any other list. */

import { Worker } from 'node:worker_threads'
import { RosterRefused } from './intake-refused.ts'
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
 * @throws RosterRefused `notText` for what is no workbook, `empty` for one without anything in it, `tooManyBytes`.
 */
export async function readWorkbook(
  source: AsyncIterable<Uint8Array>,
): Promise<Extract<Unpacked, { kind: 'sheet' }>> {
  const unpacked = await unpack(await gather(source))
  if (unpacked.kind === 'sheet') return unpacked
  throw new RosterRefused({
    code: 'empty',
    what: 'The workbook is empty.',
    where: 'None of its sheets holds anything.',
    how: 'Put the people onto a sheet, one in each row.',
  })
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

const saveAsCsv = 'Open it in Excel, choose "Save as", "CSV UTF-8 (comma delimited)", and import that file.'

function refuseSize(): RosterRefused {
  return new RosterRefused({
    code: 'tooManyBytes',
    what: 'The workbook is too large to be read as one.',
    where: `It may have ${workbookBytesMax / 1024 / 1024} MB, and hold little besides the people.`,
    how: `Copy the column with the people into a workbook of its own. Or: ${saveAsCsv}`,
  })
}

function refuseFile(): RosterRefused {
  return new RosterRefused({
    code: 'notText',
    what: 'This file cannot be read as an Excel workbook (xlsx).',
    where: 'It is another kind of zip file, or damaged.',
    how: saveAsCsv,
  })
}
