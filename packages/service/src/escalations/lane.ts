/**
 * The lane of a tenant's escalations: once a day it asks the directory for the managers of those who have had their
 * reminders in vain, and gathers them into digests. Whoever has registered by then costs no request.
 */

import {
  judgeManager,
  type ManagerFacts,
  noneNamed,
  type Obstacle,
  personAbsent,
  selfNamed,
} from '@muster/core/escalation'
import {
  type Clock,
  type Directory,
  type DirectoryPerson,
  type ManagerAnswer,
  managersReadMax,
} from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import {
  type Escalated,
  leaveOutSettled,
  readEscalated,
  readManagerFacts,
  recordNoManager,
} from '../enrolments/escalations.ts'
import type { Log } from '../log.ts'
import { writePeople } from '../people/directory-copy.ts'
import { isReady, queueDigests } from './digests.ts'

const minuteMs = 60_000
/** When the other side gave no answer and said no time. */
const noAnswerMs = 2 * minuteMs
/** An answer that says "again at once" would be taken at its word for ever. */
const noAnswerMsMin = 1_000
/** A refusal (a missing permission) is not going to pass by itself. */
const refusedMs = 60 * minuteMs

export interface EscalationsLaneOptions {
  db: Database
  clock: Clock
  log: Log
  directoryOf(tenantId: string): Promise<Directory>
  /** Called when digests may have been queued, so that waiting lanes are looked at soon. */
  nudge(): void
}

interface Answered {
  one: Escalated
  answer: ManagerAnswer
}

export function createEscalationsLane(options: EscalationsLaneOptions) {
  const { db, clock } = options

  return async function workEscalations(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    const directory = await options.directoryOf(tenantId)
    while (!signal.aborted) {
      const due = await readDue(tenantId)
      if (due.read === 0) break
      if (due.needed.length === 0) continue
      const answers = await directory.readManagers(due.needed.map(one => one.personId))
      const answered = due.needed.flatMap((one, index) => {
        const answer = answers[index]
        return answer === undefined ? [] : [{ one, answer }]
      })
      await inTransaction(db, tx => record(tx, { tenantId, answered, at: clock.now() }))
      reportRefusal(tenantId, answered)
    }
    await queueDigests(db, tenantId, clock.now())
    options.nudge()
    return nextAt(tenantId)
  }

  /** Some of those whose time has come; whoever need not be named any more is left out on the way. */
  async function readDue(tenantId: string): Promise<{ read: number; needed: readonly Escalated[] }> {
    const at = clock.now()
    return inTransaction(db, async tx => {
      const isDue = sql`
        escalation.tenant_id = ${tenantId} and escalation.next_at <= ${at} and campaign.status = 'running'`
      const due = await readEscalated(tx, isDue, managersReadMax)
      return { read: due.length, needed: await leaveOutSettled(tx, due, at) }
    })
  }

  function reportRefusal(tenantId: string, answered: readonly Answered[]): void {
    const refused = answered.find(({ answer }) => answer.kind === 'refused')?.answer
    if (refused?.kind !== 'refused') return
    options.log.warn({ tenantId, code: refused.code }, 'reading managers is refused')
  }

  async function nextAt(tenantId: string): Promise<Date | null> {
    const { rows } = await sql<{ at: Date | null }>`
      select min(case when ${isReady} then ${clock.now()}::timestamptz else escalation.next_at end) as at
      from escalation join campaign on campaign.id = escalation.campaign_id
      where escalation.tenant_id = ${tenantId} and campaign.status = 'running'
    `.execute(db)
    return rows[0]?.at ?? null
  }
}

async function record(
  tx: Tx,
  about: { tenantId: string; answered: readonly Answered[]; at: Date },
): Promise<void> {
  const { tenantId, answered, at } = about
  const managers = answered.flatMap(({ answer }) => (answer.kind === 'manager' ? [answer.manager] : []))
  await writePeople(tx, { tenantId, people: managers, at })
  await keepManagers(tx, tenantId, answered)
  const facts = await readManagerFacts(
    tx,
    tenantId,
    managers.map(manager => manager.id),
  )
  const obstacles: { one: Escalated; why: Obstacle }[] = []
  for (const { one, answer } of answered) {
    if (answer.kind === 'noAnswer' || answer.kind === 'refused') await postpone(tx, { one, answer, at })
    else if (answer.kind !== 'manager') obstacles.push({ one, why: whyNobody(answer) })
    else {
      const why = obstacleOf(one, answer.manager, facts)
      if (why === null) await makeReady(tx, one, answer.manager)
      else obstacles.push({ one, why })
    }
  }
  for (const [, some] of Map.groupBy(obstacles, ({ why }) => why.reason)) {
    const [first] = some
    const people = some.map(({ one }) => one)
    if (first !== undefined) await recordNoManager(tx, people, { why: first.why, at })
  }
}

function whyNobody({ kind }: { kind: 'none' | 'absent' }): Obstacle {
  return kind === 'none' ? noneNamed : personAbsent
}

function obstacleOf(
  one: Escalated,
  manager: DirectoryPerson,
  facts: ReadonlyMap<string, ManagerFacts>,
): Obstacle | null {
  if (manager.id === one.personId) return selfNamed
  const known = facts.get(manager.id)
  if (known === undefined) throw new Error('a manager who was just written is not in the copy')
  return judgeManager(known)
}

/** The copy of the directory remembers who was named; nobody else reads it before the next answer. */
async function keepManagers(tx: Tx, tenantId: string, answered: readonly Answered[]): Promise<void> {
  const told = answered.flatMap(({ one, answer }): { id: string; managerId: string | null }[] => {
    if (answer.kind === 'manager') return [{ id: one.personId, managerId: answer.manager.id }]
    return answer.kind === 'none' ? [{ id: one.personId, managerId: null }] : []
  })
  await sql`
    update person set manager_id = fresh.manager_id
    from unnest(${told.map(one => one.id)}::uuid[], ${told.map(one => one.managerId)}::uuid[]) as fresh (id, manager_id)
    where person.tenant_id = ${tenantId} and person.id = fresh.id
  `.execute(tx)
}

async function makeReady(tx: Tx, one: Escalated, manager: DirectoryPerson): Promise<void> {
  await tx
    .updateTable('escalation')
    .set({ state: 'queued', manager_id: manager.id, next_at: null, outcome: null, settled_at: null })
    .where('enrolment_id', '=', one.enrolmentId)
    .execute()
}

/** Nothing is concluded from silence or a refusal: the person keeps waiting, and the report says for what. */
async function postpone(
  tx: Tx,
  about: { one: Escalated; answer: Extract<ManagerAnswer, { reason: string }>; at: Date },
): Promise<void> {
  const { one, answer, at } = about
  await tx
    .updateTable('escalation')
    .set({ next_at: askAgainAt(answer, at), outcome: answer.reason })
    .where('enrolment_id', '=', one.enrolmentId)
    .execute()
}

function askAgainAt(answer: Extract<ManagerAnswer, { reason: string }>, at: Date): Date {
  if (answer.kind === 'refused') return new Date(at.getTime() + refusedMs)
  if (answer.retryAt === null) return new Date(at.getTime() + noAnswerMs)
  return new Date(Math.max(answer.retryAt.getTime(), at.getTime() + noAnswerMsMin))
}
