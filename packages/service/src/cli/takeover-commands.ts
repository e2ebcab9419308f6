/** `takeover sharepoint|show`: a list of the reference product into a campaign, rehearsed unless it is to be real. */

import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Output } from '@muster/contract/routes'
import { takeoverBytesMax } from '@muster/contract/shapes/takeovers'
import { type FindingCode, findingWords } from '@muster/core/take-over-findings'
import type { Command } from 'commander'
import { CliFailure, exitCodes, usageFailure } from './failure.ts'
import { findCampaign } from './names.ts'
import { given } from './options.ts'
import { createProgress } from './progress.ts'
import { type ConnectionOptions, openSession, type Session, withConnection } from './session.ts'
import { type Column, formatTable, printable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Takeover = Output<'getTakeover'>
type Report = NonNullable<Takeover['report']>

const lookEveryMs = 500
const ownerOnly = 0o600
/** Enough to see what is meant; `--result` has them all. */
const rowsOfEachShownMax = 3

interface TakeoverOptions extends ConnectionOptions {
  site?: string
  list?: string
  file?: string
  real?: boolean
  days?: string
  map?: string[]
  wait: boolean
  result?: string
}

export function addTakeoverCommands(program: Command, terminal: Terminal): void {
  const takeover = program
    .command('takeover')
    .description('take over from a SharePoint list of the reference product')
  withConnection(takeover.command('sharepoint').argument('<campaign>', 'its name or id'))
    .description(
      'read the list, say what is found, and with --real take it over; run it again for what came since',
    )
    .option('--site <address>', 'of the site, as the browser shows it')
    .option('--list <name>', 'of the list, as people see it')
    .option('--file <file>', 'the CSV export of the list instead')
    .option('--real', 'take it over; without, nothing is changed')
    .option(
      '--days <number>',
      'nobody who was mailed there in so many days is mailed by itself before they are over',
    )
    .option('--map <pair...>', 'a renamed column and what it was: "Einladung=InviteStatus"')
    .option('--no-wait', 'do not wait for the work to be done')
    .option('--result <file>', 'write every row with what was found to a file')
    .action(async (name: string, options: TakeoverOptions) => {
      const session = await openSession(terminal, options)
      const started = await start(session, name, options)
      if (!options.wait) {
        session.print(started, () => `accepted; look with: muster takeover show ${started.takeoverId}\n`)
        return
      }
      await tell(session, await waitFor(session, started), options.result)
    })
  withConnection(takeover.command('show').argument('<takeover>', 'its id'))
    .description('how far a take-over is, and what it came to')
    .option('--result <file>', 'write every row with what was found to a file')
    .action(async (takeoverId: string, options: ConnectionOptions & { result?: string }) => {
      const session = await openSession(terminal, options)
      await tell(session, await session.client.getTakeover({ params: { takeoverId } }), options.result)
    })
}

async function start(session: Session, name: string, options: TakeoverOptions): Promise<Takeover> {
  const from = sourceOf(options)
  if (options.file !== undefined) await judgeFile(options.file)
  const body = {
    from,
    real: options.real === true,
    columns: mappingOf(options.map ?? []),
    ...given({ restDays: daysOf(options.days) }),
  }
  const { campaignId } = await findCampaign(session.client, name)
  const started = await session.client.startTakeover({ params: { campaignId }, body })
  if (options.file === undefined) return started
  const bytes = ReadableStream.from<Uint8Array>(createReadStream(options.file))
  return session.client.sendTakeoverFile({ params: { takeoverId: started.takeoverId }, body: bytes })
}

function sourceOf({ site, list, file }: TakeoverOptions) {
  if (file !== undefined && site === undefined && list === undefined) {
    return { kind: 'file' as const, fileName: basename(file) }
  }
  if (file === undefined && site !== undefined && list !== undefined)
    return { kind: 'list' as const, site, list }
  throw usageFailure('a take-over has one source', 'give --site ADDRESS --list NAME, or --file EXPORT.csv')
}

function mappingOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map(pair => {
      const at = pair.lastIndexOf('=')
      if (at > 0 && at < pair.length - 1) return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
      throw usageFailure(`--map is "${pair}"`, 'write it as "Name in the list=InviteStatus"')
    }),
  )
}

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,3}$/.test(text)) return Number(text)
  throw usageFailure(`--days is "${text}", which is no number of days`, 'write it as --days 7')
}

async function judgeFile(file: string): Promise<void> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new CliFailure(`the file cannot be read (${error.code})`, {
      exitCode: exitCodes.usage,
      where: file,
    })
  })
  await using opened = handle
  const stat = await opened.stat()
  if (stat.isDirectory()) throw new CliFailure('this is a folder', { exitCode: exitCodes.usage, where: file })
  if (stat.size <= takeoverBytesMax) return
  throw new CliFailure(`the file is larger than ${takeoverBytesMax / 1024 / 1024} MB`, {
    where: file,
    remedy: 'leave out the columns that are not needed, or take over from the list itself',
  })
}

async function waitFor(session: Session, started: Takeover): Promise<Takeover> {
  const progress = createProgress(session.terminal, !session.wantsJson)
  let now = started
  try {
    while (now.state !== 'done' && now.state !== 'refused') {
      const isWeighing = now.state === 'weighing'
      const [done, whole] = isWeighing ? [now.peopleDone, now.peopleTotal] : [now.rowsDone, now.rowsTotal]
      progress.show(done, whole, isWeighing ? 'people held against the tenant' : 'read')
      await session.terminal.wait(lookEveryMs)
      now = await session.client.getTakeover({ params: { takeoverId: now.takeoverId } })
    }
  } finally {
    progress.clear()
  }
  return now
}

async function tell(session: Session, takeover: Takeover, resultFile: string | undefined): Promise<void> {
  const { takeoverId, problem, report } = takeover
  if (problem !== null) {
    session.print(takeover, () => '')
    const { detail, where, remedy } = problem
    throw new CliFailure(detail, { where: where ?? takeoverId, ...(remedy === null ? {} : { remedy }) })
  }
  if (resultFile !== undefined) await writeResult(session, takeoverId, resultFile)
  if (session.wantsJson) return session.print(takeover, () => '')
  const text = report === null ? progressText(takeover) : await reportText(session, takeover, report)
  session.print(takeover, () => text + (resultFile === undefined ? '' : `\nevery row: ${resultFile}\n`))
}

async function writeResult({ client }: Session, takeoverId: string, file: string): Promise<void> {
  const { bytes } = await client.downloadTakeoverRows({ params: { takeoverId } })
  // Names and addresses of people: for whoever runs the command.
  const handle = await open(file, 'w', ownerOnly)
  if ((await handle.stat()).isFile()) await handle.chmod(ownerOnly)
  await pipeline(Readable.fromWeb(bytes), handle.createWriteStream())
}

function progressText({ state, rowsDone, peopleDone }: Takeover): string {
  return `${state}: ${rowsDone} rows read, ${peopleDone} people held against the tenant\n`
}

function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

async function reportText(session: Session, takeover: Takeover, report: Report): Promise<string> {
  const parts = [
    `${printable(takeover.from.list)}: ${countOf(takeover.rowsDone, 'row', 'rows')}, ${countOf(takeover.peopleDone, 'person', 'people')}; ${
      takeover.real ? 'taken over' : 'rehearsed, nothing was changed'
    }\n`,
    columnsText(takeover),
    formatTable<[string, number]>(
      [
        { head: takeover.real ? 'became' : 'would become', of: ([outcome]) => outcome },
        { head: 'rows', of: ([, rows]) => rows, align: 'right' },
      ],
      Object.entries(report.counts),
    ),
    formatTable<Report['statuses'][number]>(
      [
        { head: 'the list says', of: row => row.listed ?? 'nothing' },
        { head: 'the evidence supports', of: row => row.status },
        { head: 'people', of: row => row.rows, align: 'right' },
      ],
      report.statuses,
    ),
    await findingsText(session, takeover, report),
    takeover.rowsDone === 0
      ? 'the list has no rows: there is nothing to take over\n'
      : takeover.real
        ? `what has come since: run it again; see it with: muster takeover show ${takeover.takeoverId}\n`
        : 'to take it over, the same with --real\n',
  ]
  return parts.filter(part => part !== '').join('\n')
}

function columnsText({ columns }: Takeover): string {
  if (columns === null) return ''
  const renamed = columns.found.filter(column => column.isRenamed)
  const lines = [
    ...renamed.map(({ listed, column }) => `the column "${printable(listed)}" is taken for ${column}`),
    columns.missing.length === 0 ? '' : `columns missing: ${columns.missing.join(', ')}`,
    columns.unknown.length === 0 ? '' : `columns nobody knows: ${columns.unknown.map(printable).join(', ')}`,
    columns.unmapped.length === 0
      ? ''
      : `in --map, and not there: ${columns.unmapped.map(printable).join(', ')}`,
  ].filter(line => line !== '')
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

async function findingsText(
  { client }: Session,
  { takeoverId, rowsDone }: Takeover,
  report: Report,
): Promise<string> {
  const isEmpty = rowsDone === 0
  const lines: Shown[] = []
  for (const { code, rows } of report.findings) {
    const query = { finding: code, limit: rowsOfEachShownMax }
    const { items } = await client.listTakeoverRows({ params: { takeoverId }, query })
    const who = items.map(({ row, person }) => `${row} ${person}`).join('; ')
    lines.push({ code, rows, who: rows > items.length ? `${who}; …` : who })
  }
  if (lines.length === 0) return isEmpty ? '' : 'nothing was found amiss\n'
  const meanings = lines.map(({ code }) => `${code}: ${findingWords[code]}\n`).join('')
  return `${formatTable(findingColumns, lines)}\n${meanings}`
}

interface Shown {
  code: FindingCode
  rows: number
  who: string
}

const findingColumns: Column<Shown>[] = [
  { head: 'found', of: line => line.code },
  { head: 'rows', of: line => line.rows, align: 'right' },
  { head: 'the first', of: line => line.who },
]
