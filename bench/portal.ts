/**
 * The portal over a very long campaign: what its pages ask the service for, over HTTP, beside the least that PostgreSQL
 * needs for the same rows; and the first load in a real browser, beside an empty page of one script.
 */

import { once } from 'node:events'
import { serve } from '@hono/node-server'
import type { Input } from '@muster/contract/routes'
import { Hono } from 'hono'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { findChromium } from '../e2e/browser.ts'
import { openPortalWorld, type PortalWorld } from '../e2e/portal-world.ts'
import { type Line, medianOf, rounded, timeSeconds } from './figure.ts'
import type { Ground } from './ground.ts'
import { fillRows } from './portal-rows.ts'

const seed = 7
/** The service comes with a few people of its own; the many are written as rows. */
const peopleOfTheBox = 40
/** Each question is asked a few times before it counts, as a page that is open asks it. */
const warmUps = 3
const pageRows = 200

export async function* measurePortal({ sizes }: Ground): AsyncGenerator<Line> {
  const world = await openPortalWorld({ people: peopleOfTheBox, seed })
  try {
    const { tenant, sender, campaign } = await world.stage.prepare({ name: 'Everybody' })
    const { tenantId } = tenant
    const { campaignId } = campaign
    const { app, clock } = world.stage
    const rows = {
      tenantId,
      campaignId,
      senderId: sender.senderId,
      people: sizes.portalPeople,
      at: clock.now(),
    }
    await fillRows(app.db, rows)
    const bare = new pg.Client({ connectionString: app.databaseUrl })
    await bare.connect()
    try {
      for (const question of await questionsOf(world, bare, { tenantId, campaignId })) {
        yield await measureQuestion(question, { people: sizes.portalPeople, times: sizes.portalTimes })
      }
    } finally {
      await bare.end()
    }
    if (findChromium() !== null) yield await measureFirstLoad(world, sizes.portalLoads)
  } finally {
    await world.close()
  }
}

interface Question {
  figure: string
  /** As a page of the portal asks it; the answer's body is read. */
  ask(): Promise<unknown>
  /** The same of PostgreSQL alone. */
  yardstick: { what: string; ask(): Promise<unknown> }
}

type Search = Input<'searchPeople'>['body']

async function questionsOf(
  { stage: { client } }: PortalWorld,
  bare: pg.Client,
  { tenantId, campaignId }: { tenantId: string; campaignId: string },
): Promise<Question[]> {
  const params = { campaignId }
  const search = (body: Partial<Search>) => () =>
    client.searchPeople({ params, body: { limit: pageRows, ...body } })
  const { people, marks } = await client.measurePeople({ params, body: {} })
  const middle = Math.floor(marks.length / 2)
  const cursor = marks[middle]
  if (cursor === undefined) throw new Error(`a list of ${people} people has no marks`)
  const offset = Math.round((people * (middle + 1)) / (marks.length + 1))
  const count = {
    what: 'one count of the enrolments by status',
    ask: () =>
      bare.query('select status, count(*) from enrolment where campaign_id = $1 group by status', [
        campaignId,
      ]),
  }
  const page = (what: string, rest: string) => ({
    what,
    ask: () =>
      bare.query(
        `select * from enrolment
         join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
         where enrolment.campaign_id = $1 ${rest} limit ${pageRows}`,
        [campaignId],
      ),
  })
  const byName = 'order by person_name, person_id'
  return [
    {
      figure: 'portalOverview',
      ask: () => client.tenantOverview({ params: { tenantId } }),
      yardstick: count,
    },
    {
      figure: 'portalSummary',
      ask: () => client.tenantSummary({ params: { tenantId }, query: { period: 'week' } }),
      yardstick: count,
    },
    { figure: 'portalCampaign', ask: () => client.campaignStatus({ params }), yardstick: count },
    { figure: 'portalMeasure', ask: () => client.measurePeople({ params, body: {} }), yardstick: count },
    { figure: 'portalFirstPage', ask: search({}), yardstick: page('the same rows by one query', byName) },
    {
      figure: 'portalFilteredPage',
      ask: search({ status: ['sent'], department: 'Department 7' }),
      yardstick: page(
        'the same rows by one query',
        `and status = 'sent' and department = 'Department 7' order by display_name, person.id`,
      ),
    },
    {
      figure: 'portalSearchedPage',
      ask: search({ text: 'person1234@' }),
      yardstick: page('the same rows by one query', `and upn = 'person1234@contoso.example'`),
    },
    {
      // One in twenty-six is called so, and stands at the end of the list.
      figure: 'portalCommonName',
      ask: search({ text: 'zoë' }),
      yardstick: page('the same rows by one query', `and display_name like 'Zoë%' ${byName}`),
    },
    {
      figure: 'portalSortedPage',
      ask: search({ sort: 'registeredAt', descending: true }),
      yardstick: page('as many rows by one query, by name', byName),
    },
    {
      figure: 'portalDeepPage',
      ask: search({ cursor }),
      yardstick: page('rows as far down by one query with an offset', `${byName} offset ${offset}`),
    },
  ]
}

async function measureQuestion(
  { figure, ask, yardstick }: Question,
  { people, times }: { people: number; times: number },
): Promise<Line> {
  const [asked, bare] = [await timesOf(ask, times), await timesOf(yardstick.ask, times)]
  return {
    figure,
    size: people,
    measured: { p50Ms: rounded(medianOf(asked)), p95Ms: rounded(percentileOf(asked, 0.95)) },
    yardstick: {
      what: yardstick.what,
      p50Ms: rounded(medianOf(bare)),
      p95Ms: rounded(percentileOf(bare, 0.95)),
    },
    ratio: rounded(medianOf(asked) / medianOf(bare)),
  }
}

/** What takes seconds is asked less often: the deep page's yardstick would take twenty minutes of the whole bench. */
const enoughMs = 60_000
const timesMin = 10

/** Milliseconds of each time. */
async function timesOf(ask: () => Promise<unknown>, times: number): Promise<number[]> {
  for (let time = 0; time < warmUps; time++) await ask()
  const taken: number[] = []
  let sum = 0
  while (taken.length < times && (taken.length < timesMin || sum < enoughMs)) {
    const ms = 1_000 * (await timeSeconds(ask))
    taken.push(ms)
    sum += ms
  }
  return taken
}

function percentileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  if (value === undefined) throw new RangeError('nothing was measured')
  return value
}

/** The overview with nothing cached, from the address to figures that can be read. */
async function measureFirstLoad(world: PortalWorld, loads: number): Promise<Line> {
  const plain = await servePlainPage()
  const portal: Load[] = []
  const bare: Load[] = []
  try {
    for (let time = 0; time < loads; time++) {
      portal.push(await loadOnce(world, world.url, page => page.locator('main dl').first().waitFor()))
      bare.push(await loadOnce(world, plain.url, page => page.getByText('ready').waitFor()))
    }
  } finally {
    await plain.close()
  }
  const [ms, bareMs] = [portal, bare].map(list => medianOf(list.map(one => one.ms)))
  if (ms === undefined || bareMs === undefined) throw new RangeError('nothing was loaded')
  return {
    figure: 'portalFirstLoad',
    size: medianOf(portal.map(one => one.requests)),
    measured: { kilobytes: rounded(medianOf(portal.map(one => one.bytes)) / 1_000), ms: rounded(ms) },
    yardstick: { what: 'a page of one script in the same browser', ms: rounded(bareMs) },
    ratio: rounded(ms / bareMs),
  }
}

interface Load {
  ms: number
  /** As they came over the wire, heads included. */
  bytes: number
  requests: number
}

async function loadOnce(
  world: PortalWorld,
  url: string,
  usable: (page: Page) => Promise<void>,
): Promise<Load> {
  // A context of its own: nothing is cached but the sign-in.
  const { page } = await world.open()
  const wire = await page.context().newCDPSession(page)
  await wire.send('Network.enable')
  let [bytes, requests] = [0, 0]
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
    requests++
  })
  const seconds = await timeSeconds(async () => {
    await page.goto(url, { waitUntil: 'commit' })
    await usable(page)
  })
  await page.context().close()
  return { ms: 1_000 * seconds, bytes, requests }
}

async function servePlainPage(): Promise<{ url: string; close(): Promise<void> }> {
  const app = new Hono()
    .get('/', c =>
      c.html('<!doctype html><title>plain</title><body><script src="/ready.js"></script></body>'),
    )
    .get('/ready.js', c =>
      c.body("document.body.append('ready')", 200, { 'content-type': 'text/javascript; charset=utf-8' }),
    )
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the plain page has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise(done => server.close(() => done())),
  }
}
