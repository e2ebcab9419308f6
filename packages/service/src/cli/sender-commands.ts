/** `sender add|list|update|resume|remove`. */

import type { Output } from '@muster/contract/routes'
import { type Command, Option } from 'commander'
import { usageFailure } from './failure.ts'
import { findSender, findTenant, readAll } from './names.ts'
import { given, type TenantOptions, wholeNumber, withTenant } from './options.ts'
import { findSecret, needSecret } from './secrets.ts'
import { openSession, withConnection } from './session.ts'
import { type Column, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

export function addSenderCommands(program: Command, terminal: Terminal): void {
  const sender = program
    .command('sender')
    .description('the mailboxes and mail servers that mail goes out through')
  addSenderAdd(sender, terminal)
  withTenant(withConnection(sender.command('list')))
    .description("list a tenant's senders")
    .action(async (options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const items = await readAll(query => session.client.listSenders({ params: { tenantId }, query }))
      session.print(items, () => formatTable(senderColumns, items) || 'no sender yet: muster sender add\n')
    })
  addSenderUpdate(sender, terminal)
  withTenant(withConnection(sender.command('resume').argument('<sender>', 'address or id')))
    .description('try a sender that was set aside again now')
    .action(async (named: string, options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const { senderId } = await findSender(session.client, tenantId, { named, flag: 'SENDER' })
      const resumed = await session.client.resumeSender({ params: { tenantId, senderId } })
      session.print(resumed, () => `${resumed.address} is tried again now\n`)
    })
  withTenant(withConnection(sender.command('remove').argument('<sender>', 'address or id')))
    .description('take a sender away that no unfinished campaign uses')
    .action(async (named: string, options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const { senderId, address } = await findSender(session.client, tenantId, { named, flag: 'SENDER' })
      await session.client.removeSender({ params: { tenantId, senderId } })
      session.print({ senderId }, () => `no mail goes out as ${address} any more\n`)
    })
}

const senderColumns: Column<Output<'addSender'>>[] = [
  { head: 'address', of: sender => sender.address },
  { head: 'name', of: sender => sender.displayName },
  { head: 'kind', of: sender => sender.kind },
  {
    head: 'server',
    of: sender => (sender.host === null ? null : `${sender.host}:${sender.port} ${sender.tls}`),
  },
  {
    head: 'a minute / a day / at once',
    of: ({ perMinuteMax, perDayMax, atOnceMax }) => `${perMinuteMax} / ${perDayMax} / ${atOnceMax}`,
  },
  { head: 'problem', of: sender => sender.problem },
  { head: 'tried again (UTC)', of: sender => sender.retryAt },
  { head: 'id', of: sender => sender.senderId },
]

const portMax = 65_535

function withServer(command: Command): Command {
  return command
    .option('--host <host>', "the mail server's name (smtp)")
    .addOption(
      new Option('--tls <mode>', 'how the conversation is protected (smtp)').choices([
        'starttls',
        'implicit',
        'none',
      ]),
    )
    .option('--password-file <file>', 'a file with the password')
}

interface ServerOptions extends TenantOptions {
  displayName?: string
  host?: string
  tls?: 'starttls' | 'implicit' | 'none'
  user?: string
  passwordFile?: string
}

interface NewSenderOptions extends ServerOptions {
  kind: 'graph' | 'smtp'
  address: string
  port: number
}

function addSenderAdd(sender: Command, terminal: Terminal): void {
  withServer(withTenant(withConnection(sender.command('add'))))
    .description('add a mailbox (Graph) or a mail server (SMTP)')
    .addOption(new Option('--kind <kind>', 'how mail is sent').choices(['graph', 'smtp']).default('graph'))
    .requiredOption('--address <address>', 'the address that mail comes from')
    .option('--display-name <name>', 'the name beside it (else the address)')
    .option('--port <port>', "the mail server's port (smtp)", wholeNumber(1, portMax), 587)
    .option(
      '--user <name>',
      'to sign in with (smtp); the password comes from MUSTER_SMTP_PASSWORD or is asked for',
    )
    .action(async (options: NewSenderOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const displayName = options.displayName ?? options.address
      const { kind, address } = options
      const body =
        kind === 'graph'
          ? { kind, address, displayName }
          : { kind, address, displayName, ...(await smtpFields(terminal, options)) }
      const added = await session.client.addSender({ params: { tenantId }, body })
      session.print(added, () => `mail may go out as ${added.address} (${added.senderId})\n`)
    })
}

function passwordSource(file: string | undefined) {
  return { what: 'SMTP password', file, flag: '--password-file', variable: 'MUSTER_SMTP_PASSWORD' }
}

async function smtpFields(terminal: Terminal, options: NewSenderOptions) {
  const { host, port, tls, user, passwordFile } = options
  if (host === undefined) throw usageFailure('a mail server has a name', 'give --host')
  const password = user === undefined ? null : await findSecret(terminal, passwordSource(passwordFile))
  return { host, port, ...given({ tls, user, password: password ?? undefined }) }
}

interface SenderUpdateOptions extends Omit<ServerOptions, 'user'> {
  port?: number
  /** False when the server asks nobody to sign in. */
  user?: string | false
  password?: boolean
  perMinute?: number
  perDay?: number
  atOnce?: number
}

/** The service knows what a sender may have; this only catches slips of the finger. */
const figureMax = 10_000_000

function addSenderUpdate(sender: Command, terminal: Terminal): void {
  withServer(withTenant(withConnection(sender.command('update').argument('<sender>', 'address or id'))))
    .description("change a sender's name, its mail server and password, or what it may send")
    .option('--per-minute <number>', 'mails in a minute', wholeNumber(1, figureMax))
    .option('--per-day <number>', 'mails in a sliding day', wholeNumber(1, figureMax))
    .option('--at-once <number>', 'mails under way at the same time', wholeNumber(1, figureMax))
    .option('--display-name <name>', 'the name beside the address')
    .option('--port <port>', "the mail server's port (smtp)", wholeNumber(1, portMax))
    .option('--user <name>', 'to sign in with (smtp)')
    .option('--no-user', 'sign in no more')
    .option('--password', 'replace the password; it comes from MUSTER_SMTP_PASSWORD or is asked for')
    .action(async (named: string, options: SenderUpdateOptions) => {
      const { displayName, host, port, tls, user, passwordFile } = options
      const isAsked = options.password === true || passwordFile !== undefined
      const password = isAsked ? await needSecret(terminal, passwordSource(passwordFile)) : undefined
      const { perMinute: perMinuteMax, perDay: perDayMax, atOnce: atOnceMax } = options
      const server = { host, port, tls, user: user === false ? null : user, password }
      const body = given({ displayName, ...server, perMinuteMax, perDayMax, atOnceMax })
      if (Object.keys(body).length === 0) throw usageFailure('nothing to change was given', 'see --help')
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const { senderId } = await findSender(session.client, tenantId, { named, flag: 'SENDER' })
      const updated = await session.client.updateSender({ params: { tenantId, senderId }, body })
      session.print(updated, () => `${updated.address} is changed\n`)
    })
}
