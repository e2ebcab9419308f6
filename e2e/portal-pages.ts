/** Every page of the portal by name, with the address where it stands in a given world. */

import { liveHistory } from '../packages/service/src/stage/history.ts'
import type { Stage } from '../packages/service/src/stage/world.ts'

export const pageNames = [
  'overview',
  'campaign',
  'people',
  'mails',
  'lists',
  'plan',
  'upload',
  'upload-result',
  'person',
  'new-campaign',
  'tenants',
  'senders',
  'keys',
  'not-found',
] as const

/** Name → path. */
export type PortalPages = Readonly<Record<(typeof pageNames)[number], string>>

interface Shown {
  running: string
  draft: string
  batch: string
  person: string
}

/** A rollout some days on, a draft beside it, and a list that was tried out: something to see on every page. */
export async function fillWorld(stage: Stage, { days }: { days: number }): Promise<PortalPages> {
  const { client } = stage
  const { campaign, tenant } = await stage.prepare({ name: 'Everybody by February', dueOn: '2027-01-31' })
  const { campaignId } = campaign
  const names = [...stage.box.tenant.world.users.values()].map(user => user.userPrincipalName)
  await client.importPeople({ params: { campaignId }, fileName: 'everybody.csv', body: textOf(names) })
  await stage.settle()
  await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  await stage.liveUntil(new Date(stage.clock.now().getTime() + days * 86_400_000))
  const draft = await client.createCampaign({
    body: {
      tenantId: tenant.tenantId,
      name: 'No one phone-only by February',
      goal: 'notPhoneOnly',
      senderIds: campaign.senderIds,
      dueOn: '2027-02-01',
      remindAudience: 'notActive',
    },
  })
  const ofDraft = { campaignId: draft.campaignId }
  await client.importPeople({ params: ofDraft, fileName: 'wave-1.csv', body: textOf(names.slice(0, 120)) })
  const messy = [...names.slice(118, 126), names[118] ?? '', 'nobody@contoso.example', 'not an address', '']
  const { batch } = await client.importPeople({
    params: ofDraft,
    fileName: 'wave-2.csv',
    query: { dryRun: true },
    body: textOf(messy),
  })
  await stage.settle()
  const found = await client.searchPeople({
    params: { campaignId },
    body: { status: ['active'], sort: 'registeredAt', descending: true, limit: 1 },
  })
  const [person] = found.items
  return pagesOf({
    running: campaignId,
    draft: draft.campaignId,
    batch: batch.batchId,
    person: person?.enrolmentId ?? '',
  })
}

/** The world of the demo, with eleven weeks behind it; the person is one of those with most to tell. */
export async function fillWithHistory(stage: Stage): Promise<PortalPages> {
  const { everybody, draft, triedBatch } = await liveHistory(stage)
  const { items } = await stage.client.searchPeople({
    params: { campaignId: everybody },
    body: { status: ['active'], limit: 500 },
  })
  const tellingOf = (one: (typeof items)[number]) => one.remindersSent + (one.escalatedAt === null ? 0 : 2)
  const [person] = items.toSorted((a, b) => tellingOf(b) - tellingOf(a))
  return pagesOf({ running: everybody, draft, batch: triedBatch, person: person?.enrolmentId ?? '' })
}

function textOf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(['User principal name', ...lines, ''].join('\r\n'))
}

function pagesOf({ running, draft, batch, person }: Shown): PortalPages {
  return {
    overview: '/',
    campaign: `/campaigns/${running}`,
    people: `/campaigns/${running}/people`,
    mails: `/campaigns/${running}/mails`,
    lists: `/campaigns/${draft}/lists`,
    plan: `/campaigns/${draft}/plan`,
    upload: `/campaigns/${draft}/upload`,
    'upload-result': `/campaigns/${draft}/upload?batch=${batch}`,
    person: `/people/${person}`,
    'new-campaign': '/new-campaign',
    tenants: '/settings/tenants',
    senders: '/settings/senders',
    keys: '/settings/keys',
    'not-found': '/no-such-page',
  }
}
