/** The port Group on Graph: looking at a group, joining people to it, reading its members (facts, section 6). */

import type { Group, JoinOutcome } from '@muster/core/ports'
import { asList, asObject, readUnanswered, textOf } from './answers.ts'
import type { GraphAnswer, GraphClient } from './client.ts'

/** Graph's limit of references in one PATCH. */
const bindMax = 20
/** Graph's largest page. */
const memberPageMax = 999
const groupFields =
  'id,displayName,groupTypes,membershipRule,onPremisesSyncEnabled,isAssignableToRole,securityEnabled'
/** A new person or group is not known everywhere at once; such a refusal is asked again. */
const replicationText = /do(es)? not exist/i

export function createGroup(client: GraphClient): Group {
  async function join(groupId: string, personId: string, signal?: AbortSignal): Promise<JoinOutcome> {
    const answer = await client.request({
      service: 'directory',
      method: 'POST',
      path: `/groups/${encodeURIComponent(groupId)}/members/$ref`,
      body: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${personId}` },
      // Joining twice is answered with "already", so it may be repeated.
      isSafe: true,
      ...(signal === undefined ? {} : { signal }),
    })
    return readJoin(answer)
  }

  async function bind(groupId: string, personIds: readonly string[]): Promise<GraphAnswer> {
    return client.request({
      service: 'directory',
      method: 'PATCH',
      path: `/groups/${encodeURIComponent(groupId)}`,
      body: {
        'members@odata.bind': personIds.map(id => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`),
      },
      isSafe: true,
    })
  }

  /** All or nothing on Graph's side: whatever goes wrong in bulk is asked again singly, where the answer is clear. */
  async function joinPiece(groupId: string, personIds: readonly string[]): Promise<readonly JoinOutcome[]> {
    if (personIds.length > 1) {
      const answer = await bind(groupId, personIds)
      if (answer.kind === 'ok') return personIds.map(() => ({ kind: 'joined' }))
      if (answer.kind !== 'error') return personIds.map(() => readJoin(answer))
    }
    const outcomes: JoinOutcome[] = []
    for (const personId of personIds) outcomes.push(await join(groupId, personId))
    return outcomes
  }

  return {
    join,
    async joinMany(groupId, personIds) {
      const outcomes: JoinOutcome[] = []
      for (let start = 0; start < personIds.length; start += bindMax) {
        outcomes.push(...(await joinPiece(groupId, personIds.slice(start, start + bindMax))))
      }
      return outcomes
    },
    async describe(groupId) {
      const path = `/groups/${encodeURIComponent(groupId)}?$select=${groupFields}`
      const answer = await client.request({ service: 'directory', method: 'GET', path })
      if (answer.kind === 'error' && answer.status === 404) return { kind: 'absent' }
      if (answer.kind !== 'ok') return readUnanswered(answer)
      const group = asObject(answer.body)
      return {
        kind: 'group',
        group: {
          id: textOf(group, 'id') ?? groupId,
          displayName: textOf(group, 'displayName') ?? groupId,
          obstacle: obstacleOf(group),
        },
      }
    },
    async readMembers(groupId, cursor) {
      const first = `/groups/${encodeURIComponent(groupId)}/members?$select=id&$top=${memberPageMax}`
      const answer = await client.request({ service: 'directory', method: 'GET', path: cursor ?? first })
      if (answer.kind === 'error' && answer.status === 404) return { kind: 'absent' }
      if (answer.kind !== 'ok') return readUnanswered(answer)
      const body = asObject(answer.body)
      const members = asList(body.value).map(asObject)
      const people = members.filter(
        m => m['@odata.type'] === '#microsoft.graph.user' || !('@odata.type' in m),
      )
      const next = textOf(body, '@odata.nextLink')
      if (next !== null && next === cursor) throw new Error('Graph gave the same page as its own next page')
      return { kind: 'page', ids: people.flatMap(m => textOf(m, 'id')?.toLowerCase() ?? []), cursor: next }
    },
  }
}

function obstacleOf(group: ReturnType<typeof asObject>): string | null {
  if (asList(group.groupTypes).includes('DynamicMembership')) {
    return 'its members follow a rule (dynamic membership), so nobody can be added by hand'
  }
  if (group.onPremisesSyncEnabled === true) {
    return 'it is synchronised from on-premises, so its members must be changed there'
  }
  if (group.securityEnabled === false)
    return 'it is not a security group, so Conditional Access cannot use it'
  return null
}

function readJoin(answer: GraphAnswer): JoinOutcome {
  if (answer.kind === 'ok') return { kind: 'joined' }
  if (answer.kind !== 'error') return readUnanswered(answer)
  const { status, message } = answer
  // The directory's 400 covers both "already a member" and real mistakes; only the words tell them apart.
  if (status === 400 && /already exist/i.test(message) && /members/i.test(message)) return { kind: 'joined' }
  if ((status === 404 || status === 400) && replicationText.test(message)) {
    return {
      kind: 'noAnswer',
      reason: `${status} ${answer.code}: not known to the directory (yet)`,
      retryAt: null,
    }
  }
  return readUnanswered(answer)
}
