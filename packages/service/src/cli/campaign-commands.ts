/** `campaign create|list|show|update|remove|launch|pause|resume|finish`. */

import type { Client } from '@muster/contract/client'
import type { Output } from '@muster/contract/routes'
import { campaignAct } from '@muster/contract/shapes/campaigns'
import type { DayHours, Weekday } from '@muster/core/mail-hours'
import { type Goal, goals } from '@muster/core/methods'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { dayHours, mailTimesText, weekdayList } from './mail-times.ts'
import { findCampaign, findTenant, pickOne, readAll, senderNaming } from './names.ts'
import { day, gather, given, wholeNumber, withTenant } from './options.ts'
import { addPlanCommand } from './plan-command.ts'
import { type ConnectionOptions, openSession, withConnection } from './session.ts'
import { type Column, formatFacts, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Campaign = Output<'getCampaign'>

const acts = {
  launch: 'begin to invite',
  pause: 'hold every mail back; whoever confirms is still put into the group',
  resume: 'go on after a pause',
  finish: 'end the campaign for good',
} as const satisfies Record<(typeof campaignAct.options)[number], string>

export function addCampaignCommands(program: Command, terminal: Terminal): void {
  const campaign = program.command('campaign').description('rollouts: a goal, a group, senders and a policy')
  addCreate(campaign, terminal)
  addUpdate(campaign, terminal)
  addPlanCommand(campaign, terminal)
  withConnection(campaign.command('list'))
    .description('list the campaigns')
    .action(async (options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const items = await readAll(query => session.client.listCampaigns({ query }))
      session.print(
        items,
        () => formatTable(campaignColumns, items) || 'no campaign yet: muster campaign create\n',
      )
    })
  withConnection(campaign.command('show').argument('[campaign]', 'name or id'))
    .description('show one campaign with its policy')
    .action(async (named: string | undefined, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const shown = await findCampaign(session.client, named, 'CAMPAIGN')
      session.print(shown, () => campaignText(shown))
    })
  // Named always: the only campaign there is would be too easily removed.
  withConnection(campaign.command('remove').argument('<campaign>', 'name or id'))
    .description('delete a draft with its lists and everybody in it')
    .action(async (named: string, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const { campaignId, name } = await findCampaign(session.client, named, 'CAMPAIGN')
      await session.client.removeCampaign({ params: { campaignId } })
      session.print({ campaignId }, () => `${name} is deleted\n`)
    })
  for (const act of campaignAct.options) {
    withConnection(campaign.command(act).argument('[campaign]', 'name or id'))
      .description(acts[act])
      .action(async (named: string | undefined, options: ConnectionOptions) => {
        const session = await openSession(terminal, options)
        const { campaignId } = await findCampaign(session.client, named, 'CAMPAIGN')
        const moved = await session.client.actOnCampaign({ params: { campaignId, act } })
        session.print(moved, () => `${moved.name} is ${moved.status}\n`)
      })
  }
}

const campaignColumns: Column<Campaign>[] = [
  { head: 'name', of: campaign => campaign.name },
  { head: 'status', of: campaign => campaign.status },
  { head: 'goal', of: campaign => campaign.goal },
  { head: 'due', of: campaign => campaign.dueOn },
  { head: 'launched (UTC)', of: campaign => campaign.launchedAt },
  { head: 'id', of: campaign => campaign.campaignId },
]

function campaignText(campaign: Campaign): string {
  const { remindAfterDays, remindEveryDays, remindersMax, remindAudience } = campaign
  const audience =
    remindAudience === 'sent' ? 'people who have not confirmed' : 'everybody not yet registered'
  return formatFacts([
    ['name', campaign.name],
    ['status', campaign.status],
    ['goal', campaign.goal],
    ['group', campaign.groupId],
    ['senders', campaign.senderIds.length],
    [
      'reminders',
      `after ${remindAfterDays} days, then every ${remindEveryDays}, at most ${remindersMax}, to ${audience}`,
    ],
    ['mails go out', mailTimesText(campaign)],
    ['managers', escalationText(campaign)],
    ['after a loss', lossText(campaign)],
    ['guests', campaign.inviteGuests ? 'invited' : 'not invited'],
    ['mails of unknown fate', uncertainWords(campaign)],
    ['set-up page', campaign.setupUrl],
    ['due', campaign.dueOn],
    ['launched', campaign.launchedAt],
    ['finished', campaign.finishedAt],
    ['id', campaign.campaignId],
  ])
}

function escalationText({ escalateAfterReminders: after, remindersMax }: Campaign): string {
  if (after === null) return 'not told'
  if (after > remindersMax)
    return `not told: that takes ${after} reminders, and at most ${remindersMax} are sent`
  return `told once of whoever has had ${after} ${after === 1 ? 'reminder' : 'reminders'} in vain`
}

function lossText({ reopenOnLoss, remindOnLoss }: Campaign): string {
  if (!reopenOnLoss) return 'people stay active, flagged'
  return remindOnLoss ? 'people are back, and mailed again' : 'people are back, and not mailed for it'
}

function uncertainWords({ uncertainThen, uncertainAfterHours }: Campaign): string {
  if (uncertainThen === 'wait') return 'wait for an operator: muster mail list --state uncertain'
  const words = { arrived: 'taken as arrived', again: 'sent again once' }
  return `${words[uncertainThen]} after ${uncertainAfterHours} hours`
}

const yearDays = 365
const remindersAtMost = 20
/** The service has the same limit: two weeks. */
const uncertainHoursMax = 14 * 24

function withPolicy(command: Command): Command {
  return command
    .option('--remind-after <days>', 'days from invitation to first reminder', wholeNumber(1, yearDays))
    .option('--remind-every <days>', 'days between reminders', wholeNumber(1, yearDays))
    .option('--reminders-max <number>', 'how many at most; 0 for none', wholeNumber(0, remindersAtMost))
    .addOption(
      new Option(
        '--remind-audience <whom>',
        'those who have not confirmed, or all not yet registered',
      ).choices(['sent', 'notActive']),
    )
    .option(
      '--escalate-after <reminders>',
      'tell the manager after so many reminders in vain, or never',
      escalation,
    )
    .option('--invite-guests', 'invite guests too')
    .option('--no-invite-guests', 'leave guests out')
    .option('--reopen-on-loss', 'put people back who lose their registration after being active')
    .option('--no-reopen-on-loss', 'leave them active, flagged')
    .option('--remind-on-loss', 'mail people who are back after a loss')
    .option('--no-remind-on-loss', 'tell nobody of a loss')
    .option(
      '--uncertain-after <hours>',
      'when a mail of unknown fate is decided by itself',
      wholeNumber(1, uncertainHoursMax),
    )
    .addOption(
      new Option('--uncertain-then <what>', 'what becomes of it then').choices(['wait', 'arrived', 'again']),
    )
    .option('--mail-hours <hours>', 'when mails may go out, by the clock where each person lives', dayHours)
    .option('--no-mail-hours', 'at any hour')
    .option('--mail-days <days>', 'on which days, such as mon-fri or sun,mon-wed', weekdayList)
    .option('--no-mail-days', 'on any day')
    .option('--setup-url <url>', 'where people set up their method')
    .option('--due <day>', 'the day by which everybody should be done', day)
}

interface PolicyOptions extends ConnectionOptions {
  remindAfter?: number
  remindEvery?: number
  remindersMax?: number
  remindAudience?: 'sent' | 'notActive'
  escalateAfter?: number | 'never'
  inviteGuests?: boolean
  reopenOnLoss?: boolean
  remindOnLoss?: boolean
  /** False when any hour will do. */
  mailHours?: DayHours | false
  /** False when any day will do. */
  mailDays?: Weekday[] | false
  uncertainAfter?: number
  uncertainThen?: 'wait' | 'arrived' | 'again'
  setupUrl?: string
  due?: string
}

function escalation(text: string): number | 'never' {
  if (text === 'never') return text
  const reminders = Number(text)
  if (Number.isInteger(reminders) && reminders >= 1 && reminders <= remindersAtMost) return reminders
  throw new InvalidArgumentError(`Give a whole number from 1 to ${remindersAtMost}, or "never".`)
}

function policyFields(options: PolicyOptions) {
  const { escalateAfter } = options
  return given({
    escalateAfterReminders: escalateAfter === 'never' ? null : escalateAfter,
    remindAfterDays: options.remindAfter,
    remindEveryDays: options.remindEvery,
    remindersMax: options.remindersMax,
    remindAudience: options.remindAudience,
    inviteGuests: options.inviteGuests,
    reopenOnLoss: options.reopenOnLoss,
    remindOnLoss: options.remindOnLoss,
    mailHours: options.mailHours === false ? null : options.mailHours,
    mailDays: options.mailDays === false ? null : options.mailDays,
    uncertainAfterHours: options.uncertainAfter,
    uncertainThen: options.uncertainThen,
    setupUrl: options.setupUrl,
    dueOn: options.due,
  })
}

interface CreateOptions extends PolicyOptions {
  name: string
  tenant?: string
  goal?: Goal
  group?: string
  sender?: string[]
}

function addCreate(campaign: Command, terminal: Terminal): void {
  withPolicy(withTenant(withConnection(campaign.command('create'))))
    .description('make a campaign; it stays a draft until it is launched')
    .requiredOption('--name <name>', 'what you call it')
    .addOption(new Option('--goal <goal>', 'what everybody should reach').choices(goals))
    .option('--group <guid>', 'the group that people who confirm are put into; none when left out')
    .option(
      '--sender <address>',
      "a sender by address or id, several times; all the tenant's when left out",
      gather,
    )
    .action(async (options: CreateOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const created = await session.client.createCampaign({
        body: {
          tenantId,
          name: options.name,
          senderIds: await findSenderIds(session.client, tenantId, options.sender),
          ...given({ goal: options.goal, groupId: options.group }),
          ...policyFields(options),
        },
      })
      session.print(
        created,
        () => `${created.name} is a ${created.status} (${created.campaignId}); now: muster import\n`,
      )
    })
}

async function findSenderIds(
  client: Client,
  tenantId: string,
  named: string[] | undefined,
): Promise<string[]> {
  const senders = await readAll(query => client.listSenders({ params: { tenantId }, query }))
  if (named === undefined) return senders.map(sender => sender.senderId)
  return named.map(name => pickOne(senders, name, senderNaming('--sender')).senderId)
}

interface UpdateOptions extends Omit<PolicyOptions, 'due'> {
  name?: string
  sender?: string[]
  /** False when the day is to be taken away. */
  due?: string | false
}

function addUpdate(campaign: Command, terminal: Terminal): void {
  withPolicy(withConnection(campaign.command('update').argument('[campaign]', 'name or id')))
    .description('change the name, the senders, the reminders or the date')
    .option('--name <name>', 'a new name')
    .option('--sender <address...>', 'who sends from now on')
    .option('--no-due', 'take the date away')
    .action(async (named: string | undefined, options: UpdateOptions) => {
      const session = await openSession(terminal, options)
      const { campaignId, tenantId } = await findCampaign(session.client, named, 'CAMPAIGN')
      const { due, sender, ...policy } = options
      const senderIds = sender && (await findSenderIds(session.client, tenantId, sender))
      const dueOn = due === false ? null : due
      const updated = await session.client.updateCampaign({
        params: { campaignId },
        body: { ...policyFields(policy), ...given({ name: options.name, dueOn, senderIds }) },
      })
      session.print(updated, () => campaignText(updated))
    })
}
