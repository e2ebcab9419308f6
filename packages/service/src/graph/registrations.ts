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
import { readBatch } from './batch.ts'
import type { GraphAnswer, GraphClient } from './client.ts'

/** Widely used though not documented; larger pages have been cut (facts, section 8). */
const reportPageMax = 999

export function createRegistrations(client: GraphClient, clock: Clock): Registrations {
  return {
    async readMethods(personIds) {
      if (personIds.length > methodsReadMax) throw new RangeError(`at most ${methodsReadMax} people at once`)
      const paths = personIds.map(id => `/users/${encodeURIComponent(id)}/authentication/methods`)
      const answers = await readBatch(client, { service: 'methods', paths, clock })
      return answers.map(readMethodsOf)
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

function readMethodsOf(answer: GraphAnswer): MethodsOutcome {
  if (answer.kind === 'error' && answer.status === 404) return { kind: 'absent' }
  if (answer.kind !== 'ok') return readUnanswered(answer)
  const types = asList(asObject(answer.body).value).map(
    method => textOf(asObject(method), '@odata.type') ?? '',
  )
  return {
    kind: 'seen',
    seen: assessMethods(types),
    types: types.map(type => type.replace(/^#microsoft\.graph\./, '')),
  }
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
