/** Looking at the people of waiting entries: who they are, whether the rule concerns them, and what they have registered. */

import { actSentences } from '@muster/core/act-sentences'
import {
  isConcerned,
  isTemporaryPass,
  judgeSeen,
  needsLook,
  type Seen,
} from '@muster/core/automation-verdict'
import type {
  Clock,
  Directory,
  Group,
  MethodsOutcome,
  NoAnswer,
  Refusal,
  Registrations,
} from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { replicationMs } from '../observe/audit-intake.ts'
import { recordSightings } from '../observe/sightings.ts'
import { writePeople } from '../people/directory-copy.ts'
import type { WaitingEntry } from './entries.ts'
import type { Nobody } from './listing.ts'

const minuteMs = 60_000
/** When the other side gave no answer and said no time. */
const noAnswerMs = 2 * minuteMs
/** An answer that says "again at once" would be taken at its word for ever. */
const noAnswerMsMin = 1_000
/** A refusal (a missing permission) is not going to pass by itself. */
const refusedMs = 60 * minuteMs
/** The log is minutes behind the directory, so a look that shows nothing mostly means nothing; two more make sure. */
const lookAgainMs = 10 * minuteMs
/** As said above. */
const looksMax = 3

export type Looked =
  | { kind: 'list'; nobody: Nobody | null }
  | { kind: 'pass'; reason: string }
  | { kind: 'later'; nextAt: Date; looks: number; reason: string | null }

export interface LooksOptions {
  db: Database
  clock: Clock
  directoryOf(tenantId: string): Promise<Directory>
  groupOf(tenantId: string): Promise<Group>
  registrationsOf(tenantId: string): Promise<Registrations>
}

/** One answer for each entry, in the order given; at most as many as methods are read at once, all of one tenant. */
export async function look(
  options: LooksOptions,
  tenantId: string,
  entries: readonly WaitingEntry[],
): Promise<readonly Looked[]> {
  const looked = new Map<WaitingEntry, Looked>()
  const toRead: WaitingEntry[] = []
  for (const entry of entries) {
    const first = await lookAtPerson(options, tenantId, entry)
    if (first !== null) looked.set(entry, first)
    else if (needsLook(entry.definition, entry)) toRead.push(entry)
    else looked.set(entry, { kind: 'list', nobody: null })
  }
  const answers = await readMethods(options, tenantId, toRead)
  for (const entry of toRead) looked.set(entry, judge(entry, answers.get(entry), options.clock.now()))
  return entries.map(entry => looked.get(entry) ?? later(options.clock.now(), { looks: entry.looks }))
}

/** Null when it is somebody whom the rule concerns. */
async function lookAtPerson(
  options: LooksOptions,
  tenantId: string,
  entry: WaitingEntry,
): Promise<Looked | null> {
  const { concern } = entry.definition
  const isForAll =
    concern.of.kind === 'everybody' && concern.departments.length === 0 && concern.userType === null
  if (entry.personId === null) {
    return isForAll ? { kind: 'list', nobody: 'noPerson' } : { kind: 'pass', reason: 'notConcerned' }
  }
  if (isTemporaryPass(entry)) return { kind: 'pass', reason: 'temporaryAccessPass' }
  if (entry.person === null) {
    const answer = await findPerson(options, tenantId, { entry, personId: entry.personId })
    if (answer === 'absent')
      return isForAll ? { kind: 'list', nobody: 'unknownPerson' } : { kind: 'pass', reason: 'notConcerned' }
    // It is in the copy of the directory now, and read with it the next time.
    return answer === 'found'
      ? { ...later(options.clock.now(), { looks: entry.looks }), nextAt: options.clock.now() }
      : answer
  }
  if (!isConcerned(concern, entry.person)) return { kind: 'pass', reason: 'notConcerned' }
  return lookAtPlace(options, tenantId, { entry, personId: entry.personId })
}

interface Somebody {
  entry: WaitingEntry
  personId: string
}

async function findPerson(
  { db, clock, directoryOf }: LooksOptions,
  tenantId: string,
  { entry, personId }: Somebody,
): Promise<'found' | 'absent' | Looked> {
  const directory = await directoryOf(tenantId)
  const answer = await directory.findPerson({ kind: 'objectId', value: personId })
  if (answer.kind === 'absent') return 'absent'
  if (answer.kind !== 'found') return unanswered(entry, answer, clock.now())
  await inTransaction(db, tx => writePeople(tx, { tenantId, people: [answer.person], at: clock.now() }))
  return 'found'
}

/** In the campaign, or in the group, that the rule is for. */
async function lookAtPlace(
  { db, clock, groupOf }: LooksOptions,
  tenantId: string,
  { entry, personId }: Somebody,
): Promise<Looked | null> {
  const { of } = entry.definition.concern
  if (of.kind === 'everybody') return null
  if (of.kind === 'campaign') {
    const { rows } = await sql`
      select from enrolment where campaign_id = ${of.campaignId} and person_id = ${personId}
        and status not in ('skipped', 'excluded')
    `.execute(db)
    return rows.length > 0 ? null : { kind: 'pass', reason: 'notConcerned' }
  }
  const answer = await (await groupOf(tenantId)).isMember(of.groupId, personId)
  if (answer.kind === 'read') return answer.isIn ? null : { kind: 'pass', reason: 'notConcerned' }
  return unanswered(entry, answer, clock.now())
}

/** Live, and told to whoever else waits to see it. What was seen since the event is not read again. */
async function readMethods(
  { db, clock, registrationsOf }: LooksOptions,
  tenantId: string,
  entries: readonly WaitingEntry[],
): Promise<ReadonlyMap<WaitingEntry, MethodsOutcome>> {
  const answers = new Map<WaitingEntry, MethodsOutcome>()
  const unseen = entries.filter(entry => {
    const seen = seenSince(entry)
    if (seen !== null) answers.set(entry, { kind: 'seen', seen: seen.assessment, types: seen.types })
    return seen === null
  })
  const ids = [...new Set(unseen.flatMap(entry => entry.personId ?? []))]
  if (ids.length === 0) return answers
  const outcomes = await (await registrationsOf(tenantId)).readMethods(ids)
  const at = clock.now()
  const sightings = ids.flatMap((personId, index) => {
    const outcome = outcomes[index]
    return outcome?.kind === 'seen' ? [{ personId, seen: outcome.seen }] : []
  })
  await inTransaction(db, tx => recordSightings(tx, { tenantId, source: 'live', at, sightings }))
  for (const entry of unseen) {
    const outcome = outcomes[ids.indexOf(entry.personId ?? '')]
    if (outcome !== undefined) answers.set(entry, outcome)
  }
  return answers
}

/** What a live look has shown after the event, when the rule asks for no more than a level that was known. */
function seenSince({ definition, person, eventAt, looks }: WaitingEntry): Seen | null {
  const { present, absent } = definition.condition
  if (present.length > 0 || absent.length > 0 || looks > 0 || person === null) return null
  const { level, levelSource, checkedAt } = person
  const isSince = checkedAt !== null && checkedAt.getTime() > eventAt.getTime() + replicationMs
  if (levelSource !== 'live' || !isSince) return null
  if (level !== 'phone' && level !== 'mfa' && level !== 'phishingResistant') return null
  return { assessment: { level, unknownTypes: [] }, types: [] }
}

function judge(entry: WaitingEntry, outcome: MethodsOutcome | undefined, at: Date): Looked {
  const looks = entry.looks + 1
  const isLastLook = looks >= looksMax
  if (outcome === undefined) return later(at, { looks: entry.looks })
  switch (outcome.kind) {
    case 'seen': {
      const seen = { assessment: outcome.seen, types: outcome.types }
      const verdict = judgeSeen(entry.definition, { record: entry, seen, isLastLook })
      if (verdict.kind === 'act') return { kind: 'list', nobody: null }
      if (verdict.kind === 'pass') return verdict
      return {
        kind: 'later',
        nextAt: new Date(at.getTime() + lookAgainMs),
        looks,
        reason: actSentences.tell('nothingRegistered'),
      }
    }
    case 'absent':
      if (isLastLook) return { kind: 'pass', reason: 'notKnown' }
      return {
        kind: 'later',
        nextAt: new Date(at.getTime() + lookAgainMs),
        looks,
        reason: actSentences.tell('notInGraph'),
      }
    case 'noAnswer':
    case 'refused':
      return unanswered(entry, outcome, at)
    default:
      return outcome satisfies never
  }
}

/** Nothing is concluded from silence or a refusal: the entry keeps waiting, and shows for what. */
function unanswered(entry: WaitingEntry, answer: NoAnswer | Refusal, at: Date): Looked {
  const { looks } = entry
  if (answer.kind === 'refused') {
    return { kind: 'later', nextAt: new Date(at.getTime() + refusedMs), looks, reason: answer.reason }
  }
  if (answer.retryAt === null) return later(at, { looks, reason: answer.reason })
  const nextMs = Math.max(answer.retryAt.getTime(), at.getTime() + noAnswerMsMin)
  return { kind: 'later', nextAt: new Date(nextMs), looks, reason: answer.reason }
}

function later(at: Date, { looks, reason = null }: { looks: number; reason?: string | null }) {
  return { kind: 'later' as const, nextAt: new Date(at.getTime() + noAnswerMs), looks, reason }
}
