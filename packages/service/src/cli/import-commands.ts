/** `import` and `batch list|show`: people in, with progress, and what became of each row. */

import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Output } from '@muster/contract/routes'
import { importBytesMax } from '@muster/contract/shapes/batches'
import type { Command } from 'commander'
import { CliFailure, exitCodes, usageFailure } from './failure.ts'
import { findCampaign, readAll } from './names.ts'
import { type CampaignOptions, day, given, withCampaign } from './options.ts'
import { createProgress } from './progress.ts'
import { type ConnectionOptions, openSession, type Session, withConnection } from './session.ts'
import { type Column, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Batch = Output<'getBatch'>['batch']
type BatchRow = Output<'listBatchRows'>['items'][number]

const lookEveryMs = 500
/** Ten minutes without one more row: the work is held up, and waiting here does not help it. */
const looksWithoutChangeMax = 1200
const ownerOnly = 0o600
/** Enough to see what is wrong with a file; `--result` has them all. */
const rowsShownMax = 20

interface ImportOptions extends ConnectionOptions {
  campaign?: string
  group?: string
  paste?: boolean
  source?: string
  batch?: string
  column?: string
  exclude?: string
  until?: string
  inviteAgain?: boolean
  dryRun?: boolean
  wait: boolean
  result?: string
}

export function addImportCommands(program: Command, terminal: Terminal): void {
  withCampaign(
    withConnection(program.command('import').argument('[file]', 'a list of people, or - for standard input')),
  )
    .description('take people in from a file, a pasted list or a group')
    .option('--dry-run', 'say what would become of each row and change nothing')
    .option('--group <guid>', "take in a group's members instead of a file")
    .option('--paste', 'read addresses from standard input; their source is "Manual"')
    .option('--source <word>', 'what the people\'s Source will say (else "CSV Upload", "Manual" or "Group")')
    .option('--batch <id>', 'your own SourceBatchId (else one is made)')
    .option(
      '--column <number>',
      'which column of the file names the people, the first is 1 (else found by its name)',
    )
    .option('--exclude <reason>', 'leave those in the list out of the campaign, for this reason')
    .option('--until <day>', 'the day on which that ends by itself', day)
    .option('--invite-again', 'invite again those who are not yet active')
    .option('--no-wait', 'do not wait for the work to be done')
    .option('--result <file>', 'write what became of each row to a file')
    .action(async (file: string | undefined, options: ImportOptions) => {
      const session = await openSession(terminal, options)
      const started = await startImport(session, file, options)
      if (!options.wait) {
        session.print({ batch: started }, () => `accepted; look with: muster batch show ${started.batchId}\n`)
        return
      }
      await reportBatch(session, await waitForBatch(session, started), options.result)
    })
  const batch = program.command('batch').description('what was taken in')
  withCampaign(withConnection(batch.command('list')))
    .description("list a campaign's batches")
    .action(async (options: CampaignOptions) => {
      const session = await openSession(terminal, options)
      const { campaignId } = await findCampaign(session.client, options.campaign)
      const items = await readAll(query => session.client.listBatches({ params: { campaignId }, query }))
      session.print(items, () => formatTable(batchColumns, items) || 'no batch yet: muster import FILE\n')
    })
  withConnection(batch.command('show').argument('<batch>', 'its id'))
    .description('show a batch and what became of its rows')
    .option('--result <file>', 'write what became of each row to a file')
    .action(async (batchId: string, options: ConnectionOptions & { result?: string }) => {
      const session = await openSession(terminal, options)
      const { batch: found } = await session.client.getBatch({ params: { batchId } })
      await reportBatch(session, found, options.result)
    })
}

const batchColumns: Column<Batch>[] = [
  { head: 'taken in (UTC)', of: batch => batch.createdAt },
  { head: 'batch', of: batch => batch.sourceBatchId },
  { head: 'source', of: batch => batch.source },
  { head: 'state', of: batch => (batch.dryRun ? `${batch.state} (dry run)` : batch.state) },
  { head: 'added', of: batch => batch.counts.added, align: 'right' },
  { head: 'updated', of: batch => batch.counts.updated, align: 'right' },
  { head: 'unchanged', of: batch => batch.counts.unchanged, align: 'right' },
  { head: 'skipped', of: batch => batch.counts.skipped, align: 'right' },
  { head: 'invalid', of: batch => batch.counts.invalid, align: 'right' },
  { head: 'id', of: batch => batch.batchId },
]

async function startImport(
  session: Session,
  file: string | undefined,
  options: ImportOptions,
): Promise<Batch> {
  const ways = [file, options.group, options.paste].filter(way => way !== undefined)
  if (ways.length !== 1) {
    throw usageFailure(
      'an import has one source',
      'give a FILE, or - for standard input, or --paste, or --group ID',
    )
  }
  const { campaignId } = await findCampaign(session.client, options.campaign)
  const common = given({
    source: options.source,
    sourceBatchId: options.batch,
    inviteAgain: options.inviteAgain,
    dryRun: options.dryRun,
    exclusionId: await exclusionOf(session, campaignId, options),
  })
  const params = { campaignId }
  if (options.group !== undefined) {
    const body = { groupId: options.group, ...common }
    return (await session.client.importGroup({ params, body })).batch
  }
  const { bytes, fileName, source } = await openList(session.terminal, file)
  const query = { ...given({ source, column: columnOf(options) }), ...common }
  return (await session.client.importPeople({ params, query, body: bytes, ...given({ fileName }) })).batch
}

/** The reason stands beside the list, never in the address that it is sent to. */
async function exclusionOf(
  { client }: Session,
  campaignId: string,
  { exclude, until }: ImportOptions,
): Promise<string | undefined> {
  if (exclude === undefined && until === undefined) return undefined
  if (exclude === undefined)
    throw usageFailure('--until says when --exclude ends', 'give a reason: --exclude "on leave"')
  const end = until === undefined ? undefined : `${until}T00:00:00Z`
  const body = { reason: exclude, ...given({ until: end }) }
  return (await client.createExclusion({ params: { campaignId }, body })).exclusionId
}

function columnOf({ column }: ImportOptions): number | undefined {
  if (column === undefined) return undefined
  if (/^[1-9]\d*$/.test(column)) return Number(column)
  throw usageFailure(`--column is "${column}", which is no number of a column`, 'count from 1: --column 2')
}

interface List {
  bytes: ReadableStream<Uint8Array>
  fileName: string | undefined
  source: string | undefined
}

/** No file stands for a pasted list. */
async function openList(terminal: Terminal, file: string | undefined): Promise<List> {
  if (file !== undefined && file !== '-') {
    await judgeFile(file)
    const bytes = ReadableStream.from<Uint8Array>(createReadStream(file))
    return { bytes, fileName: basename(file), source: undefined }
  }
  const isPaste = file === undefined
  if (isPaste && terminal.isTTY)
    terminal.stderr.write('Paste the addresses, then press Ctrl-D on a line of its own.\n')
  const bytes = ReadableStream.from<Uint8Array>(terminal.stdin)
  return { bytes, fileName: undefined, source: isPaste ? 'Manual' : undefined }
}

/** Says what is wrong with a file before any of it is sent. */
async function judgeFile(file: string): Promise<void> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    const message = `the file cannot be read (${error.code})`
    throw new CliFailure(message, { exitCode: exitCodes.usage, where: file })
  })
  await using opened = handle
  const stat = await opened.stat()
  if (stat.isDirectory()) throw new CliFailure('this is a folder', { exitCode: exitCodes.usage, where: file })
  if (stat.size <= importBytesMax) return
  const limitMb = importBytesMax / 1024 / 1024
  throw new CliFailure(
    `the file has ${Math.ceil(stat.size / 1024 / 1024)} MB; at most ${limitMb} MB are taken in at once`,
    {
      where: file,
      remedy: `split it, each part with the header line, and import the parts one after the other`,
    },
  )
}

async function waitForBatch(session: Session, started: Batch): Promise<Batch> {
  const progress = createProgress(session.terminal, !session.wantsJson)
  let batch = started
  let looksWithoutChange = 0
  try {
    while (batch.state === 'queued' || batch.state === 'working') {
      progress.show(batch.rowsDone, batch.rowsTotal, batch.state)
      await session.terminal.wait(lookEveryMs)
      const { batch: next } = await session.client.getBatch({ params: { batchId: batch.batchId } })
      const isSame = next.rowsDone === batch.rowsDone && next.state === batch.state
      looksWithoutChange = isSame ? looksWithoutChange + 1 : 0
      if (looksWithoutChange > looksWithoutChangeMax) throw stalled(next)
      batch = next
    }
  } finally {
    progress.clear()
  }
  return batch
}

function stalled(batch: Batch): CliFailure {
  return new CliFailure(`nothing has moved for ten minutes; the batch is still ${batch.state}`, {
    where: `batch ${batch.batchId}`,
    remedy: `it goes on in the background; look with: muster batch show ${batch.batchId}`,
  })
}

async function reportBatch(session: Session, batch: Batch, resultFile: string | undefined): Promise<void> {
  const { batchId } = batch
  if (batch.state === 'refused') {
    session.print({ batch }, () => '')
    const { detail, where, remedy } = batch.problem ?? {
      detail: 'the whole list was refused',
      where: null,
      remedy: null,
    }
    throw new CliFailure(detail, {
      where: where ?? `batch ${batchId}`,
      ...(remedy === null ? {} : { remedy }),
    })
  }
  if (resultFile !== undefined) await writeResult(session, batchId, resultFile)
  if (session.wantsJson) return session.print({ batch }, () => '')
  const rows = await readTroubledRows(session, batch)
  session.print(
    { batch },
    () => batchText(session, batch, rows) + (resultFile === undefined ? '' : `\nevery row: ${resultFile}\n`),
  )
}

async function writeResult({ client }: Session, batchId: string, file: string): Promise<void> {
  const { bytes } = await client.downloadBatchRows({ params: { batchId } })
  // Names and addresses of people: for whoever runs the command, also where a file was there before.
  const handle = await open(file, 'w', ownerOnly)
  if ((await handle.stat()).isFile()) await handle.chmod(ownerOnly)
  await pipeline(Readable.fromWeb(bytes), handle.createWriteStream())
}

async function readTroubledRows({ client }: Session, batch: Batch): Promise<BatchRow[]> {
  const rows: BatchRow[] = []
  for (const outcome of ['invalid', 'skipped'] as const) {
    const left = rowsShownMax - rows.length
    if (batch.counts[outcome] === 0 || left === 0) continue
    const query = { outcome, limit: left }
    rows.push(...(await client.listBatchRows({ params: { batchId: batch.batchId }, query })).items)
  }
  return rows
}

function batchText({ paint }: Session, batch: Batch, rows: readonly BatchRow[]): string {
  const { counts } = batch
  const said = batch.dryRun ? 'dry run, nothing was changed' : batch.state
  const head = `${batch.sourceBatchId}: ${said}\n\n`
  const table = formatTable<[string, number]>(
    [
      { head: 'outcome', of: ([outcome]) => outcome },
      { head: 'rows', of: ([, count]) => count, align: 'right' },
    ],
    Object.entries(counts),
  )
  if (rows.length === 0) return head + table
  const columns: Column<BatchRow>[] = [
    { head: 'line', of: row => row.line, align: 'right' },
    // A group knows its members by object id alone, which tells a person nothing.
    { head: 'value', of: row => (batch.kind === 'group' ? (row.userPrincipalName ?? row.value) : row.value) },
    {
      head: 'outcome',
      of: row => row.outcome,
      paint: (text, row) => paint(row.outcome === 'invalid' ? 'red' : 'yellow', text),
    },
    { head: 'why', of: row => row.reason },
  ]
  const more = counts.invalid + counts.skipped - rows.length
  const rest = more > 0 ? `… and ${more} more; --result FILE has them all\n` : ''
  return `${head}${table}\n${formatTable(columns, rows)}${rest}`
}
