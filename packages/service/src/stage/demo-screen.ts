/** What the demo shows: on a terminal one screen that lives, elsewhere lines that are added. */

import type { Output } from '@muster/contract/routes'
import { createPaint } from '../cli/session.ts'
import { statusText } from '../cli/status-command.ts'
import type { Terminal } from '../cli/terminal.ts'

export interface DemoFacts {
  campaignId: string
  administrationUrl: string
  publicUrl: string
  consoleUrl: string
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

/** What fits below the funnel on a small terminal. */
const eventsShownMax = 10
/** Without a terminal a picture every so many draws is enough. */
const drawsBetweenPictures = 15
const clearScreen = '\u001b[H\u001b[2J\u001b[3J'
/** Events that say little by themselves; the ones that follow say it. */
const quietKinds = new Set(['enrolled', 'invitationAsked', 'reminderAsked', 'joinAsked', 'mailWithdrawn'])

export function createDemoScreen(terminal: Terminal, facts: DemoFacts): { draw(moment: DemoMoment): void } {
  const paint = createPaint(terminal)
  let shown: RecentEvent[] = []
  let draws = 0
  if (!terminal.isTTY) terminal.stdout.write(`${helpText(facts)}\n`)

  return {
    draw({ report, fresh, at }) {
      const news = fresh.filter(event => !quietKinds.has(event.kind))
      shown = [...shown, ...news].slice(-eventsShownMax)
      const head = `${paint('bold', 'Muster demo')}  simulated time ${tellTime(at)}\n`
      const picture = `${head}\n${statusText({ ...report, byDepartment: [], byBatch: [] }, paint)}`
      if (terminal.isTTY) {
        const events = [paint('bold', 'What just happened'), ...shown.map(tellLine)].join('\n')
        terminal.stdout.write(`${clearScreen}${picture}\n${events}\n\n${helpText(facts)}`)
        return
      }
      for (const event of news.slice(-eventsShownMax)) terminal.stdout.write(`${tellLine(event)}\n`)
      if (draws++ % drawsBetweenPictures === 0) terminal.stdout.write(`\n${picture}\n`)
    },
  }
}

function tellLine(event: RecentEvent): string {
  return `  ${tellTime(event.at)}  ${(event.displayName ?? '').padEnd(24).slice(0, 24)}  ${event.text}`
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

function tellTime(at: Date): string {
  const text = at.toISOString()
  return `${weekdays[at.getUTCDay()]} ${text.slice(5, 10)} ${text.slice(11, 16)}`
}

function helpText(facts: DemoFacts): string {
  const { commandPrefix } = facts
  return [
    `Read the mails and play a person   ${facts.consoleUrl}`,
    `Act on it from a second terminal   ${commandPrefix} status`,
    `                                   ${commandPrefix} person ${facts.somebody}`,
    `                                   ${commandPrefix} people --status sent`,
    `                                   ${commandPrefix} campaign pause`,
    `                                   ${commandPrefix} export --out people.csv`,
    'Ctrl-C stops; nothing of it is kept.',
    '',
  ].join('\n')
}
