/** The rules that the pages of automations show. */

import type { Stage } from '../packages/service/src/stage/world.ts'

/** One that thanks, one whose receiver is nowhere, one that has stopped itself, and one that is off. */
export async function makeRules(
  stage: Stage,
  place: { tenantId: string; senderId: string },
): Promise<string> {
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
