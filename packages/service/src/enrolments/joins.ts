/** The lane of a tenant's group joins, and the try that the link's page makes at once with a short deadline. */

import type { Clock, Group, JoinOutcome } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { type Addressed, apply } from './apply.ts'
import { isNotStopped } from './stopped.ts'

/** Five PATCHes of 20: what Microsoft's own bulk tool sends side by side (facts, section 6). */
const pieceMax = 100
const minuteMs = 60_000
/** The wait doubles with each try; a group that is mended takes people again within the hour. */
const retryMsMax = 60 * minuteMs
/** The person who pressed the button waits no longer than this for the directory. */
const atOnceMs = 2_500

interface QueuedJoin {
  enrolment_id: string
  number: number
  person_id: string
  group_id: string
  attempts: number
}

export interface JoinsOptions {
  db: Database
  clock: Clock
  log: Log
  groupOf(tenantId: string): Promise<Group>
}

export function createJoinsLane(options: JoinsOptions) {
  const { db, clock } = options

  return async function workJoins(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    const group = await options.groupOf(tenantId)
    while (!signal.aborted) {
      const queued = await readQueued(tenantId)
      if (queued.length === 0) break
      const outcomes = await joinByGroup(group, queued)
      await settleJoins(db, outcomes, clock.now())
      if (outcomes.some(({ outcome }) => outcome.kind === 'noAnswer')) break
    }
    return nextAt(tenantId)
  }

  async function readQueued(tenantId: string): Promise<QueuedJoin[]> {
    return wanted(tenantId)
      .select([
        'group_join.enrolment_id',
        'group_join.number',
        'group_join.person_id',
        'group_join.group_id',
        'group_join.attempts',
      ])
      .where('group_join.not_before', '<=', clock.now())
      .orderBy('group_join.not_before')
      .orderBy('group_join.enrolment_id')
      .limit(pieceMax)
      .execute()
  }

  async function nextAt(tenantId: string): Promise<Date | null> {
    const row = await wanted(tenantId)
      .select(eb => eb.fn.min('group_join.not_before').as('at'))
      .executeTakeFirst()
    return row?.at ?? null
  }

  /** Somebody set aside after the click is not put into the group; coming back wakes this lane again. */
  function wanted(tenantId: string) {
    return db
      .selectFrom('group_join')
      .innerJoin('enrolment', 'enrolment.id', 'group_join.enrolment_id')
      .where('group_join.tenant_id', '=', tenantId)
      .where('group_join.state', '=', 'queued')
      .where('enrolment.status', 'not in', ['excluded', 'skipped'])
      .where(isUnprotected)
      .where(isNotStopped('group_join'))
  }
}

/** The last door before the directory: whatever was decided before, nobody on the list goes through it. */
const isUnprotected = sql<boolean>`not exists (
  select from protected_person
  where protected_person.tenant_id = group_join.tenant_id and protected_person.person_id = group_join.person_id
)`

interface Outcome {
  join: QueuedJoin
  outcome: JoinOutcome
}

async function joinByGroup(group: Group, queued: readonly QueuedJoin[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [groupId, joins] of Map.groupBy(queued, join => join.group_id)) {
    const answers = await group.joinMany(
      groupId,
      joins.map(join => join.person_id),
    )
    for (const [index, join] of joins.entries()) {
      const outcome = answers[index]
      if (outcome === undefined) throw new Error('joinMany answered for fewer people than it was asked about')
      outcomes.push({ join, outcome })
    }
  }
  return outcomes
}

async function settleJoins(db: Database, outcomes: readonly Outcome[], at: Date): Promise<void> {
  await inTransaction(db, async tx => {
    const signals: Addressed[] = []
    for (const one of outcomes) if (await settleRow(tx, one, at)) signals.push(signalOf(one))
    await apply(tx, signals, at)
  })
}

/** True when the outcome is final and this call was the one to record it. */
async function settleRow(tx: Tx, { join, outcome }: Outcome, at: Date): Promise<boolean> {
  const isFinal = outcome.kind !== 'noAnswer'
  const change = isFinal
    ? { state: outcome.kind === 'joined' ? ('done' as const) : ('refused' as const), settled_at: at }
    : { not_before: retryAt(outcome.retryAt, join.attempts, at) }
  const result = await tx
    .updateTable('group_join')
    .set({
      ...change,
      attempts: join.attempts + 1,
      outcome: outcome.kind === 'joined' ? null : outcome.reason,
    })
    .where('enrolment_id', '=', join.enrolment_id)
    .where('number', '=', join.number)
    // A joining that was withdrawn while it was in hand and happened all the same is recorded for what it is.
    .where('state', 'in', outcome.kind === 'joined' ? ['queued', 'withdrawn'] : ['queued'])
    .executeTakeFirst()
  return isFinal && result.numUpdatedRows > 0n
}

function retryAt(asked: Date | null, attempts: number, at: Date): Date {
  const backoffAt = new Date(at.getTime() + Math.min(minuteMs * 2 ** attempts, retryMsMax))
  return asked !== null && asked > at ? asked : backoffAt
}

function signalOf({ join, outcome }: Outcome): Addressed {
  const signal =
    outcome.kind === 'refused'
      ? { kind: 'groupRefused' as const, reason: outcome.code, detail: outcome.reason }
      : { kind: 'groupJoined' as const }
  return { enrolmentId: join.enrolment_id, signal }
}

/**
 * Tries the join of one enrolment now. Whatever happens, the row stays for the lane unless the join was done, so the
 * caller need not care.
 */
export async function joinAtOnce(options: JoinsOptions, enrolmentId: string): Promise<void> {
  const { db, clock, log } = options
  const join = await db
    .selectFrom('group_join')
    .select(['enrolment_id', 'number', 'person_id', 'group_id', 'attempts', 'tenant_id'])
    .where('enrolment_id', '=', enrolmentId)
    .where('state', '=', 'queued')
    .where(isUnprotected)
    .where(isNotStopped('group_join'))
    .executeTakeFirst()
  if (join === undefined) return
  try {
    const group = await options.groupOf(join.tenant_id)
    const outcome = await group.join(join.group_id, join.person_id, AbortSignal.timeout(atOnceMs))
    if (outcome.kind === 'joined') await settleJoins(db, [{ join, outcome }], clock.now())
    else await wakeLanes(db, [{ kind: 'joins', key: join.tenant_id, at: clock.now() }])
  } catch (error) {
    log.warn({ enrolmentId, error: String(error) }, 'the join at once did not work; the lane will do it')
  }
}
