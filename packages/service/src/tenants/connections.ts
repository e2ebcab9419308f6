/** From a tenant's row to the ports that reach it. A simulated tenant is a tenant: nothing here knows the difference. */

import type { AuditLog, Clock, Directory, Group, Mailer, Registrations } from '@muster/core/ports'
import { Problem } from '@muster/core/problem'
import type { Database } from '../db/database.ts'
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

/** Connections are made once for each tenant and sender and kept: tokens, gates and sessions live in them. */
export function createConnections(options: ConnectionsOptions): Connections {
  const tenants = new Map<string, Promise<Connection>>()
  const senders = new Map<string, Promise<SenderConnection>>()
  const closers: (() => void)[] = []

  async function openTenant(tenantId: string): Promise<Connection> {
    const row = await options.db
      .selectFrom('tenant')
      .selectAll()
      .where('id', '=', tenantId)
      .executeTakeFirst()
    if (row === undefined) throw new Problem('notFound', 'there is no such tenant')
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

  async function openSender(senderId: string): Promise<SenderConnection> {
    const row = await options.db
      .selectFrom('sender')
      .selectAll()
      .where('id', '=', senderId)
      .executeTakeFirst()
    if (row === undefined) throw new Problem('notFound', 'there is no such sender')
    const from = { address: row.address, name: row.display_name }
    if (row.kind === 'graph') return { mailer: createGraphMailer((await tenant(row.tenant_id)).client), from }
    if (row.settings === null) throw new Problem('internal', 'an SMTP sender without settings')
    const settings: SmtpSettings = JSON.parse(unseal(options.secretKey, row.id, row.settings).reveal())
    const smtp = openSmtp(settings, options.ca)
    closers.push(() => smtp.close())
    return { mailer: smtpMailer(smtp), from }
  }

  function tenant(tenantId: string): Promise<Connection> {
    return keep(tenants, tenantId, openTenant)
  }

  return {
    tenant,
    sender: senderId => keep(senders, senderId, openSender),
    close() {
      for (const close of closers) close()
    },
  }
}

/** One opening in flight for each key; a failed one is not kept. */
function keep<T>(kept: Map<string, Promise<T>>, key: string, open: (key: string) => Promise<T>): Promise<T> {
  const known = kept.get(key)
  if (known !== undefined) return known
  const opening = open(key)
  kept.set(key, opening)
  opening.catch(() => kept.delete(key))
  return opening
}

/** The ports for a credential that need not be stored yet (the doctor checks one before it is kept). */
export function connect(facts: CredentialFacts, world: { clock: Clock; log: Log }): Connection {
  const tokens = createTokenSource(facts)
  const client = createGraphClient({ graphUrl: facts.graphUrl, tokens, clock: world.clock, log: world.log })
  return {
    client,
    tokens,
    directory: createDirectory(client),
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
