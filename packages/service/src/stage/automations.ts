/**
 * The thank-you preset in a rehearsal, with a group and a webhook beside its mail, judged from the outside: by the
 * inboxes, the group and the receiver, against who has registered in the simulated tenant.
 */

import type { Box } from '@muster/simulator/box'
import { registrationOf } from '@muster/simulator/seeds/methods'
import type { User } from '@muster/simulator/world/types'
import { rulePresets } from '../automations/presets.ts'
import { openReceiver, type WebhookReceiver } from './webhook-receiver.ts'
import type { World } from './world.ts'

export interface AutomationFigures {
  /** People who were thanked. */
  acted: number
  /** Mails beyond the first of each, and webhooks with an id of their own beyond it. */
  twice: number
  /** People who registered, could be written to, and have not had mail, group and webhook. */
  missed: number
  /** People who have had any of them and never registered: whoever only gave up, or has a pass. */
  actedOnCancelled: number
}

export const nobodyThanked: AutomationFigures = { acted: 0, twice: 0, missed: 0, actedOnCancelled: 0 }

/**
 * A poll is a stop of the rehearsal's clock, and a rollout of weeks has thousands of them at the usual five minutes. How
 * often the log is read changes when somebody is thanked, not whether and how often.
 */
const pollMinutes = 60

export interface Automations {
  receiver: WebhookReceiver
  groupId: string
  since: Date
  /** Requests of the audit log that the rule has cost so far. */
  polls(): number
}

/** Makes the rule and switches it on. */
export async function takeThankYou(
  world: World,
  place: { tenantId: string; senderId: string },
): Promise<Automations> {
  const { box, client, clock } = world
  const receiver = await openReceiver()
  const group = box.tenant.world.addGroup({ displayName: 'Registered' })
  const polls = countPolls(box)
  await client.updateAutomationSettings({ params: { tenantId: place.tenantId }, body: { pollMinutes } })
  const { watch, frequency, mails } = thankYou()
  const { rule } = await client.createRule({
    body: {
      tenantId: place.tenantId,
      name: 'Thank-you',
      watch,
      frequency,
      // Everybody at once is what a rehearsal may bring.
      peoplePerHourMax: 1_000_000,
      senderIds: [place.senderId],
      actions: [
        { key: 'thank-you', kind: 'mail', to: 'person', mails },
        { key: 'group', kind: 'addToGroup', groupId: group.id },
        { key: 'webhook', kind: 'webhook', url: receiver.url },
      ],
    },
  })
  await client.switchRuleOn({ params: { ruleId: rule.ruleId }, body: {} })
  return { receiver, groupId: group.id, since: clock.now(), polls }
}

function thankYou() {
  const preset = rulePresets.find(one => one.preset === 'thank-you')
  const [action] = preset?.actions ?? []
  if (preset === undefined || action?.kind !== 'mail') throw new Error('the preset thank-you sends a mail')
  return { watch: preset.watch, frequency: preset.frequency, mails: action.mails }
}

function countPolls({ tenant }: Box): () => number {
  let polls = 0
  tenant.traffic.onExchange(({ request }) => {
    const filter = request.query.$filter ?? ''
    if (request.path.endsWith('/directoryAudits') && filter.startsWith('activityDisplayName')) polls++
  })
  return () => polls
}

export function auditAutomations(box: Box, { receiver, groupId, since }: Automations): AutomationFigures {
  const { world } = box.tenant
  const mails = countBy(thankedIds(box))
  const calls = countBy(calledIds(receiver))
  const members = new Set(world.groups.get(groupId)?.members.keys())
  const isDone = (id: string) => mails.has(id) && calls.has(id) && members.has(id)
  const touched = new Set([...mails.keys(), ...calls.keys(), ...members])
  const everRegistered = registeredIds(box)
  const expected = registeredSince(box, since)
  return {
    acted: mails.size,
    twice: sumBeyondFirst(mails) + sumBeyondFirst(calls),
    missed: [...expected].filter(id => !isDone(id)).length,
    actedOnCancelled: [...touched].filter(id => !everRegistered.has(id)).length,
  }
}

/** By the subjects of the preset, in whichever language: nothing of ours is asked. */
function thankedIds(box: Box): string[] {
  const subjects = new Set(thankYou().mails.map(mail => mail.subject))
  return box.tenant.world.happenings.flatMap(one =>
    one.kind === 'mailDelivered' && one.userId !== null && subjects.has(one.mail.subject) ? [one.userId] : [],
  )
}

/** A second delivery under the same id is the scheme's own doing, and the receiver takes it once. */
function calledIds({ deliveries }: WebhookReceiver): string[] {
  const byId = new Map(deliveries.map(one => [one.headers['webhook-id'] ?? '', one.body]))
  // What the service sends is an event with a person, or it counts for nobody.
  return [...byId.values()].flatMap(body => JSON.parse(body).data?.person?.objectId ?? [])
}

function countBy(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

function sumBeyondFirst(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count - 1, 0)
}

/** Whoever the log says has registered everything since then, who still has something, and who can be written to. */
function registeredSince(box: Box, since: Date): Set<string> {
  const { world } = box.tenant
  return new Set(
    world.audit.flatMap(record => {
      const isIt =
        record.activityDisplayName === 'User registered all required security info' &&
        record.result === 'success' &&
        record.activityAt >= since
      const user = isIt && record.targetUserId !== null ? world.users.get(record.targetUserId) : undefined
      return user !== undefined && isReachable(box, user) && registrationOf(user) !== 'none' ? [user.id] : []
    }),
  )
}

function isReachable(box: Box, user: User): boolean {
  const hasMailbox = user.mail !== null && box.tenant.world.mailboxes.has(user.mail.toLowerCase())
  return hasMailbox && user.accountEnabled && user.deletedAt === null
}

/** Everybody who has ever had a method that counts. */
function registeredIds(box: Box): Set<string> {
  const { world } = box.tenant
  const now = [...world.users.values()].filter(user => registrationOf(user) !== 'none').map(user => user.id)
  const worthless = ['password', 'email', 'temporaryAccessPass', 'qrCodePin']
  const earlier = world.happenings.flatMap(one =>
    one.kind === 'methodRegistered' && !worthless.includes(one.method) ? [one.userId] : [],
  )
  return new Set([...now, ...earlier])
}
