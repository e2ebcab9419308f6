/** `tenant add|list|sync`, `doctor`, `sender add|list`; `sender-commands.ts` has the rest of the senders. */

import type { Output } from '@muster/contract/routes'
import { type Command, Option } from 'commander'
import { CliFailure, usageFailure } from './failure.ts'
import { findTenant, readAll } from './names.ts'
import { given, type TenantOptions, wholeNumber, withTenant } from './options.ts'
import { findSecret, needSecret, readTextFile } from './secrets.ts'
import { addSenderChanges, senderColumns } from './sender-commands.ts'
import { type Colour, type ConnectionOptions, openSession, type Session, withConnection } from './session.ts'
import { type Column, formatFacts, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

export function addTenantCommands(program: Command, terminal: Terminal): void {
  const tenant = program.command('tenant').description('the Entra tenants that Muster is connected to')
  addTenantAdd(tenant, terminal)
  withConnection(tenant.command('list'))
    .description('list the tenants')
    .action(async (options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const items = await readAll(query => session.client.listTenants({ query }))
      session.print(items, () => formatTable(tenantColumns, items) || 'no tenant yet: muster tenant add\n')
    })
  withConnection(tenant.command('sync').argument('[tenant]', 'name or id'))
    .description('bring the local copy of the directory up to date, in the background')
    .action(async (named: string | undefined, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId, name } = await findTenant(session.client, named)
      const started = await session.client.syncPeople({ params: { tenantId } })
      const said = started.state === 'started' ? 'started' : 'is already running'
      session.print(started, () => `the sync of ${name} ${said}\n`)
    })
  addDoctor(program, terminal)
  const sender = program
    .command('sender')
    .description('the mailboxes and mail servers that mail goes out through')
  addSenderAdd(sender, terminal)
  addSenderChanges(sender, terminal)
  withTenant(withConnection(sender.command('list')))
    .description("list a tenant's senders")
    .action(async (options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const items = await readAll(query => session.client.listSenders({ params: { tenantId }, query }))
      session.print(items, () => formatTable(senderColumns, items) || 'no sender yet: muster sender add\n')
    })
}

const tenantColumns: Column<Output<'getTenant'>>[] = [
  { head: 'name', of: tenant => tenant.name },
  { head: 'tenant', of: tenant => tenant.entraTenantId },
  { head: 'credential', of: tenant => tenant.credentialKind },
  { head: 'people', of: tenant => tenant.peopleCount, align: 'right' },
  { head: 'synced (UTC)', of: tenant => tenant.peopleSyncedAt },
  { head: 'id', of: tenant => tenant.tenantId },
]

interface NewTenantOptions extends ConnectionOptions {
  name: string
  entraTenant: string
  client: string
  secretFile?: string
  certificate?: string
  organisation?: string
  support?: string
  language?: string
  graphUrl?: string
  loginUrl?: string
}

function addTenantAdd(tenant: Command, terminal: Terminal): void {
  withConnection(tenant.command('add'))
    .description('connect a tenant; the secret comes from a file, from MUSTER_CLIENT_SECRET, or is asked for')
    .requiredOption('--name <name>', 'what you call it')
    .requiredOption('--entra-tenant <guid>', "Entra's id of the tenant")
    .requiredOption('--client <guid>', 'the id of the app registration')
    .option('--secret-file <file>', 'a file with the client secret')
    .option('--certificate <file>', 'a PEM with the certificate and its private key, instead of a secret')
    .option('--organisation <name>', 'as people read it in the mails (else the name)')
    .option('--support <contact>', 'whom people may ask')
    .option('--language <code>', 'of mails and pages when a person has none')
    .option('--graph-url <url>', 'where Microsoft Graph is')
    .option('--login-url <url>', 'where the token endpoint is')
    .action(async (options: NewTenantOptions) => {
      const session = await openSession(terminal, options)
      const added = await session.client.addTenant({
        body: {
          name: options.name,
          entraTenantId: options.entraTenant,
          clientId: options.client,
          organisationName: options.organisation ?? options.name,
          credential: await readCredential(terminal, options),
          ...given({
            supportContact: options.support,
            defaultLanguage: options.language,
            graphUrl: options.graphUrl,
            loginUrl: options.loginUrl,
          }),
        },
      })
      session.print(added, () => `${added.name} is connected (${added.tenantId}); now try: muster doctor\n`)
    })
}

async function readCredential(terminal: Terminal, options: NewTenantOptions) {
  const { secretFile, certificate } = options
  if (certificate !== undefined && secretFile !== undefined) {
    throw usageFailure('a tenant has a secret or a certificate, not both', 'leave one of the two away')
  }
  if (certificate !== undefined) return { kind: 'certificate' as const, pem: await readTextFile(certificate) }
  const source = {
    what: 'client secret',
    file: secretFile,
    flag: '--secret-file',
    variable: 'MUSTER_CLIENT_SECRET',
  }
  return { kind: 'secret' as const, secret: await needSecret(terminal, source) }
}

type Check = Output<'doctor'>['checks'][number]

const outcomeColours: Readonly<Record<Check['outcome'], Colour>> = {
  ok: 'green',
  missing: 'red',
  failed: 'red',
  skipped: 'yellow',
}

function addDoctor(program: Command, terminal: Terminal): void {
  withConnection(program.command('doctor').argument('[tenant]', 'name or id'))
    .description('check each permission with a real call and say how to grant what is missing')
    .action(async (named: string | undefined, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId, name } = await findTenant(session.client, named)
      const report = await session.client.doctor({ params: { tenantId } })
      session.print(report, () => doctorText(session, report.checks))
      const bad = report.checks.filter(check => check.outcome === 'missing' || check.outcome === 'failed')
      if (bad.length > 0)
        throw new CliFailure(`${bad.length} of ${report.checks.length} checks of ${name} are not well`)
    })
}

function doctorText({ paint }: Session, checks: readonly Check[]): string {
  const columns: Column<Check>[] = [
    { head: 'check', of: check => check.name },
    { head: 'permission', of: check => check.permission },
    {
      head: 'outcome',
      of: check => check.outcome,
      paint: (text, check) => paint(outcomeColours[check.outcome], text),
    },
    { head: 'what was seen', of: check => check.message },
  ]
  const remedies = checks
    .filter(check => check.remedy !== null)
    .map(check => [check.name, check.remedy] as const)
  return formatTable(columns, checks) + (remedies.length > 0 ? `\nTo mend:\n${formatFacts(remedies)}` : '')
}

const portMax = 65_535

function addSenderAdd(sender: Command, terminal: Terminal): void {
  withTenant(withConnection(sender.command('add')))
    .description('add a mailbox (Graph) or a mail server (SMTP)')
    .addOption(new Option('--kind <kind>', 'how mail is sent').choices(['graph', 'smtp']).default('graph'))
    .requiredOption('--address <address>', 'the address that mail comes from')
    .option('--display-name <name>', 'the name beside it (else the address)')
    .option('--host <host>', "the mail server's name (smtp)")
    .option('--port <port>', "the mail server's port (smtp)", wholeNumber(1, portMax), 587)
    .addOption(
      new Option('--tls <mode>', 'how the conversation is protected (smtp)').choices([
        'starttls',
        'implicit',
        'none',
      ]),
    )
    .option(
      '--user <name>',
      'to sign in with (smtp); the password comes from MUSTER_SMTP_PASSWORD or is asked for',
    )
    .option('--password-file <file>', 'a file with the password')
    .action(async (options: SenderOptions) => {
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

interface SenderOptions extends TenantOptions {
  kind: 'graph' | 'smtp'
  address: string
  displayName?: string
  host?: string
  port: number
  tls?: 'starttls' | 'implicit' | 'none'
  user?: string
  passwordFile?: string
}

async function smtpFields(terminal: Terminal, options: SenderOptions) {
  const { host, port, tls, user, passwordFile } = options
  if (host === undefined) throw usageFailure('a mail server has a name', 'give --host')
  const source = {
    what: 'SMTP password',
    file: passwordFile,
    flag: '--password-file',
    variable: 'MUSTER_SMTP_PASSWORD',
  }
  const password = user === undefined ? null : await findSecret(terminal, source)
  return { host, port, ...given({ tls, user, password: password ?? undefined }) }
}
