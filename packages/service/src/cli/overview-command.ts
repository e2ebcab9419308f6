/** `overview`: a tenant's campaigns together, what needs somebody, and what waits until when. */

import type { Output } from '@muster/contract/routes'
import type { Command } from 'commander'
import { findTenant } from './names.ts'
import { type ConnectionOptions, openSession, type Session, withConnection } from './session.ts'
import { formatPercent, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Overview = Output<'tenantOverview'>
type Attention = Overview['attention'][number]

export function addOverviewCommand(program: Command, terminal: Terminal): void {
  withConnection(program.command('overview').argument('[tenant]', 'name or id'))
    .description("a tenant's campaigns together, and what needs somebody")
    .action(async (named: string | undefined, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, named, 'TENANT')
      const overview = await session.client.tenantOverview({ params: { tenantId } })
      session.print(overview, () => overviewText(overview, session.paint))
    })
}

function overviewText(overview: Overview, paint: Session['paint']): string {
  const attention = overview.attention.map(item => `  ${tellAttention(item)}\n`)
  const waiting = overview.lanes.flatMap(({ kind, about, wakesAt }) =>
    wakesAt === null || wakesAt <= overview.at ? [] : [{ what: `${kind} ${about ?? ''}`.trimEnd(), wakesAt }],
  )
  return [
    campaignsText(overview),
    paint('bold', 'needs attention\n'),
    ...(attention.length === 0 ? ['  nothing\n'] : attention),
    paint('bold', 'waiting\n'),
    ...waiting.map(({ what, wakesAt }) => `  ${what} until ${wakesAt.toISOString()}\n`),
  ].join('')
}

function campaignsText({ campaigns }: Overview): string {
  return formatTable<Overview['campaigns'][number]>(
    [
      { head: 'campaign', of: ({ campaign }) => campaign.name },
      { head: 'status', of: ({ campaign }) => campaign.status },
      { head: 'people', align: 'right', of: ({ people }) => people },
      { head: 'active', align: 'right', of: ({ counts }) => counts.active },
      { head: 'share', align: 'right', of: ({ counts, people }) => formatPercent(counts.active, people) },
      { head: 'due', of: ({ campaign }) => campaign.dueOn },
    ],
    campaigns,
  )
}

/** One line of what needs somebody, with the command that shows it. */
export function tellAttention(item: Attention): string {
  switch (item.kind) {
    case 'uncertainMails':
      return `${item.campaignName}: ${item.mails} mails of unknown fate (muster mail list)`
    case 'failedPeople':
      return `${item.campaignName}: ${item.people} failed (muster people --status failed)`
    case 'lostRegistrations':
      return `${item.campaignName}: ${item.people} lost their registration (muster people --lost)`
    case 'senderAside':
      return `${item.address} cannot send: ${item.problem}`
    case 'listRefused':
      return `${item.campaignName}: the list ${item.sourceBatchId} was refused`
    case 'ruleHeld':
      return `the rule "${item.ruleName}" has stopped itself: ${item.reason}; ${item.waiting} wait (muster rule release)`
    case 'failedActs':
      return `the rule "${item.ruleName}": ${item.acts} acts failed or are of unknown fate (muster rule failed)`
    case 'ruleBroken':
      return `the rule "${item.ruleName}" cannot work: ${item.reason}`
    case 'auditGap':
      return `the audit log may have kept nothing from ${item.from.toISOString()} to ${item.until.toISOString()}: Muster was away for longer`
    case 'auditRefused':
      return `the audit log is refused, and rules see nothing: ${item.reason}`
    case 'mirrorStuck':
      return `${item.campaignName}: the list "${item.listName}" cannot be kept in step: ${item.reason} (muster mirror show)`
    default:
      return item satisfies never
  }
}
