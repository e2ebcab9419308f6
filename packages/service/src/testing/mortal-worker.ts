/** A second copy of the lanes beside a story's own service, on connections that can be made to die at any operation. */

import type { Mailer } from '@muster/core/ports'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { createRuleFeed } from '../automations/rule-feed.ts'
import { createRulesLane } from '../automations/rules-lane.ts'
import { createWebhooksLane } from '../automations/webhooks-lane.ts'
import { createDueLane } from '../campaigns/due.ts'
import type { Database } from '../db/database.ts'
import type { LaneKind, Schema } from '../db/schema.ts'
import { createJoinsLane } from '../enrolments/joins.ts'
import { createEscalationsLane } from '../escalations/lane.ts'
import { createAuditLog } from '../graph/audit-log.ts'
import { createBoard } from '../graph/board.ts'
import { createGraphClient, type GraphClient, pathForLog, type TokenSource } from '../graph/client.ts'
import { createDirectory } from '../graph/directory.ts'
import { createGroup } from '../graph/group.ts'
import { createMailboxes } from '../graph/mailboxes.ts'
import { createGraphMailer } from '../graph/mailer.ts'
import { createRegistrations } from '../graph/registrations.ts'
import { createTokenSource } from '../graph/tokens.ts'
import { linkAddress } from '../links/address.ts'
import { type Log, silentLog } from '../log.ts'
import { createMailLane } from '../messages/lane.ts'
import { createSummaryRenderer, type SummaryRenderer } from '../messages/render-summary.ts'
import { createTexts, type Texts } from '../messages/texts.ts'
import { createMirrorLane } from '../mirror/lane.ts'
import { createAuditFeed } from '../observe/audit-feed.ts'
import { createZonesLane } from '../observe/mailbox-zones.ts'
import { createMethodsLane } from '../observe/methods.ts'
import { createReportSweep } from '../observe/report.ts'
import { createReportsLane } from '../observe/reports-lane.ts'
import { createBatchLane } from '../people/batch-work.ts'
import { createPeopleLane } from '../people/sync.ts'
import { createLanes, type LaneWork } from '../queue/lanes.ts'
import { reclaimAll } from '../queue/leases.ts'
import { createSummariesLane } from '../summaries/lane.ts'
import { openSmtpMailer, type SenderConnection } from '../tenants/connections.ts'
import { createMortal, type Mortal, makeMortalFetch, makeMortalPool } from './mortal.ts'
import type { Story } from './story.ts'

export interface MortalWorkers {
  /** Lets one worker live until it has worked everything that is due, or dies at its `at`th operation. */
  live(fate: Parameters<typeof createMortal>[0]): Promise<Life>
}

export interface Life {
  isDead: boolean
  operations: Mortal['operations']
}

const applicationName = 'mortal worker'
/** Lanes that are worked side by side, and a few to spare. */
const connectionsMax = 8

/** Workers of one story, one after the other. The story's own service is not touched by their deaths. */
export async function openMortalWorkers(story: Story): Promise<MortalWorkers> {
  const renderSummary = await createSummaryRenderer()
  const tokens = openTokens(story)
  const openPool = () =>
    new pg.Pool({
      connectionString: story.stage.app.databaseUrl,
      max: connectionsMax,
      application_name: applicationName,
    })
  return {
    async live(fate) {
      const mortal = createMortal(fate)
      const pool = openPool()
      const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: makeMortalPool(pool, mortal) }) })
      const faults: string[] = []
      const log: Log = { ...silentLog, error: fields => void faults.push(JSON.stringify(fields)) }
      const lanes = createLanes({
        db,
        clock: story.stage.clock,
        log,
        work: workOf(story, { db, log, mortal, texts: await createTexts(db), renderSummary, tokens }),
      })
      const isDone = await mortal.outlives(lanes.drain())
      if (isDone) await pool.end()
      else await bury(story)
      if (faults.length > 0) throw new Error(`a worker met faults of its own: ${faults.join('\n')}`)
      return { isDead: !isDone, operations: mortal.operations }
    },
  }
}

/** Asked anew without a wait in between: PostgreSQL ends a connection within milliseconds. */
const burialAsksMax = 10_000

/** What becomes of a killed process: its connections end, and its lanes are found silent (after 15 s of the wall's clock). */
async function bury({ stage }: Story): Promise<void> {
  const { db } = stage.app
  for (let asked = 0; (await endConnections(db)) > 0; asked++) {
    if (asked >= burialAsksMax) throw new Error('the dead worker’s connections do not end')
  }
  await reclaimAll(db, stage.clock.now())
}

/** Says how many there still were. */
async function endConnections(db: Database): Promise<number> {
  const { rows } = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = ${applicationName} and datname = current_database()
  `.execute(db)
  return rows.length
}

interface Tools {
  db: Database
  log: Log
  mortal: Mortal
  texts: Texts
  renderSummary: SummaryRenderer
  tokens: TokenSource
}

/** The lanes as `app.ts` puts them together. */
function workOf(
  story: Story,
  { db, log, mortal, texts, renderSummary, tokens }: Tools,
): Readonly<Record<LaneKind, LaneWork>> {
  const { clock } = story.stage
  const { graphUrl } = story.stage.box.tenant
  const client = createGraphClient({
    graphUrl,
    tokens,
    clock,
    log,
    fetch: makeMortalFetch(mortal, pathForLog),
  })
  const shared = { db, clock, log }
  const ports = {
    directoryOf: async () => createDirectory(client, clock),
    groupOf: async () => createGroup(client),
    registrationsOf: async () => createRegistrations(client, clock),
    mailboxesOf: async () => createMailboxes(client, clock),
    auditLogOf: async () => createAuditLog(client),
    boardOf: async () => createBoard(client, clock),
  }
  return {
    due: createDueLane(shared),
    mail: createMailLane({
      ...shared,
      texts,
      renderSummary,
      openSender: async id => openSender(story, id, { client, mortal }),
      linkOf: token => linkAddress(story.stage.app.publicUrl, token),
      onSettled: () => undefined,
    }),
    joins: createJoinsLane({ ...shared, ...ports }),
    methods: createMethodsLane({ ...shared, ...ports }),
    report: createReportsLane({
      ...shared,
      tasks: [
        createAuditFeed({ ...shared, ...ports }),
        createReportSweep({ ...shared, ...ports }),
        createRuleFeed({ ...shared, ...ports, nudge: () => undefined }),
      ],
    }),
    people: createPeopleLane({ ...shared, ...ports }),
    intake: createBatchLane({ ...shared, ...ports }),
    escalations: createEscalationsLane({ ...shared, ...ports, nudge: () => undefined }),
    zones: createZonesLane({ ...shared, ...ports }),
    summaries: createSummariesLane({ ...shared, nudge: () => undefined }),
    rules: createRulesLane({ ...shared, ...ports, nudge: () => undefined }),
    mirror: createMirrorLane({ ...shared, ...ports }),
    // Nobody's secret key: the stories that die call no other services.
    webhooks: createWebhooksLane({ ...shared, secretKey: Buffer.alloc(32), allowedHosts: new Set() }),
  }
}

/** One token for all lives of a story: asking for one is no part of any effect. */
function openTokens({ stage }: Story): TokenSource {
  const { box } = stage
  return createTokenSource({
    entraTenantId: box.tenant.world.tenantId,
    clientId: box.app.clientId,
    loginUrl: box.tenant.loginUrl,
    graphUrl: box.tenant.graphUrl,
    credential: { kind: 'secret', secret: box.secret },
  })
}

function openSender(
  story: Story,
  senderId: string,
  { client, mortal }: { client: GraphClient; mortal: Mortal },
): SenderConnection {
  const isGraph = senderId === story.sender.senderId
  const { address, displayName } = isGraph ? story.sender : story.smtpSender
  const mailer = isGraph ? createGraphMailer(client) : openSmtp(story, mortal)
  return { mailer, from: { address, name: displayName } }
}

/** A whole conversation is one operation: what counts is whether the server took the mail. */
function openSmtp({ stage }: Story, mortal: Mortal): Mailer {
  const { host, port, username, password } = stage.box.smtp
  const settings = { host, port, tls: 'starttls', user: username, password } as const
  const smtp = openSmtpMailer(settings, stage.box.tenant.caCertificatePem)
  return {
    ...smtp,
    send: (mail, signal) =>
      mortal.perform({ kind: 'network', name: 'a mail by SMTP' }, () =>
        smtp.send(mail, signal).finally(() => smtp.close()),
      ),
  }
}
