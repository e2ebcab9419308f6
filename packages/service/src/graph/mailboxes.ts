/** The port Mailboxes on Graph: the time zones that people have set, 20 in a batch (Graph's page "Get user mailbox settings"). */

import { type Clock, type Mailboxes, type ZoneOutcome, zonesReadMax } from '@muster/core/ports'
import { isTimeZone } from '@muster/core/time-zones'
import { findIana, type WindowsZoneName } from 'windows-iana'
import { asObject, textOf } from './answers.ts'
import { readBatch } from './batch.ts'
import type { GraphAnswer, GraphClient } from './client.ts'

/** Codes of a tenant that grants no look at all; a mailbox outside a scope of ours says so in the first of them too. */
const deniedCodes = new Set([
  'ErrorAccessDenied',
  'NoPermissionsInAccessToken',
  'Authorization_RequestDenied',
])

export function createMailboxes(client: GraphClient, clock: Clock): Mailboxes {
  return {
    async readTimeZones(personIds) {
      if (personIds.length > zonesReadMax) throw new RangeError(`at most ${zonesReadMax} people at once`)
      const paths = personIds.map(id => `/users/${encodeURIComponent(id)}/mailboxSettings/timeZone`)
      const answers = await readBatch(client, { service: 'mail', gate: 'settings', paths, clock })
      const [first] = answers
      if (first?.kind === 'error' && answers.every(isDenied)) {
        return { kind: 'refused', code: first.code, reason: `${first.status} ${first.code}` }
      }
      return answers.map(readOutcome)
    },
  }
}

function isDenied(answer: GraphAnswer): boolean {
  return answer.kind === 'error' && deniedCodes.has(answer.code)
}

function readOutcome(answer: GraphAnswer): ZoneOutcome {
  if (answer.kind === 'ok')
    return { kind: 'read', timeZone: ianaName(textOf(asObject(answer.body), 'value')) }
  if (answer.kind === 'error') {
    const isAbsent = answer.status === 404 || isDenied(answer)
    return isAbsent ? { kind: 'absent' } : { kind: 'noAnswer', reason: answer.code, retryAt: null }
  }
  return {
    kind: 'noAnswer',
    reason: answer.reason,
    retryAt: answer.kind === 'throttled' ? answer.retryAt : null,
  }
}

/** Mailboxes name zones as Windows does, or as IANA does; null for a custom one, which has no name elsewhere. */
export function ianaName(zone: string | null): string | null {
  if (zone === null) return null
  if (isTimeZone(zone)) return zone
  // The map answers nothing for a name that it does not know.
  const [found] = findIana(zone as WindowsZoneName)
  return found ?? null
}
