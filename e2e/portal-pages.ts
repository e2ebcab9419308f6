/** Every page of the portal by name, with the address where it stands in a given world. */

import { liveHistory } from '../packages/service/src/stage/history.ts'
import { allowLists, takeMirror } from '../packages/service/src/stage/mirror.ts'
import type { Stage } from '../packages/service/src/stage/world.ts'
import { makeWorkbook } from '../packages/service/src/testing/workbook.ts'
import { contosoLogo } from './contoso-logo.ts'
import { makeRules } from './portal-rules.ts'
import { rehearseTakeover } from './portal-takeover.ts'

export const pageNames = [
  'overview',
  'reports',
  'campaign',
  'people',
  'mails',
  'lists',
  'sharepoint-list',
  'new-sharepoint-list',
  'plan',
  'edit-campaign',
  'upload',
  'upload-result',
  'upload-column',
  'take-over',
  'take-over-result',
  'person',
  'sent-mail',
  'templates',
  'branding',
  'new-campaign',
  'settings',
  'automations',
  'automation',
  'new-automation',
  'automation-form',
  'audit-log',
  'tenants',
  'senders',
  'protected',
  'access',
  'activity',
  'keys',
  'not-found',
] as const

/** Name → path. */
export type PortalPages = Readonly<Record<(typeof pageNames)[number], string>>

export interface Shown {
  running: string
  draft: string
  batch: string
  unsure: string
  person: string
  mail: string
  rule: string
  takeover: string
}

/** A rollout some days on, a draft beside it, and a list that was tried out: something to see on every page. */
export async function fillWorld(stage: Stage, { days }: { days: number }): Promise<PortalPages> {
  const { client } = stage
  allowLists(stage)
  const { campaign, tenant, sender } = await stage.prepare({
    name: 'Everybody by February',
    dueOn: '2027-01-31',
  })
  const rule = await makeRules(stage, { tenantId: tenant.tenantId, senderId: sender.senderId })
  const { campaignId } = campaign
  const names = [...stage.box.tenant.world.users.values()].map(user => user.userPrincipalName)
  await client.importPeople({ params: { campaignId }, fileName: 'everybody.csv', body: textOf(names) })
  await stage.settle()
  await takeMirror(stage, campaignId)
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
  const [first, second] = [...stage.box.tenant.world.users.values()].filter(
    user => user.mail !== null && user.accountEnabled,
  )
  await client.addSummarySchedule({
    params: { tenantId: tenant.tenantId },
    body: { campaignId, weekday: null, hour: 7, recipients: [first?.mail ?? '', second?.mail ?? ''] },
  })
  const unsure = await tryUnsureList(stage, draft.campaignId)
  await stage.settle()
  const { tenantId } = tenant
  await client.protectPeople({
    params: { tenantId },
    body: { people: names.slice(-2), reason: 'Emergency access, kept in the safe', owner: 'Priya Raman' },
  })
  const found = await client.searchPeople({
    params: { campaignId },
    body: { status: ['active'], sort: 'registeredAt', descending: true, limit: 1 },
  })
  const [person] = found.items
  const enrolmentId = person?.enrolmentId ?? ''
  const { messages } = await client.getPerson({ params: { enrolmentId } })
  await client.updateBranding({ params: { tenantId: tenant.tenantId }, body: { accent: '#a4262c' } })
  await client.setLogo({ params: { tenantId: tenant.tenantId }, body: contosoLogo() })
  return pagesOf({
    running: campaignId,
    draft: draft.campaignId,
    batch: batch.batchId,
    unsure,
    person: enrolmentId,
    mail: messages[0]?.messageId ?? '',
    rule,
    takeover: await rehearseTakeover(stage, draft.campaignId),
  })
}

/** A workbook whose column of people is not known by its name; the id of the batch that has tried it. */
async function tryUnsureList({ client, box }: Stage, campaignId: string): Promise<string> {
  const names = [...box.tenant.world.users.values()].map(user => user.userPrincipalName)
  const { batch } = await client.importPeople({
    params: { campaignId },
    fileName: 'wave-3.xlsx',
    query: { dryRun: true },
    body: makeWorkbook({
      'Wave 3': [
        ['Everybody of the third wave'],
        ['Room', 'Wer', 'Kontakt', 'Since'],
        ...names.slice(0, 6).map((name, at) => [at + 1, name.split('.')[0] ?? '', name, '2024-05-01']),
        [7, 'Ghost', 'ghost@contoso.example', ''],
        [8, 'Wrong', 'not an address', ''],
      ],
    }),
  })
  return batch.batchId
}

/** The world of the demo, with eleven weeks behind it; the person is one of those with most to tell. */
export async function fillWithHistory(stage: Stage): Promise<PortalPages> {
  const { tenantId, everybody, draft, triedBatch, thanks } = await liveHistory(stage)
  const { client } = stage
  const unsure = await tryUnsureList(stage, draft)
  await client.setLogo({ params: { tenantId }, body: contosoLogo() })
  await stage.settle()
  const { items } = await client.searchPeople({
    params: { campaignId: everybody },
    body: { status: ['active'], limit: 500 },
  })
  const tellingOf = (one: (typeof items)[number]) => one.remindersSent + (one.escalatedAt === null ? 0 : 2)
  const [person] = items.toSorted((a, b) => tellingOf(b) - tellingOf(a))
  const enrolmentId = person?.enrolmentId ?? ''
  const { messages } = await client.getPerson({ params: { enrolmentId } })
  const mail = messages[0]?.messageId ?? ''
  return pagesOf({
    ...{ running: everybody, draft, batch: triedBatch, unsure, person: enrolmentId, mail },
    rule: thanks,
    takeover: await rehearseTakeover(stage, draft),
  })
}

function textOf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(['User principal name', ...lines, ''].join('\r\n'))
}

export function pagesOf({ running, draft, batch, unsure, person, mail, rule, takeover }: Shown): PortalPages {
  return {
    overview: '/',
    reports: '/reports?hideSmall=true',
    campaign: `/campaigns/${running}`,
    people: `/campaigns/${running}/people`,
    mails: `/campaigns/${running}/mails`,
    lists: `/campaigns/${draft}/lists`,
    'sharepoint-list': `/campaigns/${running}/sharepoint-list`,
    'new-sharepoint-list': `/campaigns/${draft}/sharepoint-list`,
    plan: `/campaigns/${draft}/plan`,
    'edit-campaign': `/campaigns/${draft}/edit`,
    upload: `/campaigns/${draft}/upload`,
    'upload-result': `/campaigns/${draft}/upload?batch=${batch}`,
    'take-over': `/campaigns/${draft}/take-over`,
    'take-over-result': `/campaigns/${draft}/take-over?run=${takeover}`,
    'upload-column': `/campaigns/${draft}/upload?batch=${unsure}`,
    person: `/people/${person}`,
    'sent-mail': `/people/${person}/mails/${mail}`,
    templates: '/templates',
    branding: '/settings/branding',
    'new-campaign': '/new-campaign',
    settings: '/settings',
    automations: '/automations',
    automation: `/automations/${rule}`,
    'new-automation': '/automations/new',
    'automation-form': '/automations/new?preset=thank-you',
    'audit-log': '/automations/log',
    tenants: '/settings/tenants',
    senders: '/settings/senders',
    protected: '/settings/protected',
    access: '/settings/access',
    activity: '/settings/activity',
    keys: '/settings/keys',
    'not-found': '/no-such-page',
  }
}
