/** A rule as it is being written: what the form holds, where it begins, and what is still missing. */

import type { RequestOf } from '@muster/contract/route'
import type { Output, Routes } from '@muster/contract/routes'
import { daysTestedMax } from '@muster/contract/shapes/rules'
import { peoplePerHourDefault } from '@muster/core/automation'
import { figureOf } from '../ui/figures.ts'

type Rule = Output<'getRule'>
type Preset = Output<'listRulePresets'>['items'][number]
type NewRule = RequestOf<Routes['createRule']>['body']
export type NewAction = NonNullable<NewRule['actions']>[number]

/** An action in the form: with the address that somebody types, and the host of the one that is kept. */
export type DraftAction = NewAction & { host?: string | null }
export type DraftKind = DraftAction['kind']

export interface RuleDraft {
  name: string
  watch: Rule['watch']
  concern: Rule['concern']
  condition: Rule['condition']
  often: Rule['frequency']['kind']
  /** As it is typed; only asked for where somebody is acted on again after some days. */
  days: string
  /** As it is typed. */
  perHour: string
  actions: DraftAction[]
  senderIds: string[]
}

/** As the API takes them. */
export const ruleBounds = {
  days: { min: 1, max: 3650 },
  perHour: { min: 1, max: 1_000_000 },
  daysTested: { min: 1, max: daysTestedMax },
} as const

/** A month is long enough that somebody is glad to hear of it again. */
const daysDefault = '30'

const yourGroup = '00000000-0000-0000-0000-000000000000'

export const emptyDraft: RuleDraft = {
  name: '',
  watch: {
    activities: [],
    services: [],
    categories: [],
    result: 'success',
    initiator: null,
    target: null,
    odata: null,
  },
  concern: { of: { kind: 'everybody' }, departments: [], userType: null },
  condition: { levelMin: null, present: [], absent: [] },
  often: 'oncePerPerson',
  days: daysDefault,
  perHour: String(peoplePerHourDefault),
  actions: [],
  senderIds: [],
}

export function draftOfRule({ name, senderIds, ...rule }: Rule): RuleDraft {
  return { ...partsOf(rule), name, senderIds: [...senderIds] }
}

/** With the tenant's only sender, which nobody need be asked about; `name` in the reader's language. */
export function draftOfPreset(
  preset: Preset,
  given: { name: string; senderIds: readonly string[] },
): RuleDraft {
  const needsSender = preset.needs.includes('sender')
  return { ...partsOf(preset), name: given.name, senderIds: needsSender ? given.senderIds.slice(0, 1) : [] }
}

function partsOf(rule: Omit<Rule, 'name' | 'senderIds'> | Preset): Omit<RuleDraft, 'name' | 'senderIds'> {
  const { watch, concern, condition, frequency, peoplePerHourMax, actions } = rule
  return {
    ...{ watch, concern, condition },
    often: frequency.kind,
    days: frequency.kind === 'oncePerPersonInDays' ? String(frequency.days) : daysDefault,
    perHour: String(peoplePerHourMax),
    actions: actions.map(blankGroup),
  }
}

/** The placeholder of a preset is an empty field. */
function blankGroup(action: DraftAction): DraftAction {
  return 'groupId' in action && action.groupId === yourGroup ? { ...action, groupId: '' } : action
}

type Definition = Omit<NewRule, 'tenantId' | 'name' | 'senderIds'>

/** What goes out of the rule itself; null while a figure is none. */
export function definitionOf(draft: RuleDraft): Definition | null {
  const { watch, concern, condition, often } = draft
  const days = figureOf(draft.days, ruleBounds.days)
  const peoplePerHourMax = figureOf(draft.perHour, ruleBounds.perHour)
  if (peoplePerHourMax === null) return null
  const rest = { watch, concern, condition, peoplePerHourMax, actions: actionsOf(draft) }
  if (often !== 'oncePerPersonInDays') return { ...rest, frequency: { kind: often } }
  return days === null ? null : { ...rest, frequency: { kind: often, days } }
}

/** Without what the service alone knows, and without an address that nobody typed. */
function actionsOf({ actions }: RuleDraft): NewAction[] {
  return actions.map(action => {
    const { host: _, ...rest } = action
    if (!('url' in rest) || (rest.url ?? '') !== '') return rest as NewAction
    const { url: _empty, ...kept } = rest
    return kept as NewAction
  })
}

/** An act of that kind with nothing in it, called so that it is not called like another. */
export function newAction(kind: DraftKind, taken: readonly DraftAction[], language: string): DraftAction {
  const key = freeKey(kind, taken)
  const mails = [{ language, subject: '', text: '', mjml: null }]
  switch (kind) {
    case 'mail':
      return { key, kind, to: 'person', mails }
    case 'mailAddresses':
      return { key, kind, addresses: [], mails }
    case 'teams':
      return {
        key,
        kind,
        title: '{{ person.displayName }}',
        text: '{{ event.activity }}, {{ event.at }}',
        url: '',
      }
    case 'webhook':
      return { key, kind, url: '' }
    case 'addToGroup':
      return { key, kind, groupId: '' }
    case 'removeFromGroup':
      return { key, kind, groupId: '', evenIfEnforced: false }
    case 'enrol':
      return { key, kind, campaignId: '' }
    default:
      return kind satisfies never
  }
}

function freeKey(kind: DraftKind, taken: readonly DraftAction[]): string {
  const stem = kind.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  const isTaken = (key: string) => taken.some(action => action.key === key)
  for (let number = 1; ; number++) {
    const key = number === 1 ? stem : `${stem}-${number}`
    if (!isTaken(key)) return key
  }
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether it can be sent; what is wrong beyond that, the service says. */
export function isComplete(draft: RuleDraft): boolean {
  const { watch, concern, actions, senderIds } = draft
  const watchesSomething =
    watch.activities.length + watch.services.length + watch.categories.length > 0 || watch.odata !== null
  const isMailing = actions.some(action => 'mails' in action)
  const isPlaced =
    concern.of.kind === 'everybody' ||
    (concern.of.kind === 'campaign' ? concern.of.campaignId !== '' : guid.test(concern.of.groupId))
  return (
    draft.name.trim() !== '' &&
    definitionOf(draft) !== null &&
    watchesSomething &&
    isPlaced &&
    (!isMailing || senderIds.length > 0) &&
    actions.every(isActionComplete)
  )
}

function isActionComplete(action: DraftAction): boolean {
  switch (action.kind) {
    case 'mail':
    case 'mailAddresses':
      return (
        (action.kind === 'mail' || action.addresses.length > 0) &&
        action.mails.every(mail => mail.subject.trim() !== '' && mail.text.trim() !== '')
      )
    case 'teams':
    case 'webhook':
      return (action.url ?? '') !== '' || (action.host ?? null) !== null
    case 'addToGroup':
    case 'removeFromGroup':
      return guid.test(action.groupId)
    case 'enrol':
      return action.campaignId !== ''
    default:
      return action satisfies never
  }
}
