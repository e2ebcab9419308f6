/** `rule history|export|failed`: whom a rule has met, its list as a file, and what was given up. */

import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Output } from '@muster/contract/routes'
import { type Command, Option } from 'commander'
import { findTenant, readAll } from './names.ts'
import { given, type TenantOptions, wholeNumber, withTenant } from './options.ts'
import { tellReason } from './rule-words.ts'
import { openSession, type Session, withConnection } from './session.ts'
import { type Column, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Rule = Output<'getRule'>
type Entry = Output<'listRuleEntries'>['items'][number]
type FailedAct = Output<'listFailedActs'>['items'][number]

/** A screen or two; `--limit` asks for more. */
const shownDefault = 50
/** Everybody in the largest tenant that Muster is made for. */
const shownMax = 1_000_000

export function addRuleHistory(
  rule: Command,
  terminal: Terminal,
  findRule: (session: Session, named: string, options: TenantOptions) => Promise<Rule>,
): void {
  withTenant(withConnection(rule.command('history').argument('<rule>', 'name or id')))
    .description('whom a rule has met, newest first, and what became of each act')
    .addOption(new Option('--state <state>', 'only these').choices(['waiting', 'listed', 'passed']))
    .option('--limit <number>', 'how many at most', wholeNumber(1, shownMax), shownDefault)
    .action(async (named: string, options: TenantOptions & { state?: Entry['state']; limit: number }) => {
      const session = await openSession(terminal, options)
      const { ruleId } = await findRule(session, named, options)
      const wanted = given({ state: options.state })
      const entries = await readAll(
        page => session.client.listRuleEntries({ params: { ruleId }, query: { ...wanted, ...page } }),
        options.limit,
      )
      session.print(entries, () => formatTable(entryColumns, entries) || 'nobody yet\n')
    })
  withTenant(withConnection(rule.command('export').argument('<rule>', 'name or id')))
    .description("a rule's list as a CSV file: userPrincipalName and CommSent")
    .option('--full', 'with everything else that is known')
    .option('--out <path>', 'a file; the terminal when left out')
    .action(async (named: string, options: TenantOptions & { full?: boolean; out?: string }) => {
      const session = await openSession(terminal, options)
      const { ruleId } = await findRule(session, named, options)
      const shape = options.full === true ? 'full' : 'seed'
      const file = await session.client.downloadRuleList({ params: { ruleId }, query: { shape } })
      await writeOut(session, file.bytes, options.out)
    })
  withTenant(withConnection(rule.command('failed')))
    .description('acts of all rules that were given up, or whose fate is unknown')
    .action(async (options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const acts = await readAll(query => session.client.listFailedActs({ params: { tenantId }, query }))
      session.print(acts, () => formatTable(failedColumns, acts) || 'nothing failed\n')
    })
}

/** A file of people is for nobody else on this machine; without a path it goes to the terminal as it comes. */
export async function writeOut(
  session: Session,
  bytes: ReadableStream<Uint8Array>,
  path: string | undefined,
): Promise<void> {
  const { terminal } = session
  if (path === undefined) {
    for await (const piece of bytes) {
      if (terminal.stdout.write(piece) === false) await terminal.drained()
    }
    return
  }
  await pipeline(Readable.fromWeb(bytes), createWriteStream(path, { mode: 0o600 }))
  session.print({ file: path }, () => `written to ${path}\n`)
}

const entryColumns: Column<Entry>[] = [
  { head: 'who', of: one => one.userPrincipalName ?? one.personId },
  { head: 'what', of: one => one.activity },
  { head: 'when (UTC)', of: one => one.at },
  { head: 'state', of: one => one.state },
  { head: 'why', of: one => tellReason(one.reason) },
  { head: 'CommSent (UTC)', of: one => one.commSentAt },
  {
    head: 'acts',
    of: one => one.acts.map(act => `${act.key}: ${act.state} ${act.detail ?? ''} [${act.actId}]`).join('; '),
  },
]

const failedColumns: Column<FailedAct>[] = [
  { head: 'rule', of: one => one.ruleName },
  { head: 'who', of: one => one.userPrincipalName },
  { head: 'act', of: one => one.key },
  { head: 'state', of: one => one.state },
  { head: 'why', of: one => one.detail },
  { head: 'tries', align: 'right', of: one => one.attempts },
  { head: 'id', of: one => one.actId },
]
