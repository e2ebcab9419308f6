/** From a tenant's row to the ports that reach it. A simulated tenant is a tenant: nothing here knows the difference. */

import { createHash } from 'node:crypto'
import type { Board } from '@muster/core/board'
import type { AuditLog, Clock, Directory, Group, Mailboxes, Mailer, Registrations } from '@muster/core/ports'
import { makeProblem } from '@muster/core/told-problems'
import { type Selectable, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { SenderTable, TenantTable } from '../db/schema.ts'
import { createAuditLog } from '../graph/audit-log.ts'
import { createBoard } from '../graph/board.ts'
import { type BudgetMaxima, defaultMaxima, peopleThatMatterMax } from '../graph/budgets.ts'
import {
  createGraphClient,
  type GraphClient,
  type GraphClientOptions,
  type TokenSource,
} from '../graph/client.ts'
import { createDirectory } from '../graph/directory.ts'
import { createGroup } from '../graph/group.ts'
import { readInboxReports } from '../graph/mail-reports.ts'
import { createMailboxes } from '../graph/mailboxes.ts'
import { createGraphMailer } from '../graph/mailer.ts'
import { createRegistrations } from '../graph/registrations.ts'
import { type CredentialFacts, createTokenSource } from '../graph/tokens.ts'
import type { Log } from '../log.ts'
import { unseal } from '../secrets.ts'
import { createSmtpMailer } from '../smtp/mailer.ts'
import { createThrottleRows, maximaOf } from './throttle-rows.ts'

export interface Connection {
  client: GraphClient
  tokens: TokenSource
  directory: Directory
  group: Group
  registrations: Registrations
  auditLog: AuditLog
  mailboxes: Mailboxes
  board: Board
}

export interface SenderConnection {
  mailer: Mailer
  from: { address: string; name: string | null }
}

/** What is sealed in a sender's row when it sends by SMTP. */
export interface SmtpSettings {
  host: string
  port: number
  tls: 'starttls' | 'implicit' | 'none'
  user: string | null
  password: string | null
}

export interface Connections {
  /** The ports of a tenant. Throws a Problem when there is no such tenant or its credential cannot be opened. */
  tenant(tenantId: string): Promise<Connection>
  sender(senderId: string): Promise<SenderConnection>
  close(): void
}

export interface ConnectionsOptions {
  db: Database
  secretKey: Buffer
  clock: Clock
  log: Log
  /** PEM of further certificate authorities, for SMTP; fetch has them from the process. */
  ca: string | null
}

/** Connections are kept until their row changes: tokens, gates and sessions live in them. */
export function createConnections(options: ConnectionsOptions): Connections {
  const tenants = new Map<string, Kept<Connection>>()
  const senders = new Map<string, Kept<SenderConnection & { close(): void }>>()
  const maximaOfTenant = new Map<string, BudgetMaxima>()

  /** With how many people it has, counted no further than its budgets depend on: asked before every call of Graph. */
  async function readTenant(tenantId: string): Promise<Selectable<TenantTable> & { people: number }> {
    const { rows } = await sql<Selectable<TenantTable> & { people: number }>`
      select tenant.*, (
        select count(*)::int from (
          select from person where tenant_id = tenant.id and deleted_at is null limit ${peopleThatMatterMax}
        ) as counted
      ) as people
      from tenant where id = ${tenantId}
    `.execute(options.db)
    const [row] = rows
    if (row === undefined) throw makeProblem('noTenant')
    return row
  }

  async function openTenant(row: Selectable<TenantTable>): Promise<Connection> {
    const credential = JSON.parse(unseal(options.secretKey, row.id, row.credential).reveal())
    return connect(
      {
        entraTenantId: row.entra_tenant_id,
        clientId: row.client_id,
        loginUrl: row.login_url,
        graphUrl: row.graph_url,
        credential,
      },
      {
        ...options,
        throttling: {
          maxima: () => maximaOfTenant.get(row.id) ?? defaultMaxima(0),
          store: createThrottleRows(options.db, row.id),
        },
      },
    )
  }

  async function sender(senderId: string): Promise<SenderConnection> {
    const row = await options.db
      .selectFrom('sender')
      .selectAll()
      .where('id', '=', senderId)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
    if (row === undefined) throw makeProblem('noSender')
    if (row.kind === 'graph') {
      const { client } = await tenant(row.tenant_id)
      return { mailer: createGraphMailer(client), from: fromOf(row) }
    }
    const version = versionOf([row.address, row.display_name, row.settings])
    return keep(senders, { key: senderId, version, open: () => openSmtpSender(row) })
  }

  async function openSmtpSender(row: Selectable<SenderTable>): Promise<SenderConnection & { close(): void }> {
    if (row.settings === null) throw new Error('an SMTP sender without settings')
    const settings: SmtpSettings = JSON.parse(unseal(options.secretKey, row.id, row.settings).reveal())
    const mailer = openSmtpMailer(settings, options.ca)
    const readBounces: Mailer['readBounces'] = async (from, since) =>
      readInboxReports((await tenant(row.tenant_id)).client, from, since)
    return { mailer: { ...mailer, readBounces }, from: fromOf(row), close: () => mailer.close() }
  }

  async function tenant(tenantId: string): Promise<Connection> {
    const row = await readTenant(tenantId)
    const { entra_tenant_id, client_id, login_url, graph_url, credential } = row
    const version = versionOf([entra_tenant_id, client_id, login_url, graph_url, credential])
    // Other figures need no new connection: a token at hand outlives a login service that is down.
    maximaOfTenant.set(tenantId, maximaOf(row, row.people))
    return keep(tenants, { key: tenantId, version, open: () => openTenant(row) })
  }

  return {
    tenant,
    sender,
    close() {
      for (const one of senders.values()) closeWhenOpen(one)
    },
  }
}

interface Kept<T> {
  version: string
  opening: Promise<T>
}

/** What a connection was opened with. Compared at every use, so that a change reaches every copy of the service. */
function versionOf(facts: readonly (string | Buffer | null)[]): string {
  const hash = createHash('sha256')
  for (const fact of facts) hash.update(fact ?? '').update('\n')
  return hash.digest('base64')
}

/** One opening in flight for each key; a failed one is not kept, and one of an older version is replaced. */
function keep<T extends object>(
  kept: Map<string, Kept<T>>,
  wanted: { key: string; version: string; open(): Promise<T> },
): Promise<T> {
  const { key, version } = wanted
  const known = kept.get(key)
  if (known?.version === version) return known.opening
  if (known !== undefined) closeWhenOpen(known)
  const opening = wanted.open()
  const one = { version, opening }
  kept.set(key, one)
  opening.catch(() => {
    if (kept.get(key) === one) kept.delete(key)
  })
  return opening
}

function closeWhenOpen({ opening }: Kept<object>): void {
  opening.then(
    opened => {
      if ('close' in opened && typeof opened.close === 'function') opened.close()
    },
    // Whoever asked for it was told already.
    () => undefined,
  )
}

function fromOf(row: Selectable<SenderTable>): SenderConnection['from'] {
  return { address: row.address, name: row.display_name }
}

/** The ports for a credential that need not be stored yet (the doctor checks one before it is kept). */
export function connect(
  facts: CredentialFacts,
  world: Pick<GraphClientOptions, 'clock' | 'log' | 'throttling'>,
): Connection {
  const tokens = createTokenSource(facts)
  const { clock, log, throttling } = world
  const client = createGraphClient({
    graphUrl: facts.graphUrl,
    tokens,
    clock,
    log,
    ...(throttling === undefined ? {} : { throttling }),
  })
  return {
    client,
    tokens,
    directory: createDirectory(client, world.clock),
    group: createGroup(client),
    registrations: createRegistrations(client, clock),
    auditLog: createAuditLog(client),
    mailboxes: createMailboxes(client, world.clock),
    board: createBoard(client, world.clock),
  }
}

/** Refusals that speak of the mailbox and not of the mail: its sign-in, and its recipients of the day (Exchange Online). */
const mailboxRefusals: ReadonlySet<string> = new Set(['auth', '550 5.1.90'])

/**
 * The port Mailer on SMTP. A refusal of the mailbox itself is told apart from one of the mail; what was sent
 * cannot be looked up, and what came back only where the sender's address is a mailbox of the tenant, which Graph can read. `ca`: PEM of authorities to trust, null for the well-known ones.
 */
export function openSmtpMailer(settings: SmtpSettings, ca: string | null): Mailer & { close(): void } {
  const smtp = createSmtpMailer({
    host: settings.host,
    port: settings.port,
    secure: settings.tls === 'implicit',
    requireTls: settings.tls === 'starttls',
    user: settings.user,
    password: settings.password,
    ...(ca === null ? {} : { ca }),
  })
  return {
    async send(mail, signal) {
      const outcome = await smtp.send(mail, signal)
      const isMailboxes = outcome.kind === 'refused' && mailboxRefusals.has(outcome.code)
      return isMailboxes ? { ...outcome, kind: 'blocked' } : outcome
    },
    findSent: async () => null,
    readBounces: async () => ({ kind: 'cannotTell' }),
    close: () => smtp.close(),
  }
}
