/** `report schedule add|list|try|remove`: the executive summary as a mail, every day or every week. */

import type { Output } from '@muster/contract/routes'
import { summaryLanguages } from '@muster/contract/shapes/summaries'
import { weekdays } from '@muster/core/mail-hours'
import { type Command, Option } from 'commander'
import { findCampaign, findTenant, type Naming, pickOne, readAll } from './names.ts'
import { gather, type TenantOptions, wholeNumber, withTenant } from './options.ts'
import { openSession, type Session, withConnection } from './session.ts'
import { type Column, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Schedule = Output<'addSummarySchedule'>
type Language = (typeof summaryLanguages)[number]
type Day = (typeof weekdays)[number] | 'daily'

interface AddOptions extends TenantOptions {
  campaign?: string
  to: string[]
  on: Day
  at: number
  language: Language
  showSmall?: true
}

const hourMax = 23 // of a day's clock

export function addScheduleCommands(report: Command, terminal: Terminal): void {
  const schedule = report.command('schedule').description('the summaries that go out as mails')
  addAdd(schedule, terminal)
  withTenant(withConnection(schedule.command('list')))
    .description('list them, with what became of the last ones')
    .action(async (options: TenantOptions) => {
      const { session, items } = await openList(terminal, options)
      session.print(items, () => formatTable(columns, items) || 'none yet: muster report schedule add\n')
    })
  withTenant(withConnection(schedule.command('try').argument('<schedule>', 'its id, or its one recipient')))
    .description('send one now, to an address of the tenant')
    .requiredOption('--to <address>', 'of somebody of the tenant')
    .action(async (named: string, options: TenantOptions & { to: string }) => {
      const { session, items, tenantId } = await openList(terminal, options)
      const { scheduleId } = pickOne(items, named, naming)
      const tried = await session.client.trySummarySchedule({
        params: { tenantId, scheduleId },
        body: { recipient: options.to },
      })
      session.print(tried, () => `on its way to ${tried.recipient}\n`)
    })
  withTenant(
    withConnection(schedule.command('remove').argument('<schedule>', 'its id, or its one recipient')),
  )
    .description('send one no more')
    .action(async (named: string, options: TenantOptions) => {
      const { session, items, tenantId } = await openList(terminal, options)
      const { scheduleId } = pickOne(items, named, naming)
      await session.client.removeSummarySchedule({ params: { tenantId, scheduleId } })
      session.print({ scheduleId }, () => 'it is sent no more\n')
    })
}

function addAdd(schedule: Command, terminal: Terminal): void {
  withTenant(withConnection(schedule.command('add')))
    .description('send the summary as a mail, at an hour of the tenant’s own clock')
    .requiredOption('--to <addresses>', 'of people of the tenant, or of those who sign in here', gather)
    .option('--campaign <name>', 'one campaign by name or id; all of the tenant when left out')
    .addOption(
      new Option('--on <day>', 'the weekday, or daily').choices([...weekdays, 'daily']).default('monday'),
    )
    .option('--at <hour>', 'the hour, 0 to 23', wholeNumber(0, hourMax), 8)
    .addOption(
      new Option('--language <language>', 'of the mail').choices([...summaryLanguages]).default('en'),
    )
    .option('--show-small', 'name groups of fewer than five people too')
    .action(async (options: AddOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const campaign =
        options.campaign === undefined ? null : await findCampaign(session.client, options.campaign)
      const made = await session.client.addSummarySchedule({
        params: { tenantId },
        body: {
          campaignId: campaign?.campaignId ?? null,
          weekday: options.on === 'daily' ? null : options.on,
          hour: options.at,
          language: options.language,
          hideSmall: options.showSmall !== true,
          recipients: options.to,
        },
      })
      session.print(made, () => `${whenOf(made)}, first at ${made.nextAt?.toISOString() ?? 'no time'}\n`)
    })
}

interface Opened {
  session: Session
  items: Schedule[]
  tenantId: string
}

async function openList(terminal: Terminal, options: TenantOptions): Promise<Opened> {
  const session = await openSession(terminal, options)
  const { tenantId } = await findTenant(session.client, options.tenant)
  const items = await readAll(query => session.client.listSummarySchedules({ params: { tenantId }, query }))
  return { session, items, tenantId }
}

const naming: Naming<Schedule> = {
  what: 'scheduled summary',
  id: one => one.scheduleId,
  names: one => one.recipients.map(recipient => recipient.address),
  flag: 'SCHEDULE',
  make: 'muster report schedule add',
}

function whenOf({ weekday, hour, timeZone }: Schedule): string {
  return `${weekday ?? 'every day'} at ${String(hour).padStart(2, '0')}:00 (${timeZone})`
}

const columns: Column<Schedule>[] = [
  { head: 'when', of: whenOf },
  { head: 'campaign', of: one => one.campaign?.name ?? 'all' },
  {
    head: 'to',
    of: one =>
      one.recipients
        .map(
          ({ address, isThere, lastState }) => `${address} (${isThere ? (lastState ?? 'none yet') : 'gone'})`,
        )
        .join(', '),
  },
  { head: 'language', of: one => one.language },
  { head: 'small groups', of: one => (one.hideSmall ? 'hidden' : 'shown') },
  { head: 'next (UTC)', of: one => one.nextAt },
  { head: 'id', of: one => one.scheduleId },
]
