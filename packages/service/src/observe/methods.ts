/**
 * The lane of a tenant's live method reads: whom the audit feed or the report asks for, and, where the feed cannot be
 * relied on, those who have just confirmed, a few times.
 */

import { type Clock, type MethodsOutcome, methodsReadMax, type Registrations } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { isFeedReliable } from './audit-progress.ts'
import { recordSightings } from './sightings.ts'
import { singleLookStep, wakeWaitingInvitations } from './watch.ts'

const minute = 60_000
const hour = 60 * minute
/** Waits between looks where the feed is silent. After the last the daily sweep by the registration report takes over. */
const waitsMs = [5, 10, 20, 40].map(n => n * minute).concat([2, 4, 8].map(n => n * hour))
/** When the other side gave no answer and said no time. */
const noAnswerMs = 2 * minute
/** An answer that says "again at once" would be taken at its word for ever. */
const noAnswerMsMin = 1_000
/** A refusal (a missing permission) is not going to pass by itself. */
const refusedMs = hour
/** A day of hourly looks: somebody just made is known everywhere long before. */
const absentLooksMax = 24

interface Watched {
  person_id: string
  step: number
  is_asked: boolean
}

export interface MethodsLaneOptions {
  db: Database
  clock: Clock
  log: Log
  registrationsOf(tenantId: string): Promise<Registrations>
}

export function createMethodsLane(options: MethodsLaneOptions) {
  const { db, clock } = options

  return async function workMethods(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    const registrations = await options.registrationsOf(tenantId)
    if (await isFeedReliable(db, tenantId, clock.now())) await leaveToFeed(tenantId)
    while (!signal.aborted) {
      const watched = await readDue(tenantId)
      if (watched.length === 0) break
      const outcomes = await registrations.readMethods(watched.map(w => w.person_id))
      const waitUntil = askedToWait(outcomes, clock.now())
      if (waitUntil !== null) return waitUntil
      await record(tenantId, watched, outcomes)
    }
    return nextAt(tenantId)
  }

  /** The looks planned after a click: the feed tells who has registered, and only they are looked at. */
  async function leaveToFeed(tenantId: string): Promise<void> {
    await db
      .deleteFrom('method_watch')
      .where('tenant_id', '=', tenantId)
      .where('next_at', '<=', clock.now())
      .where('is_asked', '=', false)
      .where('step', '<', singleLookStep)
      .execute()
  }

  async function readDue(tenantId: string): Promise<Watched[]> {
    return db
      .selectFrom('method_watch')
      .select(['person_id', 'step', 'is_asked'])
      .where('tenant_id', '=', tenantId)
      .where('next_at', '<=', clock.now())
      .orderBy('next_at')
      .limit(methodsReadMax)
      .execute()
  }

  async function nextAt(tenantId: string): Promise<Date | null> {
    const row = await db
      .selectFrom('method_watch')
      .select(eb => eb.fn.min('next_at').as('at'))
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row?.at ?? null
  }

  async function record(
    tenantId: string,
    watched: readonly Watched[],
    outcomes: readonly MethodsOutcome[],
  ): Promise<void> {
    const at = clock.now()
    const pairs = watched.flatMap((one, index) => {
      const outcome = outcomes[index]
      return outcome === undefined ? [] : [{ ...one, outcome }]
    })
    const refused = pairs.find(({ outcome }) => outcome.kind === 'refused')
    if (refused?.outcome.kind === 'refused') {
      options.log.warn({ tenantId, code: refused.outcome.code }, 'reading authentication methods is refused')
    }
    await inTransaction(db, async tx => {
      const sightings = pairs.flatMap(({ person_id, outcome }) =>
        outcome.kind === 'seen' ? [{ personId: person_id, seen: outcome.seen }] : [],
      )
      await recordSightings(tx, { tenantId, source: 'live', at, sightings })
      for (const pair of pairs) await schedule(tx, tenantId, { ...pair, at })
      await wakeWaitingInvitations(tx, tenantId, at)
    })
  }
}

/** When nothing at all was read because of the budget or a closed gate: every row stays due, for then. */
function askedToWait(outcomes: readonly MethodsOutcome[], at: Date): Date | null {
  const times = outcomes.map(outcome => (outcome.kind === 'noAnswer' ? outcome.retryAt : null))
  if (times.length === 0 || times.some(time => time === null || time <= at)) return null
  return times.reduce((a, b) => (a !== null && b !== null && b > a ? b : a))
}

/** A watch that began anew during the look (somebody has just confirmed) is left as it is. */
async function schedule(
  tx: Tx,
  tenantId: string,
  one: Watched & { outcome: MethodsOutcome; at: Date },
): Promise<void> {
  const next = nextLook(one)
  const isOver = next === null || (await isSettled(tx, tenantId, one.person_id))
  if (isOver) {
    await tx
      .deleteFrom('method_watch')
      .where('tenant_id', '=', tenantId)
      .where('person_id', '=', one.person_id)
      .where('step', '=', one.step)
      .execute()
    return
  }
  await tx
    .updateTable('method_watch')
    .set({
      step: next.step,
      next_at: roundUp(one.at.getTime() + next.waitMs, next.waitMs),
      // Asked for and not answered yet: it stands.
      is_asked: one.is_asked && next.step === one.step,
    })
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', one.person_id)
    .where('step', '=', one.step)
    .execute()
}

/** Looks that may wait fall together, so that twenty people share a request instead of each having one. */
function roundUp(ms: number, waitMs: number): Date {
  const gridMs = waitMs >= hour ? 15 * minute : minute
  return new Date(Math.ceil(ms / gridMs) * gridMs)
}

function nextLook({ step, outcome, at }: Watched & { outcome: MethodsOutcome; at: Date }) {
  switch (outcome.kind) {
    case 'seen': {
      const waitMs = waitsMs[step]
      return waitMs === undefined ? null : { step: step + 1, waitMs }
    }
    case 'absent':
      return step < singleLookStep ? null : lookAgainForAbsent(step)
    case 'noAnswer': {
      const untilMs = outcome.retryAt === null ? 0 : outcome.retryAt.getTime() - at.getTime()
      return { step, waitMs: Math.max(untilMs, outcome.retryAt === null ? noAnswerMs : noAnswerMsMin) }
    }
    case 'refused':
      return { step, waitMs: refusedMs }
    default:
      return outcome satisfies never
  }
}

/** Somebody new or just deleted; the copy of the directory learns which it is within hours. */
function lookAgainForAbsent(step: number) {
  return step < singleLookStep + absentLooksMax ? { step: step + 1, waitMs: hour } : null
}

/** Nobody waits for this person any more: active, or beside the road, in every campaign that is not finished. */
async function isSettled(tx: Tx, tenantId: string, personId: string): Promise<boolean> {
  const { rows } = await sql<{ waiting: boolean }>`
    select exists (
      select from enrolment join campaign on campaign.id = enrolment.campaign_id
      where enrolment.tenant_id = ${tenantId} and enrolment.person_id = ${personId}
        and campaign.status <> 'finished' and enrolment.status not in ('active', 'excluded')
    ) as waiting
  `.execute(tx)
  return rows[0]?.waiting !== true
}
