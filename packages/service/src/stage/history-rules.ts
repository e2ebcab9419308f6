/** The automations of the history: one that thanks whoever has registered, and one that tells of new administrators. */

import type { Output } from '@muster/contract/routes'
import { rulePresets } from '../automations/presets.ts'
import type { Setting } from './history.ts'
import type { Prepared } from './world.ts'

type Mail = Extract<Output<'getRule'>['actions'][number], { kind: 'mail' }>['mails'][number]

const newAdministrator: Mail = {
  language: 'en',
  subject: '{{ person.displayName }} has a new role',
  text: 'The audit log says, at {{ event.at }}: {{ event.activity }}.\n\nAsk whoever did it if nobody here knows of it.',
  mjml: null,
}

/** Switches both on; the id of the first. */
export async function takeRules(
  { client, settle }: Setting,
  { tenant, sender, smtpSender }: Omit<Prepared, 'campaign'>,
): Promise<string> {
  const thanks = rulePresets.find(one => one.preset === 'thank-you')
  const [mail] = thanks?.actions ?? []
  if (thanks === undefined || mail?.kind !== 'mail') throw new Error('the preset thank-you sends a mail')
  const shared = { tenantId: tenant.tenantId, senderIds: [sender.senderId] }
  const switchOn = async (made: Promise<Output<'createRule'>>) => {
    const { ruleId } = (await made).rule
    await client.switchRuleOn({ params: { ruleId }, body: {} })
    return ruleId
  }
  const ruleId = await switchOn(
    client.createRule({
      body: {
        ...shared,
        name: thanks.name,
        watch: thanks.watch,
        actions: [{ ...mail, mails: [...mail.mails] }],
      },
    }),
  )
  await switchOn(
    client.createRule({
      body: {
        ...shared,
        name: 'New administrators',
        watch: { activities: ['Add member to role'], categories: ['RoleManagement'] },
        frequency: { kind: 'oncePerEvent' },
        actions: [
          {
            key: 'service-desk',
            kind: 'mailAddresses',
            addresses: [smtpSender.address],
            mails: [newAdministrator],
          },
        ],
      },
    }),
  )
  await settle()
  return ruleId
}
