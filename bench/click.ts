/** Presses of the page's button on the public face, against a bare server that does one indexed update. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'
import { type Line, rounded } from './figure.ts'
import { type Filled, type Ground, importList, invite, listOf, readPending } from './ground.ts'
import type { Job, Result } from './load.ts'

/** A busy minute of an invitation wave: 16 people press at the same moment. */
const concurrency = 16
/** As many as the service's own pool has. */
const bareConnectionsMax = 12
const tickMs = 250

export async function* measureClick(ground: Ground): AsyncGenerator<Line> {
  const filled = await ground.filled()
  const { clicks, clicksWithGroup, clicksToWarmUp } = ground.sizes
  const total = Math.max(clicks, clicksWithGroup) + clicksToWarmUp
  const alone = await enrolIntoGroupless(filled, total)
  const aloneTokens = await invite(ground, await readPending(ground, alone, clicks + clicksToWarmUp))
  const bare = await runBare(ground, aloneTokens)
  yield lineOf({ figure: 'click', result: await runService(ground, filled, aloneTokens), bare })

  await ground.imported()
  const joiners = await readPending(ground, filled.campaign.campaignId, clicksWithGroup + clicksToWarmUp)
  const joined = await runService(ground, filled, await invite(ground, joiners))
  await checkJoined(ground, joiners)
  yield lineOf({ figure: 'clickWithGroupJoin', result: joined, bare })
}

/** A campaign without a group: what remains of a press when the directory has no part in it. */
async function enrolIntoGroupless(filled: Filled, count: number): Promise<string> {
  const { stage, tenant, sender, people } = filled
  const campaign = await stage.client.createCampaign({
    body: {
      tenantId: tenant.tenantId,
      name: 'Everybody without a group',
      groupId: null,
      senderIds: [sender.senderId],
    },
  })
  const eligible = people.filter(
    person => person.accountEnabled && person.userType === 'Member' && person.mail !== null,
  )
  if (eligible.length < count) throw new Error(`${count} people are needed, ${eligible.length} may be mailed`)
  await importList(stage, campaign.campaignId, listOf(eligible.slice(0, count)))
  return campaign.campaignId
}

async function runService(ground: Ground, { stage }: Filled, tokens: readonly string[]): Promise<Result> {
  // Graph's limits are counted on the stage's clock: it runs with the wall while people press.
  const timer = setInterval(() => stage.clock.turnTo(new Date(stage.clock.now().getTime() + tickMs)), tickMs)
  try {
    return await load(jobOf(ground, stage.app.publicUrl, tokens))
  } finally {
    clearInterval(timer)
  }
}

async function runBare(ground: Ground, tokens: readonly string[]): Promise<Result> {
  const { stage } = await ground.filled()
  const client = await ground.database()
  await client.query('create table bench_click (token uuid primary key, pressed_at timestamptz)')
  await client.query('insert into bench_click (token) select unnest($1::uuid[])', [tokens])
  const bare = await startBare(stage.app.databaseUrl)
  try {
    return await load(jobOf(ground, bare.url, tokens))
  } finally {
    await bare.close()
    await client.query('drop table bench_click')
  }
}

/** In the same process as the service, on the same web framework, database and driver. */
async function startBare(databaseUrl: string): Promise<{ url: string; close(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: bareConnectionsMax })
  const app = new Hono()
  app.post('/e/:token', async context => {
    await pool.query('update bench_click set pressed_at = now() where token = $1', [
      context.req.param('token'),
    ])
    return context.redirect('https://aka.ms/mfasetup', 303)
  })
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the bare server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      await new Promise(done => server.close(done))
      await pool.end()
    },
  }
}

function jobOf(ground: Ground, url: string, tokens: readonly string[]): Job {
  return { url, tokens, warmUp: ground.sizes.clicksToWarmUp, concurrency }
}

async function load(job: Job): Promise<Result> {
  const script = fileURLToPath(new URL('load.ts', import.meta.url))
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(job))
  // What the script prints is a Result.
  const result = JSON.parse(await text(child.stdout)) as Result
  const answered = result.statuses['303'] ?? 0
  if (answered !== job.tokens.length) {
    throw new Error(`not every press was sent on: ${JSON.stringify(result.statuses)}`)
  }
  return result
}

async function checkJoined(ground: Ground, enrolmentIds: readonly string[]): Promise<void> {
  const client = await ground.database()
  const { rows } = await client.query<{ count: string }>(
    `select count(*) from enrolment where id = any($1::uuid[]) and status = 'addedToGroup'`,
    [enrolmentIds],
  )
  const joined = Number(rows[0]?.count ?? 0)
  if (joined < enrolmentIds.length) {
    throw new Error(`only ${joined} of ${enrolmentIds.length} were in the group when they were sent on`)
  }
}

function lineOf({ figure, result, bare }: { figure: string; result: Result; bare: Result }): Line {
  const measured = numbersOf(result)
  const yardstick = numbersOf(bare)
  return {
    figure,
    size: result.latenciesMs.length,
    measured,
    yardstick: { what: 'a bare Hono server with one indexed update', ...yardstick },
    ratio: rounded(measured.perSecond / yardstick.perSecond),
  }
}

function numbersOf({ seconds, latenciesMs }: Result) {
  return {
    perSecond: rounded(latenciesMs.length / seconds),
    p50Ms: rounded(percentile(latenciesMs, 0.5)),
    p99Ms: rounded(percentile(latenciesMs, 0.99)),
  }
}

/** `values` ascending. */
function percentile(values: readonly number[], share: number): number {
  const value = values[Math.min(values.length - 1, Math.floor(values.length * share))]
  if (value === undefined) throw new RangeError('nothing was measured')
  return value
}
