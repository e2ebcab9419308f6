/** A list as it came, kept in the database in pieces, so that any copy of the service can read it again from the start. */

import type { Database, Tx } from '../db/database.ts'
import { cutIntoPieces } from '../db/pieces.ts'

/** Writes a stream away as it arrives; never holds more than two pieces. */
export async function writePieces(
  db: Database,
  batchId: string,
  body: AsyncIterable<Uint8Array>,
): Promise<void> {
  for await (const { number, bytes } of cutIntoPieces(body)) {
    await db.insertInto('batch_piece').values({ batch_id: batchId, number, bytes }).execute()
  }
}

/** Puts another text in the place of what came; a list that was unpacked once is never unpacked again. */
export async function replacePieces(tx: Tx, batchId: string, texts: readonly string[]): Promise<void> {
  await tx.deleteFrom('batch_piece').where('batch_id', '=', batchId).execute()
  for (const [at, text] of texts.entries()) {
    const piece = { batch_id: batchId, number: at + 1, bytes: Buffer.from(text) }
    await tx.insertInto('batch_piece').values(piece).execute()
  }
}

export async function* readPieces(db: Database, batchId: string): AsyncGenerator<Uint8Array> {
  for (let number = 1; ; number++) {
    const piece = await db
      .selectFrom('batch_piece')
      .select('bytes')
      .where('batch_id', '=', batchId)
      .where('number', '=', number)
      .executeTakeFirst()
    if (piece === undefined) return
    yield piece.bytes
  }
}
