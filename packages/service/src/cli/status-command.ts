/** `status`: where everybody stands, as a funnel with bars. */

import type { Output } from '@muster/contract/routes'
import { statuses } from '@muster/core/enrolment'
import type { Command } from 'commander'
import { findCampaign } from './names.ts'
import { type Colour, type ConnectionOptions, openSession, type Session, withConnection } from './session.ts'
import { stopText } from './stop-commands.ts'
import { type Column, formatBar, formatPercent, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Report = Output<'campaignStatus'>
type Status = keyof Report['counts']

const barWidth = 30
/** The largest departments say most; `--json` has them all. */
const departmentsShownMax = 15

export function addStatusCommand(program: Command, terminal: Terminal): void {
  withConnection(program.command('status').argument('[campaign]', 'name or id'))
    .description('where everybody stands')
    .action(async (named: string | undefined, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const { campaignId } = await findCampaign(session.client, named, 'CAMPAIGN')
      const report = await session.client.campaignStatus({ params: { campaignId } })
      session.print(report, () => statusText(report, session.paint))
    })
}

/** The report as text. `serve` and `demo` may draw it too. */
export function statusText(report: Report, paint: Session['paint']): string {
  const { campaign, people } = report
  const head = `${paint('bold', campaign.name)}  ${campaign.status}, goal ${campaign.goal}, ${people} people\n`
  return [
    stopText(report.stop, 'this campaign', paint),
    head,
    funnelText(report, paint),
    countsText(report, paint),
    mailText(report),
    sendersText(report, paint),
    ...groupTexts(report),
  ]
    .filter(text => text !== '')
    .join('\n')
}

const steps: readonly [keyof Report['funnel'], string, Colour][] = [
  ['enrolled', 'enrolled', 'dim'],
  ['invited', 'invited', 'cyan'],
  ['confirmed', 'confirmed', 'cyan'],
  ['joined', 'in the group', 'yellow'],
  ['registered', 'registered', 'green'],
]

/** The funnel alone, as a table; `columns` is the width of its bars. */
export function funnelText(
  { funnel, rates, people }: Report,
  paint: Session['paint'],
  columns: number = barWidth,
): string {
  return formatTable<(typeof steps)[number]>(
    [
      { head: 'step', of: ([, label]) => label },
      { head: 'people', of: ([step]) => funnel[step], align: 'right' },
      {
        head: '',
        of: ([step]) => formatBar(funnel[step], people, columns),
        paint: (text, [, , colour]) => paint(colour, text),
      },
      { head: 'share', of: ([step]) => formatPercent(funnel[step], people), align: 'right' },
      { head: 'last hour', of: ([step]) => rates.lastHour[step], align: 'right' },
      { head: 'last day', of: ([step]) => rates.lastDay[step], align: 'right' },
    ],
    steps,
  )
}

const statusColours: Partial<Record<Status, Colour>> = {
  active: 'green',
  failed: 'red',
  skipped: 'yellow',
  excluded: 'dim',
}

/** A status in its colour; only those that want to be seen have one. */
export function paintStatus(paint: Session['paint'], status: Status, text: string): string {
  const colour = statusColours[status]
  return colour === undefined ? text : paint(colour, text)
}

function countsText({ counts, people }: Report, paint: Session['paint']): string {
  const columns: Column<Status>[] = [
    { head: 'status', of: status => status, paint: (text, status) => paintStatus(paint, status, text) },
    { head: 'people', of: status => counts[status], align: 'right' },
    { head: 'share', of: status => formatPercent(counts[status], people), align: 'right' },
  ]
  return formatTable(columns, statuses)
}

function mailText({ mail, levels, lost, escalations }: Report): string {
  const line = (counts: object) =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')
  const gone = lost > 0 ? `registrations lost: ${lost} (muster people --lost)\n` : ''
  return `mails: ${line(mail)}\nlevels: ${line(levels)}\n${gone}${escalationsText(escalations)}`
}

const escalationWords = {
  escalated: 'escalated',
  noManager: 'no manager',
  waiting: 'waiting for the digest',
  notSent: 'digest not delivered',
  notNeeded: 'no longer needed',
} as const satisfies Record<keyof Report['escalations'], string>

/** Nothing while nobody has come to it. */
function escalationsText(escalations: Report['escalations']): string {
  const told = typedEntries(escalationWords).flatMap(([state, words]) =>
    escalations[state] > 0 || state === 'escalated' || state === 'noManager'
      ? [`${words} ${escalations[state]}`]
      : [],
  )
  const isAny = Object.values(escalations).some(count => count > 0)
  return isAny ? `managers: ${told.join(', ')} (muster people --escalation noManager)\n` : ''
}

function typedEntries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  // Object.entries forgets the key type, which the record's own type states.
  return Object.entries(record) as [Key, Value][]
}

/** Who sends, and who is set aside; nothing when there is nobody. */
function sendersText({ senders }: Report, paint: Session['paint']): string {
  type Sender = Report['senders'][number]
  const columns: Column<Sender>[] = [
    { head: 'sender', of: sender => sender.address },
    { head: 'queued', of: sender => sender.queued, align: 'right' },
    { head: 'last day', of: sender => sender.sentLastDay, align: 'right' },
    { head: 'of', of: sender => sender.perDayMax, align: 'right' },
    { head: 'problem', of: sender => sender.problem, paint: text => paint('red', text) },
    { head: 'tried again (UTC)', of: sender => sender.retryAt },
  ]
  return senders.length === 0 ? '' : formatTable(columns, senders)
}

type Group = { people: number; counts: Report['counts'] }

function groupTexts({ byDepartment, byBatch }: Report): string[] {
  const shown = byDepartment.slice(0, departmentsShownMax)
  const more = byDepartment.length - shown.length
  const rest = more > 0 ? `… and ${more} more departments; --json has them all\n` : ''
  const departments = groupTable<(typeof shown)[number]>('department', shown, group => group.department)
  const batches = groupTable<Report['byBatch'][number]>('batch', byBatch, group => group.sourceBatchId)
  return [departments + rest, batches].filter(text => text !== '')
}

function groupTable<Row extends Group>(
  head: string,
  rows: readonly Row[],
  name: (row: Row) => string | null,
): string {
  if (rows.length === 0) return ''
  const used = statuses.filter(status => rows.some(row => row.counts[status] > 0))
  return formatTable<Row>(
    [
      { head, of: name },
      { head: 'people', of: row => row.people, align: 'right' },
      { head: 'done', of: row => formatPercent(row.counts.active, row.people), align: 'right' },
      ...used.map((status): Column<Row> => ({ head: status, of: row => row.counts[status], align: 'right' })),
    ],
    rows,
  )
}
