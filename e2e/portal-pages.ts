/** Every page of the portal by name, with the address where it stands in a given world. */

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
  'automations',
  'automation',
  'new-automation',
  'automation-form',
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
  rule: string
}

/** A rollout some days on, a draft beside it, and a list that was tried out: something to see on every page. */
export async function fillWorld(stage: Stage, { days }: { days: number }): Promise<PortalPages> {
  const { client } = stage
  const { campaign, tenant, sender } = await stage.prepare({
    name: 'Everybody by February',
    dueOn: '2027-01-31',
  })
  const rule = await makeRules(stage, { tenantId: tenant.tenantId, senderId: sender.senderId })
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
    rule,
  })
}

/** One that thanks, one whose receiver is nowhere, one that has stopped itself, and one that is off. */
async function makeRules(stage: Stage, place: { tenantId: string; senderId: string }): Promise<string> {
  const { client } = stage
  const { tenantId } = place
  await client.updateAutomationSettings({ params: { tenantId }, body: { pollMinutes: 60 } })
  const { items } = await client.listRulePresets()
  const thanks = items.find(one => one.preset === 'thank-you')
  const mails = thanks?.actions.flatMap(action => (action.kind === 'mail' ? [action] : [])) ?? []
  const watch = thanks?.watch ?? { activities: [] }
  const make = async (name: string, rest: object, isOn = true) => {
    const { rule } = await client.createRule({
      body: { tenantId, name, watch, senderIds: [place.senderId], ...rest },
    })
    if (isOn) await client.switchRuleOn({ params: { ruleId: rule.ruleId }, body: {} })
    return rule.ruleId
  }
  const ruleId = await make('Thank-you mail after registration', {
    actions: [...mails, { key: 'archive', kind: 'webhook', url: 'https://hooks.contoso.example/muster' }],
  })
  await make('Managers hear of it', {
    actions: mails.map(mail => ({ ...mail, to: 'manager' })),
    peoplePerHourMax: 1,
  })
  const roles = { activities: ['Add member to role'], result: 'success' }
  await make('New administrators', { watch: roles, frequency: { kind: 'oncePerEvent' } }, false)
  return ruleId
}

function textOf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(['User principal name', ...lines, ''].join('\r\n'))
}

function pagesOf({ running, draft, batch, person, rule }: Shown): PortalPages {
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
    automations: '/automations',
    automation: `/automations/${rule}`,
    'new-automation': '/automations/new',
    'automation-form': '/automations/new?preset=thank-you',
    tenants: '/settings/tenants',
    senders: '/settings/senders',
    keys: '/settings/keys',
    'not-found': '/no-such-page',
  }
}
