/** An act on any number of people, in pieces that the service takes in one transaction each. */

import type { Input } from '@muster/contract/routes'
import { actPeopleMax } from '@muster/contract/shapes/people'
import { statuses } from '@muster/core/enrolment'
import { api } from '../session.ts'
import type { PersonStatus } from '../ui/status-look.tsx'
import { endOfExclusion } from './exclusion-end.ts'

export const acts = ['inviteAgain', 'exclude', 'reinstate', 'retry'] as const
export type Act = (typeof acts)[number]

/** What may end in a mail; a finished campaign sends none. */
export const mailingActs: readonly Act[] = ['inviteAgain', 'retry']

export interface WholeAct {
  campaignId: string
  act: Act
  ids: readonly string[]
  /** Needed to exclude; the others leave it out. */
  reason: string
  /** A calendar day on which an exclusion ends; empty for never. */
  until: string
  isDryRun: boolean
}

export interface Acted {
  changed: number
  unchanged: number
  /** How many end in which status; only those that somebody ends in. */
  become: (readonly [PersonStatus, number])[]
}

type Body = Input<'actOnPeople'>['body']

/** `onProgress` hears how many have been asked about. A failure leaves what was done before it done. */
export async function actInPieces(whole: WholeAct, onProgress: (people: number) => void): Promise<Acted> {
  const sum = { changed: 0, unchanged: 0 }
  const become = new Map<PersonStatus, number>()
  for (let start = 0; start < whole.ids.length; start += actPeopleMax) {
    const enrolmentIds = whole.ids.slice(start, start + actPeopleMax)
    const acted = await api.actOnPeople({
      params: { campaignId: whole.campaignId },
      body: bodyOf(whole, enrolmentIds),
    })
    sum.changed += acted.changed
    sum.unchanged += acted.unchanged
    for (const status of statuses) become.set(status, (become.get(status) ?? 0) + acted.become[status])
    onProgress(start + enrolmentIds.length)
  }
  return { ...sum, become: [...become].filter(([, people]) => people > 0) }
}

function bodyOf({ act, reason, until, isDryRun }: WholeAct, enrolmentIds: string[]): BodyOnWire {
  const addressed = { enrolmentIds, dryRun: isDryRun }
  if (act !== 'exclude') return { act, ...addressed }
  return { act, ...addressed, reason, ...(until === '' ? {} : { until: endOfExclusion(until) }) }
}

/** As the client sends it: times are text. */
type BodyOnWire =
  | { act: Exclude<Body['act'], 'exclude'>; enrolmentIds: string[]; dryRun: boolean }
  | { act: 'exclude'; enrolmentIds: string[]; dryRun: boolean; reason: string; until?: string }
