/** A list of another rollout, rehearsed: something to see on the page of take-overs. */

import type { Stage } from '../packages/service/src/stage/world.ts'

const header = [
  ...['Title', 'InviteStatus', 'InGroup', 'MFARegistrationState', 'InviteSentDate', 'ClickedLinkDate'],
  ...['LastReminderDate', 'TrackingToken', 'Fehler'],
]

/** The id of the rehearsal, among some people of the tenant. */
export async function rehearseTakeover(stage: Stage, campaignId: string): Promise<string> {
  const { client, clock } = stage
  const names = [...stage.box.tenant.world.users.values()].slice(0, 24).map(user => user.userPrincipalName)
  const ago = (days: number) => new Date(clock.now().getTime() - days * 86_400_000).toISOString()
  const guid = (at: number) => `a1b2c3d4-0000-4000-8000-${String(at).padStart(12, '0')}`
  const rows = names.map((name, at) => [
    name,
    ['Pending', 'Sent', 'Clicked', 'Active'][at % 4] ?? '',
    at % 4 === 3 ? 'Yes' : 'No',
    at % 8 === 3 ? 'Registered' : '',
    at % 4 === 0 ? '' : ago(20 + at),
    at % 4 >= 2 ? ago(12) : '',
    at % 6 === 1 ? 'last week' : at % 4 === 1 ? ago(3) : '',
    at % 7 === 5 ? name : guid(at),
    '',
  ])
  rows.push([names[2] ?? '', 'Sent', 'No', '', ago(25), '', '', guid(90), ''])
  rows.push(['former.colleague@contoso.example', 'Sent', 'No', '', ago(25), '', '', guid(91), ''])
  const body = new TextEncoder().encode([header, ...rows].map(cells => cells.join(',')).join('\r\n'))
  const { takeoverId } = await client.startTakeover({
    params: { campaignId },
    body: { from: { kind: 'file', fileName: 'MFA Enrollment.csv' } },
  })
  await client.sendTakeoverFile({ params: { takeoverId }, body })
  await stage.settle()
  return takeoverId
}
