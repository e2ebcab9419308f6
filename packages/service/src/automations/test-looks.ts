/** The looks of a rule's test: what the log's people are and have registered, asked live as the lane would, and kept nowhere. */

import type { RuleDefinition } from '@muster/core/automation'
import { isConcerned, isTemporaryPass, judgeSeen, needsLook } from '@muster/core/automation-verdict'
import {
  type AuditRecord,
  type Directory,
  type DirectoryPerson,
  type Group,
  type MethodsOutcome,
  methodsReadMax,
  type Registrations,
} from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { type CandidateRow, candidateColumns } from '../enrolments/eligibility.ts'
import { needsNobody } from './listing.ts'

/** Five batches of methods: somebody waits for the answer, and the lanes want their share of the budget. */
export const lookedAtMax = 100
/** Each is a request of its own. */
const askedSinglyMax = 40

export interface TestedPerson extends CandidateRow {
  id: string
  displayName: string
  upn: string
  department: string | null
}

export type People = ReadonlyMap<string, TestedPerson>

export interface TestPorts {
  db: Database
  directoryOf(tenantId: string): Promise<Directory>
  groupOf(tenantId: string): Promise<Group>
  registrationsOf(tenantId: string): Promise<Registrations>
}

export type Look =
  | { verdict: 'act'; reason: 'noPerson' | 'unknownPerson' | null }
  | { verdict: 'pass' | 'ask'; reason: string }

interface Tested {
  tenantId: string
  definition: RuleDefinition
  /** Oldest first. */
  matched: readonly AuditRecord[]
}

/** The people of the records, from the copy of the directory and live for the newest whom it lacks. */
export async function readPeople(
  { db, directoryOf }: TestPorts,
  { tenantId, matched }: Tested,
): Promise<People> {
  const ids = newestPeople(matched)
  const { rows } = await sql<TestedPerson>`
    select id, display_name as "displayName", upn, department, ${candidateColumns}
    from person where tenant_id = ${tenantId} and id = any(${ids}::uuid[])
  `.execute(db)
  const people = new Map(rows.map(row => [row.id, row]))
  const missing = ids.filter(id => !people.has(id)).slice(0, askedSinglyMax)
  if (missing.length === 0) return people
  const directory = await directoryOf(tenantId)
  const guarded = await readProtected(db, tenantId, missing)
  for (const id of missing) {
    const answer = await directory.findPerson({ kind: 'objectId', value: id })
    if (answer.kind === 'found') people.set(id, ofDirectory(answer.person, guarded.has(id)))
    if (answer.kind === 'noAnswer' || answer.kind === 'refused') break
  }
  return people
}

function ofDirectory(person: DirectoryPerson, isProtected: boolean): TestedPerson {
  const { id, displayName, upn, department, mail, accountEnabled, userType } = person
  const row = {
    account_enabled: accountEnabled,
    user_type: userType,
    deleted_at: null,
    is_protected: isProtected,
  }
  return { id, displayName, upn, department, mail, ...row }
}

export async function readProtected(
  db: Database,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ person_id: string }>`
    select person_id from protected_person where tenant_id = ${tenantId} and person_id = any(${ids}::uuid[])
  `.execute(db)
  return new Set(rows.map(row => row.person_id))
}

/** What looking at each record's person comes to, before it is asked how often the rule acts. */
export async function lookAtAll(
  ports: TestPorts,
  tested: Tested & { people: People },
): Promise<ReadonlyMap<AuditRecord, Look>> {
  const { definition, matched, people } = tested
  const looks = new Map<AuditRecord, Look>()
  for (const record of matched) {
    const look = judgeKnown(definition, record, people)
    if (look !== null) looks.set(record, look)
  }
  const placed = await lookAtPlaces(ports, { ...tested, matched: matched.filter(one => !looks.has(one)) })
  for (const record of matched) {
    const look = looks.has(record) ? undefined : placed(record)
    if (look !== undefined) looks.set(record, look)
  }
  const open = matched.filter(one => !looks.has(one))
  const seen = await readMethods(ports, {
    ...tested,
    matched: open.filter(one => needsLook(definition, one)),
  })
  for (const record of open) looks.set(record, judgeMethods(definition, record, seen))
  return looks
}

/** Null when more has to be asked than the record and the copy of the directory say. */
function judgeKnown({ concern, actions }: RuleDefinition, record: AuditRecord, people: People): Look | null {
  if (record.personId !== null && isTemporaryPass(record))
    return { verdict: 'pass', reason: 'temporaryAccessPass' }
  const person = record.personId === null ? undefined : people.get(record.personId)
  if (person !== undefined)
    return isConcerned(concern, { department: person.department, userType: person.user_type })
      ? null
      : { verdict: 'pass', reason: 'notConcerned' }
  const isForAll =
    concern.of.kind === 'everybody' && concern.departments.length === 0 && concern.userType === null
  if (!isForAll) return { verdict: 'pass', reason: 'notConcerned' }
  const reason = record.personId === null ? 'noPerson' : 'unknownPerson'
  return needsNobody(actions) ? { verdict: 'act', reason } : { verdict: 'pass', reason }
}

/** Whether the people are in the campaign or the group that the rule is for; undefined when they are. */
async function lookAtPlaces(
  { db, groupOf }: TestPorts,
  { tenantId, definition, matched }: Tested,
): Promise<(record: AuditRecord) => Look | undefined> {
  const { of } = definition.concern
  const answers = new Map<string, Look | undefined>()
  const ids = newestPeople(matched)
  if (of.kind === 'everybody' || ids.length === 0) return () => undefined
  if (of.kind === 'campaign') {
    const { rows } = await sql<{ person_id: string }>`
      select person_id from enrolment
      where campaign_id = ${of.campaignId} and tenant_id = ${tenantId} and person_id = any(${ids}::uuid[])
        and status not in ('skipped', 'excluded')
    `.execute(db)
    const isIn = new Set(rows.map(row => row.person_id))
    return ({ personId }) =>
      isIn.has(personId ?? '') ? undefined : { verdict: 'pass', reason: 'notConcerned' }
  }
  const group = await groupOf(tenantId)
  for (const id of ids.slice(0, askedSinglyMax)) {
    const answer = await group.isMember(of.groupId, id)
    if (answer.kind !== 'read') {
      answers.set(id, { verdict: 'ask', reason: answer.reason })
      break
    }
    answers.set(id, answer.isIn ? undefined : { verdict: 'pass', reason: 'notConcerned' })
  }
  return ({ personId }) =>
    answers.has(personId ?? '') ? answers.get(personId ?? '') : { verdict: 'ask', reason: 'notAsked' }
}

/** Of the newest people; whoever is beyond them has no answer. */
async function readMethods(
  { registrationsOf }: TestPorts,
  { tenantId, matched }: Tested,
): Promise<ReadonlyMap<string, MethodsOutcome>> {
  const ids = newestPeople(matched).slice(0, lookedAtMax)
  const outcomes = new Map<string, MethodsOutcome>()
  if (ids.length === 0) return outcomes
  const registrations = await registrationsOf(tenantId)
  for (let start = 0; start < ids.length; start += methodsReadMax) {
    const asked = ids.slice(start, start + methodsReadMax)
    const answers = await registrations.readMethods(asked)
    for (const [index, id] of asked.entries()) {
      const answer = answers[index]
      if (answer !== undefined) outcomes.set(id, answer)
    }
    if (answers.every(answer => answer.kind === 'noAnswer' || answer.kind === 'refused')) break
  }
  return outcomes
}

function judgeMethods(
  definition: RuleDefinition,
  record: AuditRecord,
  outcomes: ReadonlyMap<string, MethodsOutcome>,
): Look {
  if (!needsLook(definition, record)) return { verdict: 'act', reason: null }
  const outcome = outcomes.get(record.personId ?? '')
  if (outcome === undefined) return { verdict: 'ask', reason: 'notAsked' }
  switch (outcome.kind) {
    case 'seen': {
      const seen = { assessment: outcome.seen, types: outcome.types }
      const verdict = judgeSeen(definition, { record, seen, isLastLook: true })
      return verdict.kind === 'pass'
        ? { verdict: 'pass', reason: verdict.reason }
        : { verdict: 'act', reason: null }
    }
    case 'absent':
      return { verdict: 'pass', reason: 'notKnown' }
    case 'noAnswer':
    case 'refused':
      return { verdict: 'ask', reason: outcome.reason }
    default:
      return outcome satisfies never
  }
}

/** Each once, whom the newest record tells of first. */
function newestPeople(matched: readonly AuditRecord[]): string[] {
  return [...new Set(matched.toReversed().flatMap(record => record.personId ?? []))]
}
