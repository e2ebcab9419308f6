/** `report`: the executive summary in text, the same figures as on the page and in the mail; and its scheduled mails. */

import type { Output } from '@muster/contract/routes'
import { type Command, Option } from 'commander'
import { findCampaign, findTenant } from './names.ts'
import { type TenantOptions, withTenant } from './options.ts'
import { tellAttention } from './overview-command.ts'
import { addScheduleCommands } from './report-schedule-commands.ts'
import { openSession, type Session, withConnection } from './session.ts'
import { formatBar, formatFacts, formatPercent, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Summary = Output<'tenantSummary'>
type Row = { name: string; people: number; registered: number }

const barWidth = 20

interface ReportOptions extends TenantOptions {
  campaign?: string
  period: 'day' | 'week' | 'whole'
  hideSmall?: true
}

export function addReportCommand(program: Command, terminal: Terminal): void {
  const report = withTenant(withConnection(program.command('report')))
    .description('the executive summary: figures, forecast, break-downs, what was done, what needs somebody')
    .option('--campaign <name>', 'one campaign by name or id; all of the tenant when left out')
    .addOption(
      new Option('--period <period>', 'for how long back what was done is counted')
        .choices(['day', 'week', 'whole'])
        .default('week'),
    )
    .option('--hide-small', 'put groups of fewer than five people together')
    .action(async (options: ReportOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const campaign =
        options.campaign === undefined ? null : await findCampaign(session.client, options.campaign)
      const summary = await session.client.tenantSummary({
        params: { tenantId },
        query: {
          ...(campaign === null ? {} : { campaignId: campaign.campaignId }),
          period: options.period,
          hideSmall: options.hideSmall === true,
        },
      })
      session.print(summary, () => summaryText(summary, session.paint))
    })
  addScheduleCommands(report, terminal)
}

function summaryText(summary: Summary, paint: Session['paint']): string {
  const { headline, funnel, done, organisationName, campaign, attention, exceptions } = summary
  const about = campaign === null ? tellAll(summary) : `${campaign.name}, ${campaign.status}`
  return [
    paint('bold', `${organisationName}: ${about}\n`),
    summary.stop === null ? '' : paint('red', 'everything is stopped for this tenant\n'),
    `${formatPercent(headline.registered, headline.asked)} registered, ${headline.registered} of ${headline.asked} people\n`,
    `${tellForecast(summary)}\n`,
    formatFacts([
      ['still open', headline.open],
      ['of these only a phone', headline.phoneOnly],
      ['new in the last 7 days', headline.registeredLastWeek],
    ]),
    paint('bold', 'how far people got\n'),
    formatFacts(
      Object.entries(funnel).flatMap(([step, people]) =>
        people === null ? [] : [[step, `${people} (${formatPercent(people, funnel.asked)})`] as const],
      ),
    ),
    paint('bold', `done ${periodWords[summary.period.kind]}\n`),
    formatFacts(Object.entries(done)),
    paint('bold', 'by department\n'),
    breakDownText(summary.byDepartment),
    paint('bold', 'by country\n'),
    breakDownText(summary.byCountry),
    paint('bold', 'needs attention\n'),
    ...(attention.length === 0 ? ['  nothing\n'] : attention.map(item => `  ${tellAttention(item)}\n`)),
    paint('bold', 'not on the way\n'),
    ...(exceptions.length === 0
      ? ['  nobody\n']
      : exceptions.map(
          ({ kind, reason, people }) => `  ${kind}${reason === null ? '' : ` (${reason})`}: ${people}\n`,
        )),
  ].join('')
}

function tellAll({ campaigns, drafts }: Summary): string {
  const note = drafts === 0 ? '' : `, of which drafts, whose people count too: ${drafts}`
  return `all campaigns (${campaigns}${note})`
}

const periodWords = { day: 'in the last 24 hours', week: 'in the last 7 days', whole: 'so far' } as const

function tellForecast({ forecast, dueOn }: Summary): string {
  switch (forecast.kind) {
    case 'done':
      return 'everybody who can be reached is registered'
    case 'tooLittle':
      return `no forecast yet: ${tooLittle[forecast.reason]}`
    case 'forecast': {
      const { due, reachable } = forecast
      if (due === null) return dueOn === null ? 'there is no date' : `the date, ${dueOn}, has passed`
      const share = (people: number) => formatPercent(people, reachable)
      const band = `${share(due.low)} to ${share(due.high)}`
      return `about ${share(due.likely)} (${band}) by ${due.day}; ${verdicts[due.verdict]}`
    }
    default:
      return forecast satisfies never
  }
}

const tooLittle = {
  nobodyInvited: 'nobody has been invited',
  fewDays: 'it has gone on for less than three days',
  fewRegistrations: 'there are too few registrations',
} as const
const verdicts = {
  likelyMet: 'the date is likely met',
  open: 'whether the date is met is open',
  likelyMissed: 'the date is likely missed',
} as const

function breakDownText({ groups, smaller }: Summary['byDepartment']): string {
  const rows: Row[] = groups.map(group => ({ ...group, name: group.name ?? '(none)' }))
  if (smaller !== null) rows.push({ ...smaller, name: `(${smaller.groups} smaller groups)` })
  const text = formatTable<Row>(
    [
      { head: 'name', of: row => row.name },
      { head: 'registered', align: 'right', of: row => row.registered },
      { head: 'people', align: 'right', of: row => row.people },
      { head: 'share', align: 'right', of: row => formatPercent(row.registered, row.people) },
      { head: '', of: row => formatBar(row.registered, row.people, barWidth) },
    ],
    rows,
  )
  return text === '' ? '  nobody is asked\n' : text
}
