/** What is said of a rule on the terminal, in words instead of the API's. */

import type { Output } from '@muster/contract/routes'
import { ruleReasonWords } from '@muster/contract/rule-reason-words'

type Rule = Output<'getRule'>
type Fact = [string, string | number | Date | null]

interface Names {
  campaigns: readonly { campaignId: string; name: string }[]
  senders: readonly { senderId: string; address: string }[]
}

/** Everything that the rule says. */
export function factsOf(rule: Rule, names: Names): Fact[] {
  const { watch, condition, hold, counts } = rule
  return [
    ['rule', rule.name],
    ['state', hold === null ? rule.state : `held: ${hold.reason}`],
    ['watches activities', watch.activities.join(', ') || 'any'],
    ['of services', watch.services.join(', ') || 'any'],
    ['of categories', watch.categories.join(', ') || 'any'],
    ['with the result', watch.result],
    ['done by', watch.initiator ?? 'anybody'],
    ['done to', watch.target ?? 'anybody'],
    ['condition of Graph', watch.odata ?? 'none'],
    ['concerns', tellConcern(rule, names)],
    [
      'registered with at least',
      condition.levelMin === null ? 'does not matter' : levels[condition.levelMin],
    ],
    ['has the methods', condition.present.join(' and ') || 'does not matter'],
    ['has none of', condition.absent.join(', ') || 'does not matter'],
    ['how often', tellFrequency(rule)],
    [
      'stops itself at',
      `${rule.peoplePerHourMax} ${rule.peoplePerHourMax === 1 ? 'person' : 'people'} an hour`,
    ],
    ...tellActions(rule, names),
    ['sends from', rule.senderIds.map(id => senderName(id, names)).join(', ') || null],
    ['acts on what happens since (UTC)', rule.since],
    [
      'has done',
      `${counts.listed} on the list, ${counts.waiting} waiting, ${counts.passed} left alone; acts: ${counts.done} done, ${counts.failed} failed, ${counts.uncertain} of unknown fate`,
    ],
    ['changed (UTC)', rule.changedAt],
    ['id', rule.ruleId],
  ]
}

const levels = {
  phone: 'any method',
  mfa: 'a strong method',
  phishingResistant: 'a phishing-resistant method',
} as const

function tellConcern({ concern }: Rule, names: Names): string {
  const { of, departments, userType } = concern
  const who =
    of.kind === 'everybody'
      ? 'everybody'
      : of.kind === 'campaign'
        ? `people of the campaign ${campaignName(of.campaignId, names)}`
        : `members of the group ${of.groupId}`
  const types = userType === null ? [] : [`${userType}s only`]
  return [who, ...types, ...(departments.length === 0 ? [] : [`in ${departments.join(' or ')}`])].join(', ')
}

function tellFrequency({ frequency }: Rule): string {
  switch (frequency.kind) {
    case 'oncePerPerson':
      return 'once for each person'
    case 'oncePerEvent':
      return 'for every event'
    case 'oncePerPersonInDays':
      return `at most once for a person in ${frequency.days === 1 ? 'a day' : `${frequency.days} days`}`
    default:
      return frequency satisfies never
  }
}

function tellActions({ actions }: Rule, names: Names): Fact[] {
  if (actions.length === 0) return [['does', 'nothing but keep its list']]
  return actions.map((action, index) => [
    index === 0 ? 'does' : '',
    `${tellAction(action, names)} [${action.key}]`,
  ])
}

function tellAction(action: Rule['actions'][number], names: Names): string {
  switch (action.kind) {
    case 'mail':
      return `a mail to the ${action.to} (${action.mails.map(mail => mail.language).join(', ')})`
    case 'mailAddresses':
      return `a mail to ${action.addresses.join(', ')}`
    case 'teams':
      return `a card in Teams by ${action.host ?? 'no address'}`
    case 'webhook':
      return `a signed call of ${action.host ?? 'no address'}`
    case 'addToGroup':
      return `adds to the group ${action.groupId}`
    case 'removeFromGroup':
      return `removes from the group ${action.groupId}${action.evenIfEnforced ? ', even where a campaign enforces on it' : ''}`
    case 'enrol':
      return `takes into the campaign ${campaignName(action.campaignId, names)}`
    default:
      return action satisfies never
  }
}

function campaignName(id: string, { campaigns }: Names): string {
  return campaigns.find(one => one.campaignId === id)?.name ?? id
}

function senderName(id: string, { senders }: Names): string {
  return senders.find(one => one.senderId === id)?.address ?? id
}

const reasons: Readonly<Record<string, string>> = ruleReasonWords

/** Whatever is no word of ours was said by somebody else, and is shown as it is. */
export function tellReason(reason: string | null): string | null {
  return reason === null ? null : (reasons[reason] ?? reason)
}
