/** The first half of a take-over: every row read into what it claims, and the person found whom it names. */

import { refuseList } from '@muster/core/list-problems'
import { readListRow } from '@muster/core/take-over-row'
import { sql } from 'kysely'
import type { TakeoverOutcome, TakeoverReading } from '../db/takeover-schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { hashOldToken } from '../links/aliases.ts'
import { ListRefused } from '../people/list-refused.ts'
import { storeClaim } from './claims.ts'
import { type FindingWorld, findPeople } from './finding.ts'
import { readSource, type SourcePage, type SourceWorld, type Takeover } from './source.ts'

export interface ReadingWorld extends SourceWorld, FindingWorld {
  secretKey: Buffer
}

/** Twice what the largest list of the reference product can be looked at with. */
export const rowsMax = 200_000

/** True when every row has been read; false when it was stopped before. */
export async function readRows(
  world: ReadingWorld,
  takeover: Takeover,
  reading: TakeoverReading,
  signal: AbortSignal,
): Promise<boolean> {
  let done = takeover.rows_done
  for await (const page of readSource(world, takeover, reading)) {
    done += await keepPage(world, { takeover, reading, page, done })
    if (done > rowsMax) throw new ListRefused(refuseList('listTooLong', { most: String(rowsMax) }))
    if (signal.aborted) return false
  }
  return true
}

async function keepPage(
  world: ReadingWorld,
  step: { takeover: Takeover; reading: TakeoverReading; page: SourcePage; done: number },
): Promise<number> {
  const { takeover, reading, page, done } = step
  const { columns, dateOrder } = reading
  const asked = { columns, dateOrder, now: world.clock.now() }
  const claims = page.rows.map(row => readListRow(row.line, row.cells, asked))
  const personIds = await findPeople(world, takeover.tenant_id, claims)
  const kept = claims.map((claim, index) => {
    const personId = personIds[index] ?? null
    const outcome = personId === null ? unfound(claim) : null
    const findings = [
      ...claim.findings,
      ...(outcome === 'gone' ? [{ code: 'goneFromDirectory' as const, detail: null }] : []),
    ]
    const tokenHash = claim.token === null ? null : hashOldToken(world.secretKey, claim.token)
    return {
      takeover_id: takeover.id,
      number: done + index + 1,
      line: claim.row,
      value: claim.upn ?? claim.objectId ?? '',
      claim: storeClaim(claim),
      listed_status: claim.status,
      person_id: personId,
      token_hash: tokenHash === null ? null : `\\x${tokenHash.toString('hex')}`,
      outcome,
      findings: [...new Set(findings.map(({ code }) => code))],
      details: findings,
    }
  })
  await inTransaction(world.db, async tx => {
    await sql`
      insert into takeover_row select * from jsonb_populate_recordset(null::takeover_row, ${JSON.stringify(kept)}::jsonb)
    `.execute(tx)
    await sql`
      update takeover set rows_done = rows_done + ${kept.length}, cursor = ${page.cursor},
        -- a list that ends here is not begun again by whoever takes over from a killed worker
        state = case when origin = 'list' and ${page.cursor}::text is null then 'weighing' else state end
      where id = ${takeover.id}
    `.execute(tx)
  })
  return kept.length
}

function unfound(claim: { upn: string | null; objectId: string | null }): TakeoverOutcome {
  return (claim.upn ?? claim.objectId) === null ? 'invalid' : 'gone'
}
