/** A rule tried against the last days of the log: on whom it would have acted, and with what. Nothing is sent or kept. */

import type { Output } from '@muster/contract/routes'
import { testedShownMax } from '@muster/contract/shapes/rules'
import { type AuditQuery, filterText, planQueries } from '@muster/core/audit-query'
import type { RuleDefinition } from '@muster/core/automation'
import { mayActAgain } from '@muster/core/automation-frequency'
import { createMatcher } from '@muster/core/automation-match'
import type { AuditLog, AuditRecord, Clock } from '@muster/core/ports'
import type { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { serviceOf } from './activities.ts'
import { foretellActs } from './test-acts.ts'
import { type Look, lookAtAll, readPeople, type TestedPerson, type TestPorts } from './test-looks.ts'

type Tested = Output<'testRule'>

const dayMs = 24 * 60 * 60 * 1000
const hourMs = 60 * 60 * 1000
/**
 * Five requests in ten seconds are all there is for a tenant, and somebody waits: the newest five thousand records of a
 * question show what a rule does.
 */
const pagesMax = 5

export interface RuleTestOptions extends TestPorts {
  clock: Clock
  auditLogOf(tenantId: string): Promise<AuditLog>
}

interface Asked {
  tenantId: string
  definition: RuleDefinition
  days: number
  /** The rule that is being changed: on whom it has acted already counts. Null for a new one. */
  ruleId: string | null
}

/** Throws a Problem when the log cannot be read now. */
export async function testRule(options: RuleTestOptions, asked: Asked): Promise<Tested> {
  const { tenantId, definition, days } = asked
  const at = options.clock.now()
  const since = new Date(at.getTime() - days * dayMs)
  const queries = planQueries([definition.watch], serviceOf)
  const read = await readLog(await options.auditLogOf(tenantId), { queries, since })
  const { matches } = createMatcher(definition.watch)
  const matched = read.records
    .filter(record => record.at >= since && matches(record))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  const people = await readPeople(options, { ...asked, matched })
  const looks = await lookAtAll(options, { ...asked, matched, people })
  const judged = judgeAll(definition, matched, {
    looks,
    earlier: await readEarlier(options.db, asked, matched),
  })
  const listed = judged.filter(one => one.verdict === 'act' || one.verdict === 'ask')
  const wanted = listed.toReversed().flatMap(one => people.get(one.record.personId ?? '') ?? [])
  const actsFor = await foretellActs(options, { ...asked, people: [...new Set(wanted)] })
  const shown = judged.map(one => shapeOf(one, people.get(one.record.personId ?? ''), actsFor))
  const perHourMost = mostWithinAnHour(listed.map(one => one.record.at))
  return {
    filters: queries.map(query => filterText(query, since)),
    since,
    events: read.records.length,
    isCut: read.isCut,
    matched: matched.length,
    wouldAct: shown.filter(one => one.verdict === 'act' || one.verdict === 'ask').length,
    perHourMost,
    isOverLimit: perHourMost > definition.peoplePerHourMax,
    people: shown.toReversed().slice(0, testedShownMax),
  }
}

async function readLog(
  log: AuditLog,
  { queries, since }: { queries: readonly AuditQuery[]; since: Date },
): Promise<{ records: AuditRecord[]; isCut: boolean }> {
  const records = new Map<string, AuditRecord>()
  let isCut = false
  for (const query of queries) {
    let cursor: string | null = null
    let asked = query
    for (let pages = 0; ; pages++) {
      if (pages >= pagesMax) {
        isCut = true
        break
      }
      const answer: Awaited<ReturnType<AuditLog['read']>> = await log.read({ query: asked, since, cursor })
      if (answer.kind === 'notFilterable' && asked.result !== null) {
        asked = { ...query, result: null }
        continue
      }
      if (answer.kind !== 'page') throw unread(answer)
      for (const record of answer.entries) records.set(record.id, record)
      if (answer.cursor === null) break
      cursor = answer.cursor
    }
  }
  return { records: [...records.values()], isCut }
}

function unread(answer: Exclude<Awaited<ReturnType<AuditLog['read']>>, { kind: 'page' }>): Problem {
  switch (answer.kind) {
    case 'startOver':
      return makeProblem('logLostPlace')
    case 'notFilterable':
      return makeProblem('conditionRefused', { said: answer.reason })
    case 'noAnswer':
      return answer.retryAt === null
        ? makeProblem('logSilent', { said: answer.reason })
        : makeProblem('logSilentUntil', { said: answer.reason, until: answer.retryAt.toISOString() })
    case 'refused':
      return makeProblem('logRefused', { said: answer.reason })
    default:
      return answer satisfies never
  }
}

/** What the rule has met already, so that nobody is told of whom it would not act on again. */
interface Earlier {
  /** Of each person, the entries on the list or on their way to it. */
  ofPerson: ReadonlyMap<string, readonly Date[]>
  events: ReadonlyMap<string, 'listed' | 'waiting'>
}

async function readEarlier(
  db: Database,
  { tenantId, ruleId }: Asked,
  matched: readonly AuditRecord[],
): Promise<Earlier> {
  const personIds = [...new Set(matched.flatMap(record => record.personId ?? []))]
  const { rows } = await sql<{
    person_id: string | null
    event_id: string
    event_at: Date
    state: 'listed' | 'waiting'
  }>`
    select person_id, event_id, event_at, state from rule_entry
    where rule_id = ${ruleId}::uuid and tenant_id = ${tenantId} and state <> 'passed'
      and (person_id = any(${personIds}::uuid[]) or event_id = any(${matched.map(one => one.id)}::text[]))
  `.execute(db)
  const known = rows.filter(row => row.person_id !== null)
  return {
    events: new Map(rows.map(row => [row.event_id, row.state])),
    ofPerson: new Map(
      [...Map.groupBy(known, row => row.person_id ?? '')].map(([id, some]) => [
        id,
        some.map(row => row.event_at),
      ]),
    ),
  }
}

interface Judged {
  record: AuditRecord
  verdict: Look['verdict'] | 'again'
  reason: string | null
}

/** As it would go, oldest first: whoever was acted on once counts for the frequency afterwards. */
function judgeAll(
  definition: RuleDefinition,
  matched: readonly AuditRecord[],
  { looks, earlier }: { looks: ReadonlyMap<AuditRecord, Look>; earlier: Earlier },
): Judged[] {
  const acted = new Map(earlier.ofPerson)
  return matched.map(record => {
    const known = earlier.events.get(record.id)
    if (known !== undefined)
      return { record, verdict: 'again', reason: known === 'listed' ? 'actedBefore' : 'waitsAlready' }
    const look = looks.get(record) ?? { verdict: 'ask', reason: 'notAsked' }
    const { personId } = record
    if (personId === null || look.verdict === 'pass') return { record, ...look }
    const others = acted.get(personId) ?? []
    if (!mayActAgain(definition.frequency, record.at, others))
      return { record, verdict: 'again', reason: 'actedBefore' }
    acted.set(personId, [...others, record.at])
    return { record, ...look }
  })
}

function mostWithinAnHour(times: readonly Date[]): number {
  let most = 0
  let first = 0
  for (const [last, time] of times.entries()) {
    while (time.getTime() - (times[first]?.getTime() ?? 0) >= hourMs) first++
    most = Math.max(most, last - first + 1)
  }
  return most
}

function shapeOf(
  { record, verdict, reason }: Judged,
  person: TestedPerson | undefined,
  actsFor: Awaited<ReturnType<typeof foretellActs>>,
): Tested['people'][number] {
  const isListed = verdict === 'act' || verdict === 'ask'
  const nobody = reason === 'noPerson' || reason === 'unknownPerson' ? reason : null
  const acts = isListed ? actsFor(person, nobody) : []
  const isForNothing = acts.length > 0 && acts.every(act => act.obstacle !== null)
  return {
    personId: record.personId,
    displayName: person?.displayName ?? null,
    userPrincipalName: person?.upn ?? null,
    at: record.at,
    activity: record.activity,
    verdict: isForNothing ? 'nothing' : verdict,
    reason,
    acts,
  }
}
