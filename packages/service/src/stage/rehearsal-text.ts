/** The result of a rehearsal for a person: where everybody ended, what it cost, and that the audit is clean. */

import { statuses } from '@muster/core/enrolment'
import { formatBar, formatPercent } from '../cli/table.ts'
import type { RehearsalResult } from './rehearse.ts'

const barWidth = 40
const labelWidth = 26

/** What each line of the audit says when it is zero. */
const auditWords: Record<keyof RehearsalResult['audit'], string> = {
  inGroupWithoutConfirming: 'in the group without having asked',
  confirmedNotInGroup: 'asked and not in the group',
  activeWithoutMethod: 'called active without a method',
  registeredNotActive: 'registered and not seen',
  brokenLinks: 'links that did not work',
  personalDataInUrls: 'addresses with personal data',
  rowsDisagreeWithEvents: 'rows that disagree with their events',
  talliesDisagreeWithRows: 'figures that disagree with their rows',
}

export function tellRehearsal(result: RehearsalResult): string {
  const { mail, graph, audit, detection } = result
  const people = statuses
    .filter(status => result.statuses[status] > 0)
    .map(status => {
      const count = result.statuses[status]
      const bar = formatBar(count, result.people, barWidth)
      return `  ${status.padEnd(14)}${String(count).padStart(7)}  ${bar} ${formatPercent(count, result.people)}`
    })
  const zeros: [string, number][] = [
    ['mails sent twice', mail.duplicates],
    ['mails to the wrong person', mail.toWrongPerson],
    ['thanked twice', result.automations.twice],
    ['registered and not thanked', result.automations.missed],
    ['thanked without having registered', result.automations.actedOnCancelled],
    ...(result.mirror.writes === 0
      ? []
      : [['rows of the list that are wrong', result.mirror.wrong] as [string, number]]),
    ...Object.entries(audit).map(([name, count]): [string, number] => [
      auditWords[name as keyof typeof auditWords],
      count,
    ]),
  ]
  const families = Object.entries(graph.byFamily)
    .filter(([, count]) => count > 0)
    .map(([family, count]) => `${family} ${count}`)
  return [
    '',
    `${result.people} people, ${result.days} days, seed ${result.seed}: ${result.wallSeconds} s`,
    '',
    ...people,
    '',
    `  ${'mails'.padEnd(labelWidth)}${mail.sent}, of them ${mail.reminders} reminders; ${mail.digests} to managers; ${mail.uncertain} of unknown fate`,
    `  ${'requests to Graph'.padEnd(labelWidth)}${graph.requests}, throttled ${graph.throttled}  (${families.join(', ')})`,
    `  ${''.padEnd(labelWidth)}${graph.perPerson} for each person, besides mail`,
    `  ${'registrations seen'.padEnd(labelWidth)}${tellDetection(detection)}`,
    `  ${'the first wave'.padEnd(labelWidth)}${tellWave(result.plan)}`,
    `  ${'people thanked by a rule'.padEnd(labelWidth)}${result.automations.acted}`,
    ...tellMirror(result.mirror),
    ...tellLanes(result.lanes).map(words => `  ${'copies killed'.padEnd(labelWidth)}${words}`),
    '',
    ...zeros.map(
      ([words, count]) => `  ${count === 0 ? '✓' : '✗'} ${words.padEnd(38)}${String(count).padStart(6)}`,
    ),
    '',
    '',
  ].join('\n')
}

function tellDetection({ people, medianSeconds, p95Seconds }: RehearsalResult['detection']): string {
  if (medianSeconds === null || p95Seconds === null) return 'nobody registered'
  return `${people}, half of them within ${minutes(medianSeconds)}, 95 % within ${minutes(p95Seconds)}`
}

function tellWave({ predictedFinish, actualFinish, possibleFinish }: RehearsalResult['plan']): string {
  if (actualFinish === null || possibleFinish === null) return 'nobody was mailed'
  const planned = predictedFinish === null ? 'never' : moment(predictedFinish)
  return `planned to end ${planned}, ended ${moment(actualFinish)}; the mail limits allow ${moment(possibleFinish)}`
}

/** A line where there was a list. */
function tellMirror({ rows, writes, writesPerChange }: RehearsalResult['mirror']): string[] {
  if (writes === 0) return []
  const label = 'the SharePoint list'.padEnd(labelWidth)
  return [`  ${label}${rows} rows; ${writes} writes, ${writesPerChange} for each change`]
}

function moment(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ')
}

/** A line where copies were killed. */
function tellLanes({ kills, takeovers, slowestTakeoverSeconds }: RehearsalResult['lanes']): string[] {
  if (kills === 0) return []
  const slowest = takeovers === 0 ? '' : `, the slowest after ${slowestTakeoverSeconds} s`
  return [`${kills}; ${takeovers} lanes taken over${slowest}`]
}

function minutes(seconds: number): string {
  return `${Math.round(seconds / 6) / 10} min`
}
