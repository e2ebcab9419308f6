/** Counts a tenant's tallies anew from its rows and mends what differs: nothing should, and then somebody is told. */

import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { mendPersonCopies } from '../enrolments/person-copies.ts'
import { renewProgress } from '../enrolments/person-progress.ts'
import { describeError, type Log } from '../log.ts'
import { findTallyDisagreements, foldMax, foldTallies, sweepRecent } from './tallies.ts'

/** What is read beside the tallies stays some hundreds of rows even while people are imported. */
const foldEveryMs = 2_000
/** How often it is looked whether a day has passed since tenants were counted anew. */
const lookEveryMs = 10 * 60_000
const recountEveryMs = 24 * 60 * 60_000
const cursorName = 'tallies'

export interface TalliesOptions {
  db: Database
  clock: Clock
  log: Log
}

/** Folds and counts anew until it is stopped; harmless in several copies at once. */
export function keepTallies({ db, clock, log }: TalliesOptions): { stop(): Promise<void> } {
  let working: Promise<unknown> | null = null
  const run = (work: () => Promise<unknown>) => () => {
    working ??= work()
      .catch(error => log.error({ error: describeError(error) }, 'could not keep the tallies'))
      .finally(() => {
        working = null
      })
  }
  const fold = async () => {
    while ((await foldTallies(db)) === foldMax);
  }
  const recount = async () => {
    await sweepRecent(db, clock.now())
    for (const id of await readStale(db, clock.now())) {
      const mended = await recountTallies(db, id, clock.now())
      if (mended > 0)
        log.warn({ tenantId: id, mended }, 'tallies did not agree with their rows, and were mended')
    }
  }
  const timers = [setInterval(run(fold), foldEveryMs).unref(), setInterval(run(recount), lookEveryMs).unref()]
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await working
    },
  }
}

async function readStale(db: Database, at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select tenant.id from tenant left join cursor on cursor.tenant_id = tenant.id and cursor.name = ${cursorName}
    where cursor.updated_at is null or cursor.updated_at < ${new Date(at.getTime() - recountEveryMs)}
  `.execute(db)
  return rows.map(row => row.id)
}

/**
 * Mends the copies that enrolments hold of their people, the progress of people, and then the tallies; says how many of
 * these were wrong. One snapshot, so whatever others do meanwhile is neither missed nor counted twice. Throws a
 * serialization failure when another copy is at it, or somebody wrote a row that is mended here: later will do.
 */
export async function recountTallies(db: Database, tenantId: string, at: Date): Promise<number> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async tx => {
      // Looks at every row of the tenant.
      await sql`set local statement_timeout = 0`.execute(tx)
      // First of all: of two who count at once, the second one fails here.
      await markCounted(tx, tenantId, at)
      const copies = await mendPersonCopies(tx, tenantId)
      const whom = sql`select person_id from enrolment where tenant_id = ${tenantId}
                       union select person_id from person_progress where tenant_id = ${tenantId}`
      const progress = await renewProgress(tx, { tenantId, whom })
      const wrong = await findTallyDisagreements(tx, tenantId)
      await sql`
        insert into tally_delta (tenant_id, scope_id, figure, key, part, people)
        select ${tenantId}, scope_id, figure, key, part, people
        from unnest(${wrong.map(one => one.scopeId)}::uuid[], ${wrong.map(one => one.figure)}::text[],
                    ${wrong.map(one => one.key)}::text[], ${wrong.map(one => one.part)}::text[],
                    ${wrong.map(one => one.truth - one.people)}::int[]) as mended (scope_id, figure, key, part, people)
      `.execute(tx)
      return copies + progress + wrong.length
    })
}

async function markCounted(tx: Tx, tenantId: string, at: Date): Promise<void> {
  await tx
    .insertInto('cursor')
    .values({ tenant_id: tenantId, name: cursorName, value: JSON.stringify({}), updated_at: at })
    .onConflict(conflict => conflict.columns(['tenant_id', 'name']).doUpdateSet({ updated_at: at }))
    .execute()
}
