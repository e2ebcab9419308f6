/** The port Directory on Graph: the whole tenant by pages, what changed by delta, single people by name, managers. */

import {
  type Clock,
  type Directory,
  type DirectoryPerson,
  type ManagerAnswer,
  managersReadMax,
} from '@muster/core/ports'
import { asList, asObject, type Json, readUnanswered, textOf } from './answers.ts'
import { readBatch } from './batch.ts'
import type { GraphAnswer, GraphClient } from './client.ts'

const personFields = [
  'id',
  'userPrincipalName',
  'mail',
  'displayName',
  'givenName',
  'surname',
  'accountEnabled',
  'userType',
  'department',
  'jobTitle',
  'preferredLanguage',
  'usageLocation',
].join(',')
/** Graph's largest page of users: 100,000 people cost 101 requests (facts, section 6). */
const pageMax = 999

/** Where the reading stands: the first walk over all pages, with the delta link taken before it, or later changes. */
type Cursor = { phase: 'all'; next: string; thenDelta: string } | { phase: 'changes'; next: string }

export function createDirectory(client: GraphClient, clock: Clock): Directory {
  const get = (path: string) => client.request({ service: 'directory', method: 'GET', path, priority: 'low' })

  /** The delta link is taken first, so that nothing that changes during the walk is missed. */
  async function begin(): Promise<Cursor | GraphAnswer> {
    const answer = await get(`/users/delta?$deltatoken=latest&$select=${personFields}`)
    if (answer.kind !== 'ok') return answer
    const link = textOf(asObject(answer.body), '@odata.deltaLink')
    if (link === null) return { kind: 'broken', status: 200, reason: 'no deltaLink in the answer' }
    return { phase: 'all', next: `/users?$select=${personFields}&$top=${pageMax}`, thenDelta: link }
  }

  return {
    async readPeople(cursor) {
      const at = cursor === null ? await begin() : (JSON.parse(cursor) as Cursor)
      if ('kind' in at) return at.kind === 'ok' ? { kind: 'startOver' } : readUnanswered(at)
      const answer = await get(at.next)
      if (answer.kind === 'error' && (answer.status === 410 || answer.code === 'syncStateNotFound')) {
        return { kind: 'startOver' }
      }
      if (answer.kind !== 'ok') return readUnanswered(answer)
      return readPage(at, asObject(answer.body))
    },

    async findPerson(reference) {
      return reference.kind === 'mail' ? findByMail(get, reference.value) : findByKey(get, reference.value)
    },

    async readManagers(personIds) {
      if (personIds.length > managersReadMax)
        throw new RangeError(`at most ${managersReadMax} people at once`)
      const paths = personIds.map(id => `/users/${encodeURIComponent(id)}/manager?$select=${personFields}`)
      const answers = await readBatch(client, { service: 'directory', paths, clock, priority: 'low' })
      return answers.map(readManager)
    },
  }
}

function readPage(at: Cursor, body: Json) {
  const entries = asList(body.value).map(asObject)
  const nextLink = textOf(body, '@odata.nextLink')
  if (nextLink !== null && nextLink === at.next)
    throw new Error('Graph gave the same page as its own next page')
  return {
    kind: 'page' as const,
    people: entries.filter(entry => !('@removed' in entry)).flatMap(readPerson),
    removedIds: entries.filter(entry => '@removed' in entry).flatMap(entry => textOf(entry, 'id') ?? []),
    ...whatNext(at, nextLink, textOf(body, '@odata.deltaLink')),
  }
}

function whatNext(
  at: Cursor,
  nextLink: string | null,
  deltaLink: string | null,
): { cursor: string; isLast: boolean } {
  if (nextLink !== null) return { cursor: JSON.stringify({ ...at, next: nextLink }), isLast: false }
  const next = at.phase === 'all' ? at.thenDelta : (deltaLink ?? at.next)
  return { cursor: JSON.stringify({ phase: 'changes', next } satisfies Cursor), isLast: true }
}

/** A delta may carry somebody with a few properties only; without a UPN it says nothing that we could keep. */
function readPerson(entry: Json): DirectoryPerson[] {
  const id = textOf(entry, 'id')
  const upn = textOf(entry, 'userPrincipalName')
  if (id === null || upn === null) return []
  return [
    {
      id: id.toLowerCase(),
      upn,
      mail: textOf(entry, 'mail'),
      displayName: textOf(entry, 'displayName') ?? upn,
      givenName: textOf(entry, 'givenName'),
      surname: textOf(entry, 'surname'),
      accountEnabled: entry.accountEnabled !== false,
      userType: textOf(entry, 'userType')?.toLowerCase() === 'guest' ? 'guest' : 'member',
      department: textOf(entry, 'department'),
      jobTitle: textOf(entry, 'jobTitle'),
      preferredLanguage: textOf(entry, 'preferredLanguage'),
      usageLocation: textOf(entry, 'usageLocation'),
    },
  ]
}

type Get = (path: string) => Promise<GraphAnswer>

/** By object id or UPN. `#` must be escaped, and a UPN that begins with `$` needs the other form (facts, section 1). */
async function findByKey(get: Get, key: string) {
  const place = key.startsWith('$')
    ? `/users('${encodeURIComponent(key.replaceAll("'", "''"))}')`
    : `/users/${encodeURIComponent(key)}`
  const answer = await get(`${place}?$select=${personFields}`)
  // 400: no UPN at all in the directory's eyes. Nobody is called that.
  if (answer.kind === 'error' && (answer.status === 404 || answer.status === 400))
    return { kind: 'absent' as const }
  if (answer.kind !== 'ok') return readUnanswered(answer)
  const [person] = readPerson(asObject(answer.body))
  return person === undefined ? ({ kind: 'absent' } as const) : { kind: 'found' as const, person }
}

/** The name in quotes is all that tells a missing manager from a missing person (facts, section 2). */
function readManager(answer: GraphAnswer): ManagerAnswer {
  if (answer.kind === 'error' && answer.status === 404) {
    return /Resource 'manager' does not exist/i.test(answer.message) ? { kind: 'none' } : { kind: 'absent' }
  }
  if (answer.kind !== 'ok') return readUnanswered(answer)
  // Graph lets a contact be a manager; it has no UPN, and no account whose state could be judged.
  const [manager] = readPerson(asObject(answer.body))
  return manager === undefined ? { kind: 'none' } : { kind: 'manager', manager }
}

async function findByMail(get: Get, mail: string) {
  const filter = encodeURIComponent(`mail eq '${mail.replaceAll("'", "''")}'`)
  const answer = await get(`/users?$filter=${filter}&$select=${personFields}&$top=2`)
  if (answer.kind !== 'ok') return readUnanswered(answer)
  const people = asList(asObject(answer.body).value).map(asObject).flatMap(readPerson)
  const [person] = people
  // Two people with one address: no guessing whom the file meant.
  return person === undefined || people.length > 1
    ? ({ kind: 'absent' } as const)
    : { kind: 'found' as const, person }
}
