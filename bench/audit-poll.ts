/** A poll of the audit log, for each thousand entries, against reading the same pages and inserting them bare. */

import { randomUUID } from 'node:crypto'
import { type Line, rounded, timeSeconds } from './figure.ts'
import type { Filled, Ground } from './ground.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const perThousand = 1_000
/** What the service leaves between two requests of the identity reports, four in ten seconds. */
const betweenPagesMs = 2_500

export async function* measureAuditPoll(ground: Ground): AsyncGenerator<Line> {
  const filled = await ground.filled()
  const { stage } = filled
  const entries = ground.sizes.auditEntries
  await launchEmpty(filled)
  writeEntries(filled, entries)
  const client = await ground.database()
  const count = async () =>
    Number((await client.query<{ count: string }>('select count(*) from audit_event')).rows[0]?.count)
  const before = await count()
  const since = new Date(stage.clock.now().getTime() - hourMs)
  const bareSeconds = await timeSeconds(() => readBare(ground, since, entries))
  // The feed looks every eight hours at the latest.
  const until = new Date(stage.clock.now().getTime() + 9 * hourMs)
  const seconds = await timeSeconds(() => stage.liveUntil(until))
  const kept = (await count()) - before
  if (kept !== entries) throw new Error(`${kept} of ${entries} entries were kept`)
  const [each, bareEach] = [seconds, bareSeconds].map(all => (all * perThousand) / entries)
  if (each === undefined || bareEach === undefined) throw new Error('there are two of them')
  yield {
    figure: 'auditPoll',
    size: entries,
    measured: { secondsPerThousand: rounded(each) },
    yardstick: {
      what: 'the same pages read and inserted into a table without an index',
      secondsPerThousand: rounded(bareEach),
    },
    ratio: rounded(each / bareEach),
  }
}

/** The feed is read while a campaign runs; with nobody in it, an entry leads to nothing else. */
async function launchEmpty({ stage, tenant, sender }: Filled): Promise<void> {
  const { campaignId } = await stage.client.createCampaign({
    body: { tenantId: tenant.tenantId, name: 'Nobody', groupId: null, senderIds: [sender.senderId] },
  })
  await stage.client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  await stage.liveUntil(new Date(stage.clock.now().getTime() + hourMs))
}

function writeEntries({ stage, people }: Filled, count: number): void {
  const { world } = stage.box.tenant
  const at = stage.clock.now()
  for (let index = 0; index < count; index++) {
    const { id } = people[index % people.length] ?? { id: randomUUID() }
    world.audit.push({
      id: `Authentication Methods_${randomUUID()}`,
      activityDisplayName: 'User changed default security info',
      category: 'UserManagement',
      loggedByService: 'Authentication Methods',
      result: 'success',
      resultReason: 'Made for the bench.',
      activityAt: at,
      visibleAt: at,
      correlationId: randomUUID(),
      operationType: 'ServiceApi',
      initiatedByUserId: id,
      initiatedByAppId: null,
      targetUserId: id,
      targetGroupId: null,
      modifiedProperties: [],
    })
  }
}

async function readBare(ground: Ground, since: Date, entries: number): Promise<void> {
  const { stage } = await ground.filled()
  const client = await ground.database()
  const { box, clock } = stage
  await client.query('create temp table bench_audit (id text, at timestamptz)')
  const answer = await fetch(`${box.tenant.loginUrl}/${box.tenant.world.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: box.app.clientId,
      client_secret: box.secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  // What a token endpoint answers; anything else fails at the first page.
  const { access_token: token } = (await answer.json()) as { access_token: string }
  const filter = `activityDateTime ge ${since.toISOString()} and loggedByService eq 'Authentication Methods'`
  let next: string | undefined =
    `${box.tenant.graphUrl}/v1.0/auditLogs/directoryAudits?$top=1000&$filter=${encodeURIComponent(filter)}`
  let read = 0
  while (next !== undefined) {
    clock.turnTo(new Date(clock.now().getTime() + betweenPagesMs))
    const response = await fetch(next, { headers: { authorization: `Bearer ${token}` } })
    if (!response.ok) throw new Error(`the log answers ${response.status}`)
    const page = (await response.json()) as {
      value: { id: string; activityDateTime: string }[]
      '@odata.nextLink'?: string
    }
    await client.query('insert into bench_audit select * from unnest($1::text[], $2::timestamptz[])', [
      page.value.map(({ id }) => id),
      page.value.map(({ activityDateTime }) => activityDateTime),
    ])
    read += page.value.length
    next = page['@odata.nextLink']
  }
  if (read < entries) throw new Error(`only ${read} of ${entries} entries were read`)
}
