/** The port Group on Graph: looking at a group, joining people to it, reading its members (facts, section 6). */

import { actSentences } from '@muster/core/act-sentences'
import { obstacleSentences } from '@muster/core/obstacle-sentences'
import {
  type Group,
  type GroupFacts,
  groupsFoundMax,
  type JoinOutcome,
  type LeaveOutcome,
} from '@muster/core/ports'
import { asList, asObject, readUnanswered, textOf } from './answers.ts'
import type { GraphAnswer, GraphClient } from './client.ts'

/** Graph's limit of references in one PATCH. */
const bindMax = 20
/** What Microsoft's own bulk tool sends side by side; more brought 503 (facts, section 6). */
const patchesAtOnceMax = 5
/** Graph's largest page. */
const memberPageMax = 999
const groupFields =
  'id,displayName,groupTypes,membershipRule,onPremisesSyncEnabled,isAssignableToRole,securityEnabled'
/** A new person or group is not known everywhere at once; such a refusal is asked again. */
const replicationText = /do(es)? not exist/i
const namedId = /'([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'/i

export function createGroup(client: GraphClient): Group {
  async function add(
    wanted: { groupId: string; personId: string },
    how: { priority: 'normal' | 'high'; signal?: AbortSignal },
  ): Promise<JoinOutcome> {
    const answer = await client.request({
      service: 'directory',
      method: 'POST',
      path: `/groups/${encodeURIComponent(wanted.groupId)}/members/$ref`,
      body: { '@odata.id': referenceTo(wanted.personId) },
      // Joining twice is answered with "already", so it may be repeated.
      isSafe: true,
      ...how,
    })
    return readJoin(answer)
  }

  async function bind(groupId: string, personIds: readonly string[]): Promise<GraphAnswer> {
    return client.request({
      service: 'directory',
      method: 'PATCH',
      path: `/groups/${encodeURIComponent(groupId)}`,
      body: { 'members@odata.bind': personIds.map(referenceTo) },
      isSafe: true,
    })
  }

  /**
   * All or nothing on Graph's side. An id that it names as unknown is left out and the rest asked again; what is true of
   * the whole piece (no answer, no right, an unknown group) is everybody's outcome; whatever else goes wrong, somebody
   * who is in the group already above all, is asked singly, where the answer is clear.
   */
  async function joinPiece(groupId: string, personIds: readonly string[]): Promise<Outcomes> {
    const outcomes: Outcomes = new Map()
    let rest = personIds
    while (rest.length > 1) {
      const answer = await bind(groupId, rest)
      const outcome = readJoin(answer)
      const unknown = rest.find(id => id.toLowerCase() === idUnknownTo(answer))
      if (unknown !== undefined) {
        outcomes.set(unknown, outcome)
        rest = rest.filter(id => id !== unknown)
      } else if (isTrueOfAll(answer, outcome)) {
        for (const id of rest) outcomes.set(id, outcome)
        return outcomes
      } else break
    }
    for (const personId of rest) {
      outcomes.set(personId, await add({ groupId, personId }, { priority: 'normal' }))
    }
    return outcomes
  }

  return {
    join: (groupId, personId, signal) => add({ groupId, personId }, { priority: 'high', signal }),
    async joinMany(groupId, personIds) {
      // The same id twice in one PATCH is refused (facts, section 6).
      const pieces = piecesOf([...new Set(personIds)], bindMax)
      const outcomes: Outcomes = new Map()
      for (const some of piecesOf(pieces, patchesAtOnceMax)) {
        const answers = await Promise.all(some.map(piece => joinPiece(groupId, piece)))
        for (const answer of answers) for (const [id, outcome] of answer) outcomes.set(id, outcome)
      }
      return personIds.map(id => outcomes.get(id) ?? unasked)
    },
    async leave(groupId, personId) {
      const answer = await client.request({
        service: 'directory',
        method: 'DELETE',
        // Without `/$ref` the person would be deleted, where the app may do that (facts, section 6).
        path: `/groups/${encodeURIComponent(groupId)}/members/${encodeURIComponent(personId)}/$ref`,
        // Leaving twice is answered with "does not exist", so it may be repeated.
        isSafe: true,
      })
      return readLeave(answer, groupId)
    },
    async isMember(groupId, personId) {
      const answer = await client.request({
        service: 'directory',
        method: 'POST',
        path: `/users/${encodeURIComponent(personId)}/checkMemberGroups`,
        body: { groupIds: [groupId] },
        isSafe: true,
        priority: 'low',
      })
      if (answer.kind !== 'ok') return readUnanswered(answer)
      const found = asList(asObject(answer.body).value)
      return { kind: 'read', isIn: found.some(id => String(id).toLowerCase() === groupId.toLowerCase()) }
    },
    async describe(groupId) {
      const path = `/groups/${encodeURIComponent(groupId)}?$select=${groupFields}`
      const answer = await client.request({ service: 'directory', method: 'GET', path })
      if (answer.kind === 'error' && answer.status === 404) return { kind: 'absent' }
      if (answer.kind !== 'ok') return readUnanswered(answer)
      return { kind: 'group', group: factsOf(asObject(answer.body), groupId) }
    },
    async search(name) {
      const filter = encodeURIComponent(`startswith(displayName,'${name.replaceAll("'", "''")}')`)
      const path = `/groups?$filter=${filter}&$select=${groupFields}&$top=${groupsFoundMax}`
      const answer = await client.request({ service: 'directory', method: 'GET', path, priority: 'high' })
      if (answer.kind !== 'ok') return readUnanswered(answer)
      const body = asObject(answer.body)
      const groups = asList(body.value)
        .map(asObject)
        .map(group => factsOf(group, ''))
        .filter(group => group.id !== '')
      return { kind: 'found', groups, isWhole: textOf(body, '@odata.nextLink') === null }
    },
    async readMembers(groupId, cursor) {
      const first = `/groups/${encodeURIComponent(groupId)}/members?$select=id&$top=${memberPageMax}`
      const answer = await client.request({
        service: 'directory',
        method: 'GET',
        path: cursor ?? first,
        priority: 'low',
      })
      if (answer.kind === 'error' && answer.status === 404) return { kind: 'absent' }
      if (answer.kind !== 'ok') return readUnanswered(answer)
      const body = asObject(answer.body)
      const members = asList(body.value).map(asObject)
      const people = members.filter(
        m => m['@odata.type'] === '#microsoft.graph.user' || !('@odata.type' in m),
      )
      const next = textOf(body, '@odata.nextLink')
      return { kind: 'page', ids: people.flatMap(m => textOf(m, 'id')?.toLowerCase() ?? []), cursor: next }
    },
  }
}

function factsOf(group: ReturnType<typeof asObject>, groupId: string): GroupFacts {
  const id = textOf(group, 'id') ?? groupId
  return { id, displayName: textOf(group, 'displayName') ?? id, obstacle: obstacleOf(group) }
}

function obstacleOf(group: ReturnType<typeof asObject>): string | null {
  if (asList(group.groupTypes).includes('DynamicMembership')) {
    return obstacleSentences.tell('dynamicGroup')
  }
  if (group.onPremisesSyncEnabled === true) {
    return obstacleSentences.tell('syncedGroup')
  }
  if (group.securityEnabled === false) return obstacleSentences.tell('plainGroup')
  return null
}

type Outcomes = Map<string, JoinOutcome>

const unasked: JoinOutcome = { kind: 'noAnswer', reason: actSentences.tell('notAskedFor'), retryAt: null }

function piecesOf<T>(all: readonly T[], size: number): T[][] {
  const pieces: T[][] = []
  for (let start = 0; start < all.length; start += size) pieces.push(all.slice(start, start + size))
  return pieces
}

function referenceTo(personId: string): string {
  return `https://graph.microsoft.com/v1.0/directoryObjects/${personId}`
}

/** The id that a 404 names in quotes, in lower case; null for any other answer. */
function idUnknownTo(answer: GraphAnswer): string | null {
  if (answer.kind !== 'error' || answer.status !== 404) return null
  return namedId.exec(answer.message)?.[1]?.toLowerCase() ?? null
}

/** Whether a piece's answer says the same of each in it, so that asking singly would only repeat it. */
function isTrueOfAll(answer: GraphAnswer, outcome: JoinOutcome): boolean {
  if (answer.kind !== 'error') return true
  const isMissingRight = answer.status === 401 || answer.status === 403
  return isMissingRight || (outcome.kind === 'noAnswer' && answer.status !== 400)
}

function readJoin(answer: GraphAnswer): JoinOutcome {
  if (answer.kind === 'ok') return { kind: 'joined' }
  if (answer.kind !== 'error') return readUnanswered(answer)
  const { status, message, code } = answer
  // The directory's 400 covers both "already a member" and real mistakes; only the words tell them apart.
  if (status === 400 && /already exist/i.test(message) && /members/i.test(message)) return { kind: 'joined' }
  if ((status === 404 || status === 400) && replicationText.test(message)) {
    return {
      kind: 'noAnswer',
      reason: actSentences.tell('memberUnknown', { answer: `${status} ${code}` }),
      retryAt: null,
    }
  }
  // Somebody else changes the same group at this moment (facts, section 2); Microsoft locks while it moves one.
  if (status === 409 || status === 423) {
    return {
      kind: 'noAnswer',
      reason: actSentences.tell('groupBusy', { answer: `${status} ${code}` }),
      retryAt: null,
    }
  }
  return readUnanswered(answer)
}

/** A 404 names the person, who then is out, or the group, which then is a mistake to be shown. */
function readLeave(answer: GraphAnswer, groupId: string): LeaveOutcome {
  if (answer.kind === 'ok') return { kind: 'left' }
  if (answer.kind !== 'error') return readUnanswered(answer)
  const { status, code, message } = answer
  const isOut = status === 400 && /removed object references do not exist/i.test(message)
  const isGone = status === 404 && idUnknownTo(answer) !== groupId.toLowerCase()
  if (isOut || isGone) return { kind: 'left' }
  if (status === 409 || status === 423)
    return {
      kind: 'noAnswer',
      reason: actSentences.tell('groupBusy', { answer: `${status} ${code}` }),
      retryAt: null,
    }
  return readUnanswered(answer)
}
