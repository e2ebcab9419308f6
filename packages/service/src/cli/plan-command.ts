/** `campaign plan`: what a launch would do, drawn as a calendar; nothing is changed. */

import type { Output } from '@muster/contract/routes'
import type { Command } from 'commander'
import { mailTimesText } from './mail-times.ts'
import { findCampaign } from './names.ts'
import { day, given } from './options.ts'
import { type Colour, type ConnectionOptions, openSession, type Session, withConnection } from './session.ts'
import { formatAt, formatBar, formatTable, printable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Plan = Output<'planCampaign'>
type Named = Plan['mailed']['names'][number]

const barWidth = 30
/** A calendar for a screen; `--json` has every day. */
const daysShownMax = 31

interface PlanOptions extends ConnectionOptions {
  list?: true
  start?: string
}

export function addPlanCommand(campaign: Command, terminal: Terminal): void {
  withConnection(campaign.command('plan').argument('[campaign]', 'name or id'))
    .description('what a launch would do: who is mailed and who not, how long it takes; changes nothing')
    .option('--list', 'name the people')
    .option('--start <day>', 'launched on this day at 08:00 UTC instead of now', day)
    .action(async (named: string | undefined, options: PlanOptions) => {
      const session = await openSession(terminal, options)
      const { campaignId, name } = await findCampaign(session.client, named)
      const startAt = options.start === undefined ? undefined : `${options.start}T08:00:00Z`
      const body = given({ list: options.list, startAt })
      const plan = await session.client.planCampaign({ params: { campaignId }, body })
      session.print(plan, () => planText(name, plan, session.paint))
    })
}

/** The plan as text, for a person in front of a terminal. */
export function planText(name: string, plan: Plan, paint: Session['paint']): string {
  const head = `${paint('bold', name)}  ${plan.people} people, launched ${formatAt(plan.startAt)} UTC\n`
  return [
    head,
    peopleText(plan, paint),
    waveText(plan) + hoursText(plan),
    calendarText(plan, paint),
    dueText(plan, paint),
  ]
    .filter(text => text !== '')
    .join('\n')
}

function peopleText({ people, mailed, notMailed }: Plan, paint: Session['paint']): string {
  const rows = [
    { what: 'will be mailed', people: mailed.people, colour: 'green' as const, text: unseenText(mailed) },
    ...notMailed.map(one => ({
      what: `not: ${one.reason}`,
      people: one.people,
      colour: 'yellow' as const,
      text: one.text,
    })),
  ]
  const table = formatTable<(typeof rows)[number]>(
    [
      { head: 'who', of: row => row.what },
      { head: 'people', of: row => row.people, align: 'right' },
      {
        head: '',
        of: row => formatBar(row.people, people, barWidth),
        paint: (text, row) => paint(row.colour, text),
      },
      { head: 'why', of: row => row.text },
    ],
    rows,
  )
  const lists = [
    namesText('will be mailed', mailed.names),
    ...notMailed.map(one => namesText(one.reason, one.names)),
  ]
  return table + lists.join('')
}

function unseenText({ notLookedAt }: Plan['mailed']): string {
  return notLookedAt > 0 ? `${notLookedAt} of them are looked at first, and may be registered` : ''
}

function namesText(reason: string, names: readonly Named[]): string {
  if (names.length === 0) return ''
  const lines = names.map(one => printable(`  ${one.displayName} <${one.userPrincipalName}>`))
  return `\n${reason}:\n${lines.join('\n')}\n`
}

function waveText({ wave, senders, mailed, people }: Plan): string {
  if (people > 0 && mailed.people === 0) return 'there is nobody to invite, so no mail goes out\n'
  const able = senders.filter(sender => sender.problem === null).length
  const aside = senders.length - able
  const of = aside > 0 ? ` (${aside} more cannot send: muster sender list)` : ''
  const before = wave.queuedBefore > 0 ? `; ${wave.queuedBefore} mails wait before them` : ''
  if (wave.finishAt === null) return `${wave.mails} mails and no sender that can send${of}\n`
  return `${wave.mails} ${wave.mails === 1 ? 'mail' : 'mails'} through ${able} sender${able === 1 ? '' : 's'}${of}${before}; the last goes out ${formatAt(wave.finishAt)} UTC\n`
}

/** A line holds this many zones; `--json` has them all. */
const zonesShownMax = 4

/** The campaign's hours, and whose clocks they are read from. */
function hoursText({ mailHours, mailDays, zones }: Plan): string {
  if (mailHours === null && mailDays === null) return ''
  const shown = zones
    .slice(0, zonesShownMax)
    .map(({ zone, source, people }) => `${zone} ${people} (${source})`)
  const more = zones.length > shown.length ? ` and ${zones.length - shown.length} more` : ''
  const clocks = shown.length === 0 ? '' : `; clocks: ${shown.join(', ')}${more}`
  return `mails go out ${mailTimesText({ mailHours, mailDays })}${clocks}\n`
}

interface CalendarLine {
  day: string
  mails: number | null
  colour: Colour
  what: string
}

/** Bars for the days of the wave, then a line for each reminder and for the date, in time order. */
function calendarText({ wave, reminders, escalation, due }: Plan, paint: Session['paint']): string {
  const days = wave.days.map(
    ({ day, mails }): CalendarLine => ({ day, mails, colour: 'cyan', what: 'invitations' }),
  )
  const marks: CalendarLine[] = [
    ...reminders.map((one): CalendarLine => {
      const until = dayOf(one.untilAt)
      const from = dayOf(one.fromAt)
      const span = from === until ? '' : `, until ${until}`
      return {
        day: from,
        mails: one.mailsAtMost,
        colour: 'dim',
        what: `reminder ${one.number} at most${span}`,
      }
    }),
    ...(escalation === null
      ? []
      : [
          {
            day: dayOf(escalation.fromAt),
            mails: null,
            colour: 'dim' as const,
            what: escalationWords(escalation),
          },
        ]),
    ...(due === null ? [] : [{ day: due.on, mails: null, colour: 'bold' as const, what: '◀ the date' }]),
  ]
  const shown = days.slice(0, daysShownMax)
  const lines = [...shown, ...marks].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  if (lines.length === 0) return ''
  const most = Math.max(1, ...lines.map(line => line.mails ?? 0))
  const table = formatTable<CalendarLine>(
    [
      { head: 'day', of: line => line.day },
      { head: 'mails', of: line => line.mails ?? '', align: 'right' },
      {
        head: '',
        of: line => (line.mails === null ? ' '.repeat(barWidth) : formatBar(line.mails, most, barWidth)),
        paint: (text, line) => paint(line.colour, text),
      },
      { head: '', of: line => line.what },
    ],
    lines,
  )
  const more = days.length - shown.length
  return more > 0 ? `${table}… and ${more} more days of invitations; --json has them all\n` : table
}

function escalationWords({
  afterReminders,
  peopleAtMost,
  fromAt,
  untilAt,
}: NonNullable<Plan['escalation']>): string {
  const span = dayOf(fromAt) === dayOf(untilAt) ? '' : `, until ${dayOf(untilAt)}`
  const reminders = `${afterReminders} ${afterReminders === 1 ? 'reminder' : 'reminders'}`
  return `managers are told of at most ${peopleAtMost}, after ${reminders}${span}`
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

function dueText({ due, reminders, people, mailed }: Plan, paint: Session['paint']): string {
  if (people === 0) return `${paint('yellow', 'nobody is in the campaign yet')}: import people first\n`
  if (due === null || mailed.people === 0) return ''
  switch (due.verdict) {
    case 'met':
      return `${paint('green', `${due.on} can be met`)}: every mail goes out before it\n`
    case 'tight': {
      const before = `${due.remindersBefore} of ${reminders.length} reminders`
      return `${paint('yellow', `${due.on} is tight`)}: everybody is invited by then, ${before} fall before it\n`
    }
    case 'missed': {
      const remedy =
        due.sendersNeeded === null
          ? 'choose a later one'
          : `${due.sendersNeeded} senders like these would make it`
      return `${paint('red', `${due.on} cannot be met`)}: ${remedy}\n`
    }
    default:
      return due.verdict satisfies never
  }
}
