/** One signal to many enrolments through the one door, against a single bare update of the same rows. */

import { applyNow } from '@muster/service/enrolments/apply'
import type pg from 'pg'
import { type Line, medianOf, rounded, timeSeconds } from './figure.ts'
import { type Ground, readPending } from './ground.ts'

/** Each run takes people whose invitation has not been asked for yet. */
const runsMax = 3

export async function* measureApply(ground: Ground): AsyncGenerator<Line> {
  const { stage, campaign } = await ground.filled()
  await ground.imported()
  const size = ground.sizes.appliedAtOnce
  const client = await ground.database()
  const applied: number[] = []
  const updated: number[] = []
  for (let run = 0; run < runsMax; run++) {
    const ids = await readPending(ground, campaign.campaignId, size)
    updated.push(await timeUpdate(client, ids))
    const addressed = ids.map(enrolmentId => ({ enrolmentId, signal: { kind: 'due' } as const }))
    applied.push(
      await timeSeconds(async () => {
        const changed = await applyNow(stage.app.db, addressed, stage.clock.now())
        if (changed.length !== size) throw new Error(`${changed.length} of ${size} enrolments changed`)
      }),
    )
  }
  const [seconds, updateSeconds] = [medianOf(applied), medianOf(updated)]
  yield {
    figure: 'apply',
    size,
    measured: { seconds: rounded(seconds), enrolmentsPerSecond: rounded(size / seconds) },
    yardstick: { what: 'one update from unnest of the same rows', seconds: rounded(updateSeconds) },
    ratio: rounded(seconds / updateSeconds),
  }
}

/** Writes the row that `apply` writes, with its indexes, and nothing else; undone at once. */
async function timeUpdate(client: pg.Client, ids: readonly string[]): Promise<number> {
  await client.query('begin')
  const seconds = await timeSeconds(() =>
    client.query(
      `update enrolment set invitations_asked = 1, due_at = null, events_count = fresh.count
       from unnest($1::uuid[], $2::int[]) as fresh (id, count) where enrolment.id = fresh.id`,
      [ids, ids.map(() => 2)],
    ),
  )
  await client.query('rollback')
  return seconds
}
