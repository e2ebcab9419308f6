/**
 * Eleven weeks of a tenant that moves onto multifactor authentication, lived through by the service and the tenant's
 * people: a pilot that is finished, a rollout in its midst, one that is paused, and a draft that waits to be launched.
 * What an administrator did in that time is done through the API, like by anybody else; no row is written by hand.
 */

import type { Client } from '@muster/contract/client'
import type { Input } from '@muster/contract/routes'
import type { Box } from '@muster/simulator/box'
import type { TurnableClock } from '@muster/simulator/world/clock'
import type { User } from '@muster/simulator/world/types'
import { takeRules } from './history-rules.ts'
import type { Life, Pace } from './life.ts'
import { allowLists, meddle, takeMirror } from './mirror.ts'
import { connect, type Prepared } from './world.ts'

/** Where the history is lived. */
export interface Setting extends Life {
  box: Box
  client: Client
  clock: TurnableClock
}

export interface HistoryOptions {
  /** Told after each week. */
  onWeek?(week: HistoryWeek): void
  /** Ends the history at the next week's end; the promise is rejected then. */
  signal?: AbortSignal
}

export interface HistoryWeek {
  at: Date
  /** 0 to 1. */
  done: number
}

/** What stands there at the end. */
export interface History {
  tenantId: string
  pilot: string
  /** The rollout in its midst. */
  everybody: string
  keys: string
  /** Ready to be planned and launched. */
  draft: string
  /** A list for the draft that was only tried out, with mistakes in it. */
  triedBatch: string
  /** The automation that thanks whoever has registered. */
  thanks: string
}

/** A Monday morning in September. */
export const historyBeginsAt = new Date('2026-09-14T07:00:00Z')
/** A Tuesday in December: the third wave was mailed yesterday, and two months are left. */
export const historyEndsAt = new Date('2026-12-01T10:30:00Z')

const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs
/** Nobody looks at the minutes of weeks ago: each stop is an hundredth of a second, and there are thousands of hours. */
const longAgo: Pace = { stepMs: 6 * hourMs, mailStepMs: 5 * 60_000 }
/** Of these the page of what has just happened tells. */
const lately: Pace = { stepMs: hourMs, mailStepMs: 60_000 }
const latelyMs = 36 * hourMs
/** Where people are mailed from Monday to Friday, within their own day. */
const officeHours = { mailHours: { from: '07:00', until: '18:00' }, mailDays: null } as const

export async function liveHistory(setting: Setting, options: HistoryOptions = {}): Promise<History> {
  const until = (at: string) => liveTo(setting, new Date(at), options)
  const { client } = setting
  allowLists(setting)
  const place = await connect(setting.box, client)
  const { tenantId } = place.tenant
  await protectEmergencyAccess(setting, tenantId)

  const pilot = await begin(setting, place, {
    campaign: {
      name: 'Pilot: IT and team leads',
      remindAfterDays: 5,
      remindEveryDays: 5,
      dueOn: '2026-10-16',
    },
    file: 'pilot.csv',
    people: everybodyIn(setting).filter(user => user.department === 'IT' || leads(setting, user)),
  })
  await launch(setting, pilot)
  await until('2026-10-16T15:00Z')
  await client.actOnCampaign({ params: { campaignId: pilot, act: 'finish' } })

  const everybody = await rollOut(setting, place, until)
  const keys = await orderKeys(setting, place, until)
  const thanks = await takeRules(setting, place)
  await goOn(setting, { everybody, keys, until })
  const { draft, triedBatch } = await draftTheLast(setting, place)
  return { tenantId, pilot, everybody, keys, draft, triedBatch, thanks }
}

/** The rollout itself, in three waves, up to the trouble with a mailbox in its second week. */
async function rollOut(setting: Setting, place: Place, until: Until): Promise<string> {
  const { client, box } = setting
  const everybody = await begin(setting, place, {
    campaign: { name: 'Everybody by February', dueOn: '2027-01-31', ...officeHours },
    file: 'wave-1.csv',
    people: waves(setting)[0],
  })
  await until('2026-10-19T06:00Z')
  await launch(setting, everybody)
  await until('2026-10-26T04:00Z')
  // On the day of the first reminders the rollout's mailbox fails, and the service desk's takes over.
  const mailbox = box.tenant.world.mailboxOf(place.sender.address)
  if (mailbox !== undefined) mailbox.enabled = false
  await until('2026-10-27T09:00Z')
  if (mailbox !== undefined) mailbox.enabled = true
  await client.resumeSender({
    params: { tenantId: place.tenant.tenantId, senderId: place.sender.senderId },
  })
  return everybody
}

/** Stronger methods for administrators: begun, and held until the keys are there. */
async function orderKeys(setting: Setting, place: Place, until: Until): Promise<string> {
  const keys = await begin(setting, place, {
    campaign: { name: 'Security keys for administrators', goal: 'phishingResistant', dueOn: '2027-03-31' },
    file: 'administrators.csv',
    people: everybodyIn(setting).filter(user => user.department === 'IT'),
  })
  await until('2026-11-02T07:00Z')
  await launch(setting, keys)
  return keys
}

/** Five weeks of everyday: exclusions, lost phones, two more waves, and mails of which nobody knows what became. */
async function goOn(
  setting: Setting,
  { everybody, keys, until }: { everybody: string; keys: string; until: Until },
): Promise<void> {
  const { client, box } = setting
  await until('2026-11-04T13:00Z')
  await exclude(setting, everybody, {
    count: 2,
    reason: 'parental leave',
    until: new Date('2027-02-01T00:00Z'),
  })
  await exclude(setting, everybody, { count: 1, reason: 'long-term sick leave', until: null })
  await until('2026-11-10T09:00Z')
  await losePhones(setting, everybody, 2)
  await until('2026-11-20T15:00Z')
  await client.actOnCampaign({ params: { campaignId: keys, act: 'pause' } })
  await until('2026-11-23T07:00Z')
  await importPeople(setting, everybody, 'wave-2.csv', waves(setting)[1])
  await until('2026-11-25T11:00Z')
  await losePhones(setting, everybody, 1)
  await keepList(setting, everybody, until)
  await until('2026-12-01T08:30Z')
  for (let mails = 0; mails < 2; mails++)
    box.tenant.faults.next({ family: 'mail', method: 'POST', reset: true })
  await importPeople(setting, everybody, 'wave-3.csv', waves(setting)[2])
  await until(historyEndsAt.toISOString())
}

/** The rollout in a list of SharePoint, where somebody types over a row and deletes another. */
async function keepList(setting: Setting, campaignId: string, until: Until): Promise<void> {
  await until('2026-11-30T07:00Z')
  const list = await takeMirror(setting, campaignId)
  await until('2026-11-30T13:00Z')
  meddle(setting, list, 5)
}

/** Everything is there but the launch, which is left to whoever looks at it. */
async function draftTheLast(setting: Setting, place: Place): Promise<{ draft: string; triedBatch: string }> {
  const people = everybodyIn(setting)
  const draft = await begin(setting, place, {
    campaign: {
      name: 'No one phone-only by 1 February',
      goal: 'notPhoneOnly',
      dueOn: '2027-02-01',
      remindAudience: 'notActive',
      escalateAfterReminders: 1,
    },
    file: 'everybody.csv',
    people,
  })
  const names = people.slice(0, 6).map(user => user.userPrincipalName)
  const mistakes = [...names, names[0] ?? '', `nobody@${setting.box.tenant.world.domain}`, 'not an address']
  const { batch } = await setting.client.importPeople({
    params: { campaignId: draft },
    fileName: 'late-joiners.csv',
    query: { dryRun: true },
    body: textOf(['User principal name', ...mistakes]),
  })
  await setting.settle()
  return { draft, triedBatch: batch.batchId }
}

type Until = (at: string) => Promise<void>
type Place = Omit<Prepared, 'campaign'>

/** Lives on, week by week, the last days at a closer look. */
async function liveTo(setting: Setting, at: Date, { onWeek, signal }: HistoryOptions): Promise<void> {
  const { clock } = setting
  const latelyAt = new Date(historyEndsAt.getTime() - latelyMs)
  while (clock.now() < at) {
    const weeks = Math.floor((clock.now().getTime() - historyBeginsAt.getTime()) / weekMs) + 1
    const weekEndsAt = new Date(historyBeginsAt.getTime() + weeks * weekMs)
    const isLately = clock.now() >= latelyAt
    const stops = isLately ? [at, weekEndsAt] : [at, weekEndsAt, latelyAt]
    const [next = at] = stops.sort((a, b) => a.getTime() - b.getTime())
    await setting.liveUntil(next, isLately ? lately : longAgo)
    signal?.throwIfAborted()
    onWeek?.({ at: clock.now(), done: shareOf(clock.now()) })
  }
}

function shareOf(at: Date): number {
  const [from, to] = [historyBeginsAt.getTime(), historyEndsAt.getTime()]
  return Math.min(1, (at.getTime() - from) / (to - from))
}

interface Beginning {
  campaign: Partial<Input<'createCampaign'>['body']> & { name: string }
  file: string
  people: readonly User[]
}

async function begin(setting: Setting, place: Place, { campaign, file, people }: Beginning): Promise<string> {
  const { campaignId } = await setting.client.createCampaign({
    body: {
      tenantId: place.tenant.tenantId,
      groupId: setting.box.enforcedGroup.id,
      senderIds: [place.sender.senderId, place.smtpSender.senderId],
      ...campaign,
    },
  })
  await importPeople(setting, campaignId, file, people)
  return campaignId
}

async function importPeople(
  { client, settle }: Setting,
  campaignId: string,
  fileName: string,
  people: readonly User[],
): Promise<void> {
  const lines = people.map(user => `"${user.displayName}";${user.userPrincipalName}`)
  const body = textOf(['Display name;User principal name', ...lines])
  await client.importPeople({ params: { campaignId }, fileName, body })
  await settle()
}

function textOf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode([...lines, ''].join('\r\n'))
}

async function launch({ client, settle }: Setting, campaignId: string): Promise<void> {
  await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  await settle()
}

/** An account for the day when nothing else works, which no campaign may touch. */
async function protectEmergencyAccess({ box, client, settle }: Setting, tenantId: string): Promise<void> {
  const { world } = box.tenant
  const account = world.addUser({
    userPrincipalName: `emergency-access@${world.domain}`,
    displayName: 'Emergency access',
    department: 'IT',
  })
  await settle()
  await client.protectPeople({
    params: { tenantId },
    body: { people: [account.userPrincipalName], reason: 'break-glass account', owner: 'Priya Raghunathan' },
  })
}

/** People who were invited and have not moved. */
async function exclude(
  { client, settle }: Setting,
  campaignId: string,
  { count, reason, until }: { count: number; reason: string; until: Date | null },
): Promise<void> {
  const found = await client.searchPeople({
    params: { campaignId },
    body: { status: ['sent'], limit: count },
  })
  const enrolmentIds = found.items.map(one => one.enrolmentId)
  if (enrolmentIds.length === 0) return
  await client.actOnPeople({
    params: { campaignId },
    body: { act: 'exclude', enrolmentIds, reason, ...(until === null ? {} : { until: until.toISOString() }) },
  })
  await settle()
}

/** A phone is lost, and with it what was registered on it: of those who were among the first to follow their link. */
async function losePhones({ client, box }: Setting, campaignId: string, count: number): Promise<void> {
  const { world } = box.tenant
  const found = await client.searchPeople({
    params: { campaignId },
    body: { status: ['active'], sort: 'confirmedAt', limit: count },
  })
  for (const { objectId } of found.items) {
    const methods = world.users.get(objectId)?.methods ?? []
    for (const method of methods.filter(one => one.kind !== 'password'))
      world.deleteMethod(objectId, method.id)
  }
}

function everybodyIn({ box }: Setting): User[] {
  return [...box.tenant.world.users.values()]
}

function leads(setting: Setting, lead: User): boolean {
  return everybodyIn(setting).some(user => user.managerId === lead.id)
}

/** Two in five, two in five, and the rest, whole departments not at a time: each has some in every wave. */
function waves(setting: Setting): [User[], User[], User[]] {
  const people = everybodyIn(setting)
  const at = (...places: number[]) => people.filter((_, index) => places.includes(index % 5))
  return [at(0, 1), at(2, 3), at(4)]
}
