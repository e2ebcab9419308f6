/** A rule tried against the last days of the log: on whom it would have acted, and with what. Nothing is sent or kept. */

import type { Output } from '@muster/contract/routes'
import { testedShownMax } from '@muster/contract/shapes/rules'
import { type AuditQuery, filterText, planQueries } from '@muster/core/audit-query'
import { type Action, needsPerson, type RuleDefinition } from '@muster/core/automation'
import { mayActAgain } from '@muster/core/automation-frequency'
import { createMatcher } from '@muster/core/automation-match'
import { isConcerned, isTemporaryPass, needsLook } from '@muster/core/automation-verdict'
import type { AuditLog, AuditRecord, Clock } from '@muster/core/ports'
import { Problem } from '@muster/core/problem'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { serviceOf } from './activities.ts'
import { actsOf } from './listing.ts'

type Tested = Output<'testRule'>
type Verdict = Pick<Tested['people'][number], 'verdict' | 'reason'>

const dayMs = 24 * 60 * 60 * 1000
const hourMs = 60 * 60 * 1000
/**
 * Five requests in ten seconds are all there is for a tenant, and somebody waits: the newest five thousand records of a
 * question show what a rule does.
 */
const pagesMax = 5

export interface RuleTestOptions {
  db: Database
  clock: Clock
  auditLogOf(tenantId: string): Promise<AuditLog>
}

/** Throws a Problem when the log cannot be read now. */
export async function testRule(
  options: RuleTestOptions,
  asked: { tenantId: string; definition: RuleDefinition; days: number },
): Promise<Tested> {
  const { tenantId, definition, days } = asked
  const at = options.clock.now()
  const since = new Date(at.getTime() - days * dayMs)
  const queries = planQueries([definition.watch], serviceOf)
  const read = await readLog(await options.auditLogOf(tenantId), { queries, since })
  const { matches } = createMatcher(definition.watch)
  const matched = read.records
    .filter(record => record.at >= since && matches(record))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  const people = await readPeople(options.db, tenantId, matched)
  const inPlace = await readPlace(options.db, definition)
  const judged = judgeAll(definition, matched, { people, inPlace })
  const acted = judged.filter(one => one.verdict === 'act' || one.verdict === 'ask')
  const perHourMost = mostWithinAnHour(acted.map(one => one.record.at))
  return {
    filters: queries.map(query => filterText(query, since)),
    since,
    events: read.records.length,
    isCut: read.isCut,
    matched: matched.length,
    wouldAct: acted.length,
    perHourMost,
    isOverLimit: perHourMost > definition.peoplePerHourMax,
    people: judged
      .toReversed()
      .slice(0, testedShownMax)
      .map(one => shapeOf(one, definition, people)),
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
      return new Problem('upstream', 'the log lost its place while it was read', { remedy: 'try again' })
    case 'notFilterable':
      return new Problem('unprocessable', `Graph does not take the condition: ${answer.reason}`, {
        where: 'watch.odata',
        remedy: 'mend the condition; Graph filters the log by few properties',
      })
    case 'noAnswer':
      return new Problem('unavailable', `the log cannot be read now: ${answer.reason}`, {
        remedy: answer.retryAt === null ? 'try again' : `try again after ${answer.retryAt.toISOString()}`,
      })
    case 'refused':
      return new Problem('upstream', `the log is refused: ${answer.reason}`, {
        remedy: 'grant AuditLog.Read.All ("muster tenant doctor" says how)',
      })
    default:
      return answer satisfies never
  }
}

interface Person {
  id: string
  displayName: string
  upn: string
  department: string | null
  userType: 'member' | 'guest'
  mail: string | null
}

type People = ReadonlyMap<string, Person>

async function readPeople(db: Database, tenantId: string, records: readonly AuditRecord[]): Promise<People> {
  const ids = [...new Set(records.flatMap(record => record.personId ?? []))]
  const { rows } = await sql<Person>`
    select id, display_name as "displayName", upn, department, user_type as "userType", mail
    from person where tenant_id = ${tenantId} and id = any(${ids}::uuid[])
  `.execute(db)
  return new Map(rows.map(row => [row.id, row]))
}

/** Who is in the campaign that the rule is for; null where it is for no campaign. A group is asked when it happens. */
async function readPlace(db: Database, { concern }: RuleDefinition): Promise<ReadonlySet<string> | null> {
  if (concern.of.kind !== 'campaign') return null
  const { rows } = await sql<{ person_id: string }>`
    select person_id from enrolment
    where campaign_id = ${concern.of.campaignId} and status not in ('skipped', 'excluded')
  `.execute(db)
  return new Set(rows.map(row => row.person_id))
}

interface Judged extends Verdict {
  record: AuditRecord
}

/** As it would have gone, oldest first: whoever was acted on once counts for the frequency afterwards. */
function judgeAll(
  definition: RuleDefinition,
  matched: readonly AuditRecord[],
  known: { people: People; inPlace: ReadonlySet<string> | null },
): Judged[] {
  const acted = new Map<string, Date[]>()
  return matched.map(record => {
    const verdict = judge(definition, record, known)
    const { personId } = record
    if (personId === null || verdict.verdict === 'pass') return { record, ...verdict }
    const others = acted.get(personId) ?? []
    if (!mayActAgain(definition.frequency, record.at, others))
      return { record, verdict: 'again' as const, reason: 'acted before' }
    acted.set(personId, [...others, record.at])
    return { record, ...verdict }
  })
}

function judge(
  definition: RuleDefinition,
  record: AuditRecord,
  { people, inPlace }: { people: People; inPlace: ReadonlySet<string> | null },
): Verdict {
  const { concern, actions } = definition
  const person = record.personId === null ? undefined : people.get(record.personId)
  if (record.personId !== null && isTemporaryPass(record)) return passed('temporaryAccessPass')
  if (person === undefined) {
    const isForAll = concern.of.kind === 'everybody' && concern.departments.length === 0
    if (!isForAll || concern.userType !== null) return passed('notConcerned')
    const reason = record.personId === null ? 'noPerson' : 'unknownPerson'
    return actions.length > 0 && actions.every(needsPerson) ? passed(reason) : { verdict: 'act', reason }
  }
  if (!isConcerned(concern, person)) return passed('notConcerned')
  if (inPlace !== null && !inPlace.has(person.id)) return passed('notConcerned')
  if (concern.of.kind === 'group') return { verdict: 'ask', reason: 'membership of the group is asked then' }
  if (needsLook(definition, record)) return { verdict: 'ask', reason: 'a live look decides when it happens' }
  return { verdict: 'act', reason: null }
}

function passed(reason: string): Verdict {
  return { verdict: 'pass', reason }
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

function shapeOf(one: Judged, { actions }: RuleDefinition, people: People): Tested['people'][number] {
  const { record, verdict, reason } = one
  const person = record.personId === null ? undefined : people.get(record.personId)
  const isActing = verdict === 'act' || verdict === 'ask'
  return {
    personId: record.personId,
    displayName: person?.displayName ?? null,
    userPrincipalName: person?.upn ?? null,
    at: record.at,
    activity: record.activity,
    verdict,
    reason,
    acts: isActing ? actsOf(actions).map(({ action, target }) => tellAct(action, target, person)) : [],
  }
}

function tellAct(action: Action, target: string, person: Person | undefined): string {
  if (person === undefined && needsPerson(action)) return `${action.key}: nothing, as nobody is known`
  switch (action.kind) {
    case 'mail':
      if (action.to === 'manager') return `${action.key}: mail to the manager`
      return person?.mail == null
        ? `${action.key}: no mail, as there is no address`
        : `${action.key}: mail to ${person.mail}`
    case 'mailAddresses':
      return `${action.key}: mail to ${target}`
    case 'teams':
      return `${action.key}: a card in Teams`
    case 'webhook':
      return `${action.key}: a call of the webhook`
    case 'addToGroup':
      return `${action.key}: into the group ${action.groupId}`
    case 'removeFromGroup':
      return `${action.key}: out of the group ${action.groupId}`
    case 'enrol':
      return `${action.key}: into the campaign`
    default:
      return action satisfies never
  }
}
