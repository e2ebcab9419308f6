/** `audit …`: what was read of the directory's audit log, as a table or a file, and how it is read. */

import type { Output } from '@muster/contract/routes'
import { type Command, Option } from 'commander'
import { findTenant, readAll } from './names.ts'
import { gather, given, type TenantOptions, wholeNumber, withTenant } from './options.ts'
import { writeOut } from './rule-history.ts'
import { openSession, withConnection } from './session.ts'
import { type Column, formatFacts, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type AuditEvent = Output<'searchAuditEvents'>['items'][number]

/** A screen or two; `--limit` asks for more. */
const shownDefault = 50
/** A year of a large tenant goes into a file. */
const shownMax = 100_000

interface FilterOptions extends TenantOptions {
  activity?: string[]
  service?: string[]
  result?: 'success' | 'failure'
  person?: string
  since?: string
}

export function addAuditCommands(program: Command, terminal: Terminal): void {
  const audit = program.command('audit').description('what was read of the audit log')
  withFilter(withTenant(withConnection(audit.command('list'))))
    .description('records, newest first')
    .option('--limit <number>', 'how many at most', wholeNumber(1, shownMax), shownDefault)
    .action(async (options: FilterOptions & { limit: number }) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const events = await readAll(
        page =>
          session.client.searchAuditEvents({ params: { tenantId }, body: { ...filterOf(options), ...page } }),
        options.limit,
      )
      session.print(events, () => formatTable(eventColumns, events) || 'nothing was read yet\n')
    })
  withFilter(withTenant(withConnection(audit.command('export'))))
    .description('the same as a CSV file, with every detail')
    .option('--out <path>', 'a file; the terminal when left out')
    .action(async (options: FilterOptions & { out?: string }) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const file = await session.client.downloadAuditEvents({ params: { tenantId }, body: filterOf(options) })
      await writeOut(session, file.bytes, options.out)
    })
  withTenant(withConnection(audit.command('activities')))
    .description('the activities that rules can watch, and how many were read of each')
    .option('--seen', 'only those that were read in this tenant')
    .action(async (options: TenantOptions & { seen?: boolean }) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const { activities, seen } = await session.client.auditActivities({ params: { tenantId } })
      const known = activities.map(one => ({ ...one, events: countOf(seen, one.name) }))
      const shown = options.seen === true ? seen : known
      session.print(shown, () => formatTable(activityColumns, shown))
    })
  withTenant(withConnection(audit.command('settings')))
    .description('how often the log is polled for rules, and how long it is kept; options change it')
    .option('--poll-minutes <number>', 'from one poll to the next', wholeNumber(1, 120))
    .option('--keep-days <number>', 'how long records are kept', wholeNumber(1, 3650))
    .action(async (options: TenantOptions & { pollMinutes?: number; keepDays?: number }) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const params = { tenantId }
      const body = given({ pollMinutes: options.pollMinutes, keepDays: options.keepDays })
      const isChange = Object.keys(body).length > 0
      const settings = isChange
        ? await session.client.updateAutomationSettings({ params, body })
        : await session.client.getAutomationSettings({ params })
      session.print(settings, () => formatFacts(factsOf(settings)))
    })
}

function withFilter(command: Command): Command {
  return command
    .option('--activity <name>', 'by its name; may be given several times', gather)
    .option('--service <name>', 'by the service; may be given several times', gather)
    .addOption(new Option('--result <result>', 'how it ended').choices(['success', 'failure']))
    .option('--person <name>', 'of whom it tells: a UPN, a mail address or an object id')
    .option('--since <time>', 'not earlier, ISO 8601 with a zone')
}

function filterOf({ activity, service, result, person, since }: FilterOptions) {
  return given({ activities: activity, services: service, result, person, since })
}

function countOf(seen: Output<'auditActivities'>['seen'], name: string): number {
  return seen.filter(one => one.name === name).reduce((sum, one) => sum + one.events, 0)
}

function factsOf(settings: Output<'getAutomationSettings'>): [string, string | number | Date | null][] {
  const { gap } = settings
  return [
    ['polled every', `${settings.pollMinutes} minutes, while a rule is on`],
    ['kept for', `${settings.keepDays} days`],
    ['last poll (UTC)', settings.polledAt],
    ['refused', settings.refusal],
    ['gap', gap === null ? null : `${gap.from.toISOString()} to ${gap.until.toISOString()}`],
  ]
}

const eventColumns: Column<AuditEvent>[] = [
  { head: 'when (UTC)', of: one => one.at },
  { head: 'service', of: one => one.service },
  { head: 'activity', of: one => one.activity },
  { head: 'result', of: one => one.result },
  { head: 'of whom', of: one => one.userPrincipalName ?? one.targets[0]?.name ?? null },
  { head: 'by whom', of: one => one.initiator?.upn ?? one.initiator?.name ?? null },
  { head: 'reason', of: one => one.reason },
]

const activityColumns: Column<Output<'auditActivities'>['seen'][number]>[] = [
  { head: 'activity', of: one => one.name },
  { head: 'service', of: one => one.service },
  { head: 'category', of: one => one.category },
  { head: 'read', align: 'right', of: one => one.events },
]
