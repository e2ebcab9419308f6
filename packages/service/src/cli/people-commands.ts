/** `people`, `person`, `export`, and what an operator does to people: `exclude`, `reinstate`, `retry`, `invite-again`. */

import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestOf } from '@muster/contract/route'
import type { Output, Routes } from '@muster/contract/routes'
import { escalationState } from '@muster/contract/shapes/campaigns'
import { actPeopleMax } from '@muster/contract/shapes/people'
import { statuses } from '@muster/core/enrolment'
import { type Command, Option } from 'commander'
import { usageFailure } from './failure.ts'
import { type Enrolment, findCampaign, findPerson, readAll } from './names.ts'
import { type CampaignOptions, day, gatherChoices, given, wholeNumber, withCampaign } from './options.ts'
import { openSession, type Session, withConnection } from './session.ts'
import { paintStatus } from './status-command.ts'
import { type Column, formatFacts, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Search = NonNullable<RequestOf<Routes['searchPeople']>['body']>
type Act = RequestOf<Routes['actOnPeople']>['body']['act']

/** A screen or two; `--limit` asks for more. */
const peopleShownDefault = 100
/** The largest tenant that Muster is made for. */
const peopleShownMax = 500_000

interface FilterOptions extends CampaignOptions {
  status?: Search['status']
  batch?: string
  department?: string
  lost?: true
  escalation?: Search['escalation']
}

function withFilters(command: Command): Command {
  return command
    .addOption(gatherChoices('--status <status>', 'only people in these statuses', statuses))
    .option('--batch <id>', 'only people of this batch')
    .option('--department <name>', 'only people of this department')
    .option('--lost', 'only people whose registration was seen and is gone')
    .addOption(
      new Option('--escalation <state>', 'only people of whose escalation this became').choices(
        escalationState.options,
      ),
    )
}

function filters(options: FilterOptions): Partial<Search> {
  const { status, batch: batchId, department, lost: isLost, escalation } = options
  return given({ status, batchId, department, isLost, escalation })
}

export function addPeopleCommands(program: Command, terminal: Terminal): void {
  addPeople(program, terminal)
  addPerson(program, terminal)
  addExport(program, terminal)
  addAct(program, terminal, { act: 'exclude', name: 'exclude', about: 'leave people out, with a reason' })
  addAct(program, terminal, { act: 'reinstate', name: 'reinstate', about: 'take excluded people back in' })
  addAct(program, terminal, { act: 'retry', name: 'retry', about: 'try again for people who failed' })
  addAct(program, terminal, { act: 'inviteAgain', name: 'invite-again', about: 'send another invitation' })
}

function addPeople(program: Command, terminal: Terminal): void {
  withFilters(withCampaign(withConnection(program.command('people'))))
    .description('the people of a campaign')
    .option('--text <text>', 'only people whose name, UPN or mail holds this')
    .option('--limit <number>', 'how many at most', wholeNumber(1, peopleShownMax), peopleShownDefault)
    .action(async (options: FilterOptions & { text?: string; limit: number }) => {
      const session = await openSession(terminal, options)
      const { campaignId } = await findCampaign(session.client, options.campaign)
      const body = { ...filters(options), ...given({ text: options.text }) }
      const people = await readAll(
        page => session.client.searchPeople({ params: { campaignId }, body: { ...body, ...page } }),
        options.limit,
      )
      const rest = people.length === options.limit ? `(the first ${options.limit}; --limit shows more)\n` : ''
      session.print(people, () =>
        people.length === 0 ? 'nobody\n' : formatTable(peopleColumns(session), people) + rest,
      )
    })
}

function peopleColumns({ paint }: Session): Column<Enrolment>[] {
  return [
    { head: 'name', of: person => person.displayName },
    { head: 'UPN', of: person => person.userPrincipalName },
    { head: 'department', of: person => person.department },
    {
      head: 'status',
      of: person => person.status,
      paint: (text, person) => paintStatus(paint, person.status, text),
    },
    { head: 'level', of: person => person.level },
    { head: 'invited (UTC)', of: person => person.invitedAt },
    { head: 'reminders', of: person => person.remindersSent, align: 'right' },
    { head: 'manager told (UTC)', of: person => person.escalatedAt },
    { head: 'registered (UTC)', of: person => person.registeredAt },
    { head: 'lost (UTC)', of: person => person.lostAt },
    { head: 'why', of: person => person.reason },
  ]
}

function addPerson(program: Command, terminal: Terminal): void {
  withCampaign(withConnection(program.command('person').argument('<person>', 'UPN, mail address or id')))
    .description('why somebody is in the state they are in')
    .action(async (named: string, options: CampaignOptions) => {
      const session = await openSession(terminal, options)
      const campaign = () => findCampaign(session.client, options.campaign)
      const { enrolmentId } = await findPerson(session.client, { named, campaign, isPartEnough: true })
      const report = await session.client.getPerson({ params: { enrolmentId } })
      session.print(report, () => personText(report, session.paint))
    })
}

function escalationText(enrolment: Enrolment): string | null {
  const { escalation, managerUserPrincipalName: manager, escalationDetail } = enrolment
  if (escalation === null) return null
  if (escalation === 'escalated') return manager
  return escalation === 'waiting' ? 'in the next digest' : `no: ${escalationDetail ?? escalation}`
}

function personText(
  { person, enrolment, timeline, messages }: Output<'getPerson'>,
  paint: Session['paint'],
): string {
  const account = person.deleted ? 'deleted' : person.accountEnabled ? 'enabled' : 'disabled'
  const facts = formatFacts([
    ['name', person.displayName],
    ['UPN', person.userPrincipalName],
    ['mail', person.mail],
    ['department', person.department],
    ['account', `${account} ${person.userType}`],
    ['status', enrolment.status],
    ['why', enrolment.reason],
    ['detail', enrolment.detail],
    ['excluded by', enrolment.owner],
    ['excluded until', enrolment.excludedUntil],
    ['in the group', enrolment.inGroup ? 'yes' : 'no'],
    ['level', enrolment.level],
    ['manager told', escalationText(enrolment)],
    ['registered', enrolment.registeredAt],
    ['lost', enrolment.lostAt],
    ['last checked', enrolment.checkedAt],
    ['source', `${enrolment.source}, ${enrolment.sourceBatchId}`],
    ['id', enrolment.enrolmentId],
  ])
  const story = formatTable(
    [
      { head: 'when (UTC)', of: entry => entry.at },
      { head: 'what', of: entry => entry.text },
    ],
    timeline,
  )
  const mails = formatTable(
    [
      { head: 'mail', of: message => mailText(message) },
      { head: 'state', of: message => message.state },
      { head: 'queued (UTC)', of: message => message.queuedAt },
      { head: 'settled (UTC)', of: message => message.settledAt },
      { head: 'to', of: message => message.recipient },
      { head: 'detail', of: message => message.detail },
    ],
    messages,
  )
  const none = 'no mail yet\n'
  return `${facts}\n${paint('bold', 'Timeline')}\n${story}\n${paint('bold', 'Mails')}\n${messages.length > 0 ? mails : none}`
}

function mailText({ kind, number, rule }: Output<'getPerson'>['messages'][number]): string {
  return rule === null ? `${kind} ${number}` : `automation "${rule.name}"`
}

function addExport(program: Command, terminal: Terminal): void {
  withCampaign(withConnection(program.command('export')))
    .description('everybody in a campaign, as CSV')
    .addOption(
      new Option('--shape <shape>', "the SharePoint list's columns, or ours").choices(['seed', 'full']),
    )
    .option('--out <file>', 'write to a file instead of standard output')
    .action(async (options: CampaignOptions & { shape?: 'seed' | 'full'; out?: string }) => {
      if (options.json === true && options.out === undefined) {
        throw usageFailure('an export is CSV, not JSON', 'give --out FILE to have a report of it as JSON')
      }
      const session = await openSession(terminal, options)
      const { campaignId } = await findCampaign(session.client, options.campaign)
      const query = given({ shape: options.shape })
      const { bytes } = await session.client.exportPeople({ params: { campaignId }, query })
      if (options.out === undefined) {
        for await (const piece of bytes) {
          if (terminal.stdout.write(piece) === false) await terminal.drained()
        }
        return
      }
      await pipeline(Readable.fromWeb(bytes), createWriteStream(options.out, { mode: 0o600 }))
      session.print({ file: options.out }, () => `written to ${options.out}\n`)
    })
}

interface ActCommand {
  act: Act
  name: string
  about: string
}

function addAct(program: Command, terminal: Terminal, { act, name, about }: ActCommand): void {
  const command = withFilters(withCampaign(withConnection(program.command(name))))
    .description(about)
    .argument(
      '[people...]',
      'UPNs, mail addresses or ids; or choose by --status, --batch, --department, --lost',
    )
  const isExclude = act === 'exclude'
  command.addOption(
    new Option('--reason <text>', 'why; the timeline keeps it').makeOptionMandatory(isExclude),
  )
  if (isExclude) command.option('--until <day>', 'the day on which the exclusion ends by itself', day)
  command.option('--dry-run', 'say how many would change, and change nothing')
  command.action(async (named: string[], options: FilterOptions & ActOptions) => {
    const session = await openSession(terminal, options)
    const campaign = await findCampaign(session.client, options.campaign)
    const enrolmentIds = await choose(session, { campaign, named, search: filters(options) })
    const until = options.until === undefined ? undefined : `${options.until}T00:00:00Z`
    const acted = await actInPieces(session, campaign.campaignId, {
      act,
      enrolmentIds,
      dryRun: options.dryRun === true,
      ...given({ reason: options.reason, until }),
    })
    const changed = options.dryRun === true ? 'would change' : 'changed'
    session.print(acted, () => `${acted.changed} ${changed}, ${acted.unchanged} had nothing to change\n`)
    if (acted.notFound.length > 0) {
      throw usageFailure(`${acted.notFound.length} people are not in "${campaign.name}"`, 'give --campaign')
    }
  })
}

interface ActOptions {
  reason?: string
  until?: string
  dryRun?: boolean
}

interface Choice {
  campaign: Output<'getCampaign'>
  named: string[]
  search: Partial<Search>
}

async function choose({ client }: Session, { campaign, named, search }: Choice): Promise<string[]> {
  const isSearch = Object.keys(search).length > 0
  if (isSearch === named.length > 0) {
    throw usageFailure(
      'choose people by name or by filter',
      'give PEOPLE, or one of --status, --batch, --department, --lost',
    )
  }
  if (!isSearch) {
    const found: string[] = []
    for (const name of named) {
      const person = await findPerson(client, {
        named: name,
        campaign: async () => campaign,
        isPartEnough: false,
      })
      found.push(person.enrolmentId)
    }
    return found
  }
  const params = { campaignId: campaign.campaignId }
  const people = await readAll(page => client.searchPeople({ params, body: { ...search, ...page } }))
  return people.map(person => person.enrolmentId)
}

interface WholeAct {
  act: Act
  enrolmentIds: string[]
  dryRun: boolean
  reason?: string
  until?: string
}

/** In pieces that one transaction may lock. */
async function actInPieces(
  { client }: Session,
  campaignId: string,
  whole: WholeAct,
): Promise<Omit<Output<'actOnPeople'>, 'become'>> {
  const sum: Omit<Output<'actOnPeople'>, 'become'> = { changed: 0, unchanged: 0, notFound: [] }
  for (let start = 0; start < whole.enrolmentIds.length; start += actPeopleMax) {
    const enrolmentIds = whole.enrolmentIds.slice(start, start + actPeopleMax)
    const { act, reason, until, dryRun } = whole
    const body =
      act === 'exclude'
        ? { act, enrolmentIds, dryRun, reason: reason ?? '', ...given({ until }) }
        : { act, enrolmentIds, dryRun, ...given({ reason }) }
    const acted = await client.actOnPeople({ params: { campaignId }, body })
    sum.changed += acted.changed
    sum.unchanged += acted.unchanged
    sum.notFound.push(...acted.notFound)
  }
  return sum
}
