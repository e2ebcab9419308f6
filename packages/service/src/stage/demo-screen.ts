/** What the demo shows: on a terminal one screen that lives, elsewhere lines that are added. */

import type { Output } from '@muster/contract/routes'
import { createPaint, type Session } from '../cli/session.ts'
import { funnelText, statusText } from '../cli/status-command.ts'
import { printable } from '../cli/table.ts'
import type { Terminal, TerminalSize } from '../cli/terminal.ts'

export interface DemoFacts {
  campaignId: string
  campaignName: string
  /** A campaign that waits to be launched; null when there is none. */
  draftName: string | null
  administrationUrl: string
  publicUrl: string
  consoleUrl: string
  /** Whom to sign in as, an admin; null when nobody can. */
  administrator: string | null
  /** How the command line is called from a second terminal. */
  commandPrefix: string
  /** Somebody worth looking at. */
  somebody: string
}

type Report = Output<'campaignStatus'>
type RecentEvent = Output<'recentEvents'>['items'][number]

export interface DemoMoment {
  report: Report
  /** Events since the last draw, oldest first. */
  fresh: readonly RecentEvent[]
  at: Date
}

/** Events kept for a tall window. */
const eventsKeptMax = 60
/** Events told at once where lines are added: more would bury the picture. */
const eventsToldMax = 10
/** Without a terminal a picture every so many draws is enough. */
const drawsBetweenPictures = 15
/** What a terminal is that does not say. */
const usualSize: TerminalSize = { columns: 80, rows: 24 }
const clearOnce = '\u001b[2J'
const home = '\u001b[H'
const clearToLineEnd = '\u001b[K'
const clearBelow = '\u001b[J'
/** Events that say little by themselves; the ones that follow say it. */
const quietKinds = new Set(['enrolled', 'invitationAsked', 'reminderAsked', 'joinAsked', 'mailWithdrawn'])

export function createDemoScreen(terminal: Terminal, facts: DemoFacts): { draw(moment: DemoMoment): void } {
  const paint = createPaint(terminal)
  let shown: RecentEvent[] = []
  let draws = 0
  terminal.stdout.write(terminal.isTTY ? clearOnce : `${helpLines(facts).join('\n')}\n\n`)

  return {
    draw({ report, fresh, at }) {
      const news = fresh.filter(event => !quietKinds.has(event.kind))
      shown = [...shown, ...news].slice(-eventsKeptMax)
      if (terminal.isTTY) {
        const size = terminal.size?.() ?? usualSize
        const lines = composeScreen({ report, events: shown, at, facts, size, paint })
        // Written over what is there, so that nothing flickers and what stood before the demo can be scrolled to.
        terminal.stdout.write(`${home}${lines.join(`${clearToLineEnd}\n`)}${clearToLineEnd}${clearBelow}`)
        return
      }
      for (const event of news.slice(-eventsToldMax)) terminal.stdout.write(`${tellLine(event)}\n`)
      if (draws++ % drawsBetweenPictures !== 0) return
      const head = `${paint('bold', 'Muster demo')}  simulated time ${tellTime(at)}\n`
      terminal.stdout.write(`\n${head}\n${statusText({ ...report, byDepartment: [], byBatch: [] }, paint)}\n`)
    },
  }
}

export interface DemoPicture {
  report: Report
  /** Oldest first. */
  events: readonly RecentEvent[]
  at: Date
  facts: DemoFacts
  size: TerminalSize
  paint: Session['paint']
}

/**
 * The whole screen as lines, no more and no wider than the terminal. Title and funnel come first; what is left goes to
 * the help, shortened on a low terminal, then to where people stand, and the rest to what just happened. Pure.
 */
export function composeScreen(picture: DemoPicture): string[] {
  const { report, events, at, facts, size, paint } = picture
  const { campaign, people } = report
  const title = `${paint('bold', 'Muster demo')}  ${tellTime(at)}  ${campaign.name}, ${campaign.status}, ${people} people`
  const top = [title, '', ...funnelLines(report, picture)]
  const help = ['', ...helpLines(facts).slice(0, size.rows < lowRows ? shortHelpLines : undefined)]
  const counts = ['', ...countsLines(report, size.columns)]
  const heading = ['', `${paint('bold', 'What just happened')}  (Ctrl-C stops, and nothing is kept)`]
  const fits = (lines: readonly string[], taken: number) => (taken + lines.length <= size.rows ? lines : [])
  const shownHelp = fits(help, top.length)
  const shownCounts = fits(counts, top.length + shownHelp.length)
  const room = size.rows - top.length - shownHelp.length - shownCounts.length - heading.length
  const news = room > 0 ? [...heading, ...events.slice(-room).map(tellLine)] : []
  return [...top, ...shownCounts, ...news, ...shownHelp]
    .slice(0, size.rows)
    .map(line => cutLine(line, size.columns))
}

/** Below so many rows the help has only its most important lines. */
const lowRows = 33
const shortHelpLines = 5

/** What the columns beside the bar take. */
const besideBarColumns = 52
/** A longer bar tells nothing more and takes the figures too far from their names. */
const barColumnsMax = 40
/** Enough to tell a fifth from another. */
const barColumnsMin = 5

function funnelLines(report: Report, { size, paint }: DemoPicture): string[] {
  const barColumns = Math.min(barColumnsMax, Math.max(barColumnsMin, size.columns - besideBarColumns))
  return funnelText(report, paint, barColumns).trimEnd().split('\n')
}

/** Where people stand and what became of mails: only what somebody is in, on as many lines as it takes. */
function countsLines({ counts, mail }: Report, columns: number): string[] {
  const inUse = (named: Readonly<Record<string, number>>) =>
    Object.entries(named)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${count} ${name}`)
  return [...wrap('people', inUse(counts), columns), ...wrap('mails', inUse(mail), columns)]
}

function wrap(label: string, parts: readonly string[], columns: number): string[] {
  const indent = 8
  const lines: string[] = []
  let line = label.padEnd(indent)
  for (const [index, part] of parts.entries()) {
    const text = index < parts.length - 1 ? `${part}, ` : part
    if (line.length > indent && line.length + text.trimEnd().length > columns) {
      lines.push(line.trimEnd())
      line = ' '.repeat(indent)
    }
    line += text
  }
  return [...lines, parts.length === 0 ? `${line}none` : line]
}

const graphemes = new Intl.Segmenter()
const twoColumns =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
const colourOrText = /(\u001b\[[0-9;]*m)|[^\u001b]+/g

/** The line without what goes beyond `columns`. Colours take no room, and those that were begun are ended. */
function cutLine(line: string, columns: number): string {
  let room = columns
  let cut = ''
  for (const [text, colour] of line.matchAll(colourOrText)) {
    if (colour !== undefined) {
      cut += colour
      continue
    }
    for (const { segment } of graphemes.segment(text)) {
      room -= twoColumns.test(segment) ? 2 : 1
      if (room < 0) break
      cut += segment
    }
  }
  return cut
}

function tellLine(event: RecentEvent): string {
  const name = printable(event.displayName ?? '')
  return `  ${tellTime(event.at)}  ${name.padEnd(nameColumns).slice(0, nameColumns)}  ${printable(event.text)}`
}

const nameColumns = 24

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

function tellTime(at: Date): string {
  const text = at.toISOString()
  return `${weekdays[at.getUTCDay()]} ${text.slice(5, 10)} ${text.slice(11, 16)}`
}

/** What to do with it, what matters most first. */
function helpLines(facts: DemoFacts): string[] {
  const { campaignName, commandPrefix, consoleUrl, somebody } = facts
  // There are several campaigns, and a command that leaves out which is refused.
  const named = `"${campaignName}"`
  return [
    ...portalLines(facts),
    `Read the mails and play a person: ${consoleUrl}`,
    `Or in a second terminal: ${commandPrefix} overview`,
    `  ${commandPrefix} status ${named}`,
    `  ${commandPrefix} person ${somebody} --campaign ${named}`,
    `  ${commandPrefix} people --status sent --campaign ${named}`,
    `  ${commandPrefix} campaign pause ${named}`,
    `  ${commandPrefix} mirror show --campaign ${named}`,
    `  ${commandPrefix} export --campaign ${named} --out people.csv`,
  ]
}

function portalLines({ administrationUrl, administrator, draftName }: DemoFacts): string[] {
  if (administrator === null) return []
  return [
    `Open ${administrationUrl} and sign in as ${administrator}`,
    '  Look: what needs attention on Overview; a campaign, its people, one of them',
    draftName === null
      ? '  Try: pause the campaign, exclude somebody, invite somebody again'
      : `  Try: launch “${draftName}” yourself (its Plan, then Launch)`,
  ]
}
