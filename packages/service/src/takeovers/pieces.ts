/** A list as it came as a file, kept in pieces, so that any copy of the service, and a second run, can read it again. */

import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { cutIntoPieces } from '../db/pieces.ts'

/** Writes a stream away as it arrives; never holds more than two pieces. */
export async function writePieces(
  db: Database,
  file: { fileId: string; tenantId: string },
  body: AsyncIterable<Uint8Array>,
): Promise<void> {
  for await (const { number, bytes } of cutIntoPieces(body)) {
    const piece = { file_id: file.fileId, tenant_id: file.tenantId, number, bytes }
    await db.insertInto('takeover_piece').values(piece).execute()
  }
}

export async function* readPieces(db: Database, fileId: string): AsyncGenerator<Uint8Array> {
  for (let number = 1; ; number++) {
    const piece = await db
      .selectFrom('takeover_piece')
      .select('bytes')
      .where('file_id', '=', fileId)
      .where('number', '=', number)
      .executeTakeFirst()
    if (piece === undefined) return
    yield piece.bytes
  }
}

/** What an earlier file of the campaign left behind: a newer one takes its place. */
export async function dropOlderPieces(db: Database, campaignId: string, keptFileId: string): Promise<void> {
  await sql`
    delete from takeover_piece using takeover
    where takeover.campaign_id = ${campaignId} and takeover_piece.file_id = takeover.file_id
      and takeover.file_id <> ${keptFileId} and takeover.state in ('done', 'refused')
  `.execute(db)
}
