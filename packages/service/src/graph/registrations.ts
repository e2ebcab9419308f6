/** The port Registrations on Graph: live method reads in batches of 20, and the registration report by pages. */

import { assessMethods, assessReported } from '@muster/core/methods'
import type { Clock } from '@muster/core/ports'
import {
  type MethodsOutcome,
  methodsReadMax,
  type Registrations,
  type ReportedPerson,
} from '@muster/core/ports'
import { asList, asObject, type Json, readUnanswered, textOf } from './answers.ts'
import { errorOf, type GraphAnswer, type GraphClient } from './client.ts'
import { parseRetryAfter } from './gate.ts'

/** Widely used though not documented; larger pages have been cut (facts, section 8). */
const reportPageMax = 999

export function createRegistrations(client: GraphClient, clock: Clock): Registrations {
  return {
    async readMethods(personIds) {
      if (personIds.length > methodsReadMax) throw new RangeError(`at most ${methodsReadMax} people at once`)
      const answer = await client.request({
        service: 'methods',
        method: 'POST',
        path: '/$batch',
        body: {
          requests: personIds.map((id, index) => ({
            id: String(index),
            method: 'GET',
            url: `/users/${encodeURIComponent(id)}/authentication/methods`,
          })),
        },
        itemCount: personIds.length,
        isSafe: true,
      })
      if (answer.kind !== 'ok') return personIds.map(() => readUnanswered(answer))
      const items = new Map(
        asList(asObject(answer.body).responses)
          .map(asObject)
          .map(item => [String(item.id), item] as const),
      )
      return personIds.map((_, index) => readItem(items.get(String(index)), clock.now()))
    },

    async readReport(cursor) {
      const path = cursor ?? `/reports/authenticationMethods/userRegistrationDetails?$top=${reportPageMax}`
      const answer = await client.request({
        service: 'reports',
        method: 'GET',
        path,
        priority: 'low',
        // A repeat would take the place of another reading; the lane itself comes back.
        isSafe: false,
      })
      if (answer.kind !== 'ok') return readUnanswered(answer)
      const body = asObject(answer.body)
      const next = textOf(body, '@odata.nextLink')
      return { kind: 'page', people: asList(body.value).map(asObject).flatMap(readReported), cursor: next }
    },
  }
}

/** Each item of a batch is throttled and refused by itself. */
function readItem(item: Json | undefined, now: Date): MethodsOutcome {
  if (item === undefined) return { kind: 'noAnswer', reason: 'missing from the batch answer', retryAt: null }
  const status = Number(item.status)
  if (status === 200) {
    const types = asList(asObject(item.body).value).map(
      method => textOf(asObject(method), '@odata.type') ?? '',
    )
    return { kind: 'seen', seen: assessMethods(types) }
  }
  if (status === 404) return { kind: 'absent' }
  return readUnanswered(unansweredItem(item, status, now))
}

function unansweredItem(item: Json, status: number, now: Date): Exclude<GraphAnswer, { kind: 'ok' }> {
  const { code, message } = errorOf(JSON.stringify(item.body ?? null), status)
  if (status === 429) {
    const headers = asObject(item.headers)
    const waitMs = parseRetryAfter(textOf(headers, 'Retry-After') ?? textOf(headers, 'retry-after'), now)
    return { kind: 'throttled', retryAt: new Date(now.getTime() + (waitMs ?? 0)), reason: `429 ${code}` }
  }
  if (status >= 500 || status === 424) return { kind: 'broken', status, reason: `${status} ${code}` }
  return { kind: 'error', status, code, message }
}

function readReported(entry: Json): ReportedPerson[] {
  const id = textOf(entry, 'id')
  const refreshed = textOf(entry, 'lastUpdatedDateTime')
  if (id === null) return []
  const names = asList(entry.methodsRegistered).filter(name => typeof name === 'string')
  return [
    {
      id: id.toLowerCase(),
      seen: assessReported(names),
      refreshedAt: refreshed === null ? new Date(0) : new Date(refreshed),
    },
  ]
}
