/** From a tenant's row to the ports that reach it. A simulated tenant is a tenant: nothing here knows the difference. */

import { createHash } from 'node:crypto'
import type { AuditLog, Clock, Directory, Group, Mailer, Registrations } from '@muster/core/ports'
import { Problem } from '@muster/core/problem'
import type { Selectable } from 'kysely'
import type { Database } from '../db/database.ts'
import type { SenderTable, TenantTable } from '../db/schema.ts'
import { createAuditLog } from '../graph/audit-log.ts'
import type { GraphClient, TokenSource } from '../graph/client.ts'
import { createGraphClient } from '../graph/client.ts'
import { createDirectory } from '../graph/directory.ts'
import { createGroup } from '../graph/group.ts'
import { createGraphMailer } from '../graph/mailer.ts'
import { createRegistrations } from '../graph/registrations.ts'
import { type CredentialFacts, createTokenSource } from '../graph/tokens.ts'
import type { Log } from '../log.ts'
import { unseal } from '../secrets.ts'
import { createSmtpMailer } from '../smtp/mailer.ts'

export interface Connection {
  client: GraphClient
  tokens: TokenSource
  directory: Directory
  group: Group
  registrations: Registrations
  auditLog: AuditLog
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

  async function readTenant(tenantId: string): Promise<Selectable<TenantTable>> {
    const row = await options.db
      .selectFrom('tenant')
      .selectAll()
      .where('id', '=', tenantId)
      .executeTakeFirst()
    if (row === undefined) throw new Problem('notFound', 'there is no such tenant')
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
      options,
    )
  }

  async function sender(senderId: string): Promise<SenderConnection> {
    const row = await options.db
      .selectFrom('sender')
      .selectAll()
      .where('id', '=', senderId)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
    if (row === undefined) throw new Problem('notFound', 'there is no such sender')
    if (row.kind === 'graph') {
      const { client } = await tenant(row.tenant_id)
      return { mailer: createGraphMailer(client), from: fromOf(row) }
    }
    const version = versionOf([row.address, row.display_name, row.settings])
    return keep(senders, { key: senderId, version, open: () => openSmtpSender(row) })
  }

  async function openSmtpSender(row: Selectable<SenderTable>): Promise<SenderConnection & { close(): void }> {
    if (row.settings === null) throw new Problem('internal', 'an SMTP sender without settings')
    const settings: SmtpSettings = JSON.parse(unseal(options.secretKey, row.id, row.settings).reveal())
    const smtp = openSmtp(settings, options.ca)
    const close = () => smtp.close()
    return { mailer: smtpMailer(smtp), from: fromOf(row), close }
  }

  async function tenant(tenantId: string): Promise<Connection> {
    const row = await readTenant(tenantId)
    const { entra_tenant_id, client_id, login_url, graph_url, credential } = row
    const version = versionOf([entra_tenant_id, client_id, login_url, graph_url, credential])
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
export function connect(facts: CredentialFacts, world: { clock: Clock; log: Log }): Connection {
  const tokens = createTokenSource(facts)
  const client = createGraphClient({ graphUrl: facts.graphUrl, tokens, clock: world.clock, log: world.log })
  return {
    client,
    tokens,
    directory: createDirectory(client, world.clock),
    group: createGroup(client),
    registrations: createRegistrations(client, world.clock),
    auditLog: createAuditLog(client),
  }
}

/** A refused sign-in is the mailbox's problem, not the mail's; what was sent and what came back cannot be looked up by SMTP. */
function smtpMailer(smtp: ReturnType<typeof openSmtp>): Mailer {
  return {
    async send(mail, signal) {
      const outcome = await smtp.send(mail, signal)
      return outcome.kind === 'refused' && outcome.code === 'auth' ? { ...outcome, kind: 'blocked' } : outcome
    },
    findSent: async () => null,
    readBounces: async () => ({ kind: 'cannotTell' }),
  }
}

function openSmtp(settings: SmtpSettings, ca: string | null) {
  return createSmtpMailer({
    host: settings.host,
    port: settings.port,
    secure: settings.tls === 'implicit',
    requireTls: settings.tls === 'starttls',
    user: settings.user,
    password: settings.password,
    ...(ca === null ? {} : { ca }),
  })
}
