/** Every route with every role, driven from the table; then inputs, answers and repeated writes. */

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clientHeader, isBytes, mayCall, type Role, type Route, roles } from '@muster/contract/route'
import { basePath, routeNames, routes } from '@muster/contract/routes'
import { problem } from '@muster/contract/shapes/common'
import { exampleAddress, exampleKeys, exampleTokens } from './example-access.ts'
import { automationBodies, exampleRule } from './example-automations.ts'
import { mirrorBodies } from './example-mirror.ts'
import { createExampleApp } from './example-service.ts'
import { exampleSchedule } from './example-summary.ts'
import { takeoverBodies } from './example-takeovers.ts'
import { exampleDraft as draft } from './example-texts.ts'
import { createWorld, exampleIds, exampleSender, type World } from './example-world.ts'

type Name = (typeof routeNames)[number]

/** A path with ids that exist in a world which has one of everything. */
function fillPath(path: string): string {
  const values: Record<string, string> = {
    tenantId: exampleIds.tenant,
    campaignId: exampleIds.campaign,
    batchId: exampleIds.batch,
    enrolmentId: exampleIds.anna,
    keyId: exampleIds.key,
    accountId: exampleIds.account,
    sessionId: exampleIds.session,
    senderId: exampleIds.sender,
    scheduleId: exampleIds.schedule,
    ruleId: exampleIds.rule,
    key: 'webhook',
    act: 'launch',
    textSetId: exampleIds.anna,
    kind: 'invitation',
    language: 'en',
    testMailId: exampleIds.anna,
    messageId: exampleIds.anna,
    by: 'department',
    takeoverId: exampleIds.rule,
  }
  return path.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? key)
}

const bodies: Partial<Record<Name, object>> = {
  createTextSet: { name: 'Executives' },
  saveTemplate: draft,
  previewTemplate: { draft },
  sendTestMail: { draft, senderId: exampleIds.sender },
  updateBranding: { accent: '#0b5cad' },
  previewPage: {
    page: 'invitation',
    language: 'en',
    brand: { organisationName: 'Contoso', supportContact: null, accent: null, onAccent: null },
  },
  addTenant: {
    name: 'Fabrikam',
    entraTenantId: exampleIds.group,
    clientId: exampleIds.group,
    credential: { kind: 'secret', secret: 'hush' },
    organisationName: 'Fabrikam',
  },
  addSender: { kind: 'graph', address: 'mfa@contoso.example', displayName: 'MFA team' },
  createCampaign: { tenantId: exampleIds.tenant, name: 'Winter rollout' },
  stopTenant: { reason: 'the help desk is drowning' },
  updateSender: { perMinuteMax: 12 },
  decideMails: { decision: 'arrived', messageIds: [exampleIds.anna] },
  updateCampaign: { name: 'Autumn rollout, late' },
  ...mirrorBodies,
  ...takeoverBodies,
  importGroup: { groupId: exampleIds.group },
  searchGroups: { text: 'mfa' },
  createExclusion: { reason: 'on parental leave' },
  searchPeople: { text: 'anna' },
  actOnPeople: { act: 'retry', enrolmentIds: [exampleIds.bert] },
  protectPeople: { people: ['brita@contoso.example'], reason: 'emergency access' },
  endProtection: { people: ['brita@contoso.example'] },
  createApiKey: { name: 'Vera', role: 'viewer' },
  updateAccount: { roleGiven: 'viewer' },
  signOut: { everywhere: true },
  addSummarySchedule: { recipients: ['anna@contoso.example'] },
  ...automationBodies,
}

function fullWorld(): World {
  const world = createWorld()
  world.batchLooks = 0
  world.senders.push({
    ...exampleSender(exampleIds.tenant, {
      kind: 'graph',
      address: 'mfa@contoso.example',
      displayName: 'MFA team',
    }),
    senderId: exampleIds.sender,
  })
  world.rules.push(exampleRule('Thank-you', exampleIds.rule))
  world.keys.push({
    keyId: exampleIds.key,
    name: 'Old',
    role: 'viewer',
    createdAt: new Date(0),
    lastUsedAt: null,
    revokedAt: null,
  })
  world.schedules.push(exampleSchedule({ scheduleId: exampleIds.schedule }))
  world.batches.push({
    batchId: exampleIds.batch,
    campaignId: exampleIds.campaign,
    source: 'Manual',
    sourceBatchId: 'b',
    kind: 'file',
    fileName: null,
    dryRun: false,
    state: 'done',
    rowsDone: 0,
    rowsTotal: 0,
    counts: { added: 0, updated: 0, unchanged: 0, skipped: 0, invalid: 0 },
    exclusion: null,
    sheet: null,
    reading: null,
    problem: null,
    createdAt: new Date(0),
    finishedAt: null,
  })
  return world
}

function requestFor(name: Name, vouching: Record<string, string>): Request {
  const route: Route = routes[name]
  const headers = new Headers(vouching)
  const streamed = route.body !== undefined && isBytes(route.body) ? route.body.mediaTypes[0] : undefined
  const isStream = streamed !== undefined
  if (route.body !== undefined) headers.set('content-type', streamed ?? 'application/json')
  const body = isStream ? 'anna@contoso.example\n' : JSON.stringify(bodies[name] ?? {})
  return new Request(`http://muster.example${basePath}${fillPath(route.path)}`, {
    method: route.method,
    headers,
    ...(route.body === undefined ? {} : { body }),
  })
}

function withKey(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}` }
}

/** What a browser sends from our own page: the cookie by itself, the rest because the page is ours. */
function ownPage(token: string): Record<string, string> {
  return {
    cookie: `__Host-muster_session=${token}`,
    'sec-fetch-site': 'same-origin',
    origin: exampleAddress,
    [clientHeader]: '1',
  }
}

async function problemOf(response: Response) {
  assert.equal(response.headers.get('content-type'), 'application/problem+json')
  return problem.parse(await response.json())
}

function admin(
  path: string,
  init: { method?: string; body?: string; headers?: Record<string, string> } = {},
) {
  const headers = {
    authorization: `Bearer ${exampleKeys.admin}`,
    'content-type': 'application/json',
    ...init.headers,
  }
  return new Request(`http://muster.example${basePath}${path}`, { ...init, headers })
}

describe('who may call what', () => {
  const holders: readonly { who: string; vouching: Record<string, string>; role: Role | null }[] = [
    { who: 'somebody without a key', vouching: {}, role: null },
    { who: 'somebody with a bad key', vouching: withKey('made-up'), role: null },
    { who: 'a viewer', vouching: withKey(exampleKeys.viewer), role: 'viewer' },
    { who: 'an operator', vouching: withKey(exampleKeys.operator), role: 'operator' },
    { who: 'an admin', vouching: withKey(exampleKeys.admin), role: 'admin' },
    { who: 'a browser whose session is over', vouching: ownPage('made-up'), role: null },
    { who: "a viewer's browser", vouching: ownPage(exampleTokens.viewer), role: 'viewer' },
    { who: "an operator's browser", vouching: ownPage(exampleTokens.operator), role: 'operator' },
    { who: "an admin's browser", vouching: ownPage(exampleTokens.admin), role: 'admin' },
  ]
  for (const name of routeNames) {
    for (const { who, vouching, role } of holders) {
      const route: Route = routes[name]
      const isAllowed = mayCall(role ?? 'public', route.role)
      it(`${who} ${isAllowed ? 'may' : 'may not'} call ${name}`, async () => {
        const response = await createExampleApp(fullWorld()).fetch(requestFor(name, vouching))
        if (isAllowed) {
          assert.equal(response.status, route.answer.status, await response.clone().text())
          return
        }
        const body = await problemOf(response)
        assert.equal(body.status, role === null ? 401 : 403)
        assert.equal(body.type, `urn:muster:problem:${role === null ? 'unauthenticated' : 'forbidden'}`)
        assert.ok(body.remedy)
      })
    }
  }

  it('a refused caller reaches no handler, whatever they send', async () => {
    const world = fullWorld()
    const app = createExampleApp(world)
    await app.fetch(requestFor('importPeople', withKey(exampleKeys.viewer)))
    await app.fetch(requestFor('addTenant', withKey(exampleKeys.operator)))
    assert.deepEqual([world.imported, world.tenants.length], [[], 1])
  })

  it('the roles are ordered from nobody to admin', () => {
    assert.deepEqual(roles, ['public', 'viewer', 'operator', 'admin'])
  })
})

describe('what comes in', () => {
  it('names every field that is refused, and repeats no value', async () => {
    const body = JSON.stringify({
      ...bodies.addTenant,
      name: '',
      clientId: 'x',
      credential: { kind: 'secret' },
      sekret: 'hush-hush',
    })
    const response = await createExampleApp(createWorld()).fetch(admin('/tenants', { method: 'POST', body }))
    const refused = await problemOf(response)
    assert.equal(refused.status, 422)
    assert.deepEqual(refused.errors?.map(error => error.where).sort(), [
      'body.clientId',
      'body.credential.secret',
      'body.name',
      'body.sekret',
    ])
    assert.doesNotMatch(JSON.stringify(refused), /hush/)
  })

  it('refuses a query that the route does not know, and a limit beyond the largest', async () => {
    const app = createExampleApp(createWorld())
    const unknown = await problemOf(await app.fetch(admin('/campaigns?upn=anna@contoso.example')))
    const large = await problemOf(await app.fetch(admin('/campaigns?limit=501')))
    assert.deepEqual([unknown.where, large.where], ['query.upn', 'query.limit'])
  })

  it('refuses an id that is none, and a path that is not in the table', async () => {
    const app = createExampleApp(createWorld())
    assert.equal((await problemOf(await app.fetch(admin('/tenants/1')))).where, 'params.tenantId')
    const path = `/campaigns/${exampleIds.campaign}/explode`
    assert.equal((await problemOf(await app.fetch(admin(path, { method: 'POST' })))).status, 404)
  })

  it('refuses JSON that is broken, mislabelled or too large', async () => {
    const app = createExampleApp(createWorld())
    const send = async (body: string, type = 'application/json') =>
      problemOf(
        await app.fetch(admin('/tenants', { method: 'POST', body, headers: { 'content-type': type } })),
      )
    assert.equal((await send('{')).detail, 'the body is not JSON')
    assert.equal((await send('{}', 'text/plain')).where, 'Content-Type')
    assert.equal((await send(`"${'x'.repeat(1024 * 1024)}"`)).status, 413)
  })

  it('sends a credential only where it is safe', async () => {
    const app = createExampleApp(createWorld())
    const add = (graphUrl: string) =>
      app.fetch(
        admin('/tenants', { method: 'POST', body: JSON.stringify({ ...bodies.addTenant, graphUrl }) }),
      )
    assert.equal((await problemOf(await add('http://graph.contoso.example'))).where, 'body.graphUrl')
    assert.equal((await add('http://127.0.0.1:9000')).status, 201)
  })
})

describe('what goes out', () => {
  it('drops what the shape does not name', async () => {
    const world = createWorld()
    Object.assign(world.tenants[0] ?? {}, { secret: 'hush' })
    const response = await createExampleApp(world).fetch(admin('/tenants'))
    const text = await response.text()
    assert.match(text, /Contoso/)
    assert.doesNotMatch(text, /hush/)
  })

  it('turns a bug into a problem that says nothing of it, and logs it', async () => {
    const world = createWorld()
    const app = createExampleApp(world, {
      listTenants: async () => {
        throw new Error('password=hush')
      },
    })
    const response = await app.fetch(admin('/tenants'))
    const body = await problemOf(response)
    assert.equal(body.status, 500)
    assert.doesNotMatch(JSON.stringify(body), /hush/)
    assert.equal(body.requestId, response.headers.get('x-request-id'))
    assert.ok(world.logged.some(entry => 'error' in entry))
  })

  it('an answer that is not as the table promises is a bug, not an answer', async () => {
    const app = createExampleApp(createWorld(), {
      syncPeople: async () => ({ tenantId: 'not an id', state: 'started' }),
    })
    const response = await app.fetch(admin(`/tenants/${exampleIds.tenant}/sync`, { method: 'POST' }))
    assert.equal((await problemOf(response)).status, 500)
  })

  it('carries the headers that keep browsers from caching, framing and guessing', async () => {
    const { headers } = await createExampleApp(createWorld()).fetch(admin('/tenants'))
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
  })

  it('the log holds the route and the caller, and no address', async () => {
    const world = createWorld()
    await createExampleApp(world).fetch(
      admin(`/campaigns/${exampleIds.campaign}/people/search`, {
        method: 'POST',
        body: JSON.stringify({ text: 'anna@contoso.example' }),
      }),
    )
    assert.equal(world.logged.length, 1)
    assert.match(JSON.stringify(world.logged), /searchPeople/)
    assert.doesNotMatch(JSON.stringify(world.logged), /anna|campaigns/)
  })
})

describe('a write that is sent twice', () => {
  const create = (key: string, name: string, path = '/campaigns') =>
    admin(path, {
      method: 'POST',
      headers: { 'idempotency-key': key },
      body: JSON.stringify({ tenantId: exampleIds.tenant, name }),
    })

  it('is done once and answered twice alike', async () => {
    const world = createWorld()
    const app = createExampleApp(world)
    const first = await app.fetch(create('k1', 'Winter'))
    const second = await app.fetch(create('k1', 'Winter'))
    assert.deepEqual([first.status, second.status], [201, 201])
    assert.equal(await second.text(), await first.text())
    assert.equal(world.campaigns.length, 2)
  })

  it('is refused when the key stands for another request', async () => {
    const app = createExampleApp(createWorld())
    await app.fetch(create('k1', 'Winter'))
    assert.equal((await problemOf(await app.fetch(create('k1', 'Spring')))).status, 422)
  })

  it('is refused while the first is still at work', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const { promise: entered, resolve: enter } = Promise.withResolvers<void>()
    const world = createWorld()
    const app = createExampleApp(world, {
      syncPeople: async ({ params }) => {
        enter()
        await gate
        return { tenantId: params.tenantId, state: 'started' }
      },
    })
    const sync = () =>
      app.fetch(
        admin(`/tenants/${exampleIds.tenant}/sync`, { method: 'POST', headers: { 'idempotency-key': 'k' } }),
      )
    const first = sync()
    await entered
    assert.equal((await problemOf(await sync())).status, 409)
    open()
    assert.equal((await first).status, 202)
  })

  it('may be sent again after it failed', async () => {
    const world = createWorld()
    const app = createExampleApp(world)
    const headers = { 'idempotency-key': 'k' }
    const act = () => app.fetch(admin(`/campaigns/${exampleIds.campaign}/pause`, { method: 'POST', headers }))
    assert.equal((await act()).status, 409)
    const [campaign] = world.campaigns
    if (campaign !== undefined) campaign.status = 'running'
    assert.equal((await act()).status, 200)
  })

  it('a new API key is shown once and never repeated', async () => {
    const world = createWorld()
    const app = createExampleApp(world)
    const make = () =>
      app.fetch(
        admin('/api-keys', {
          method: 'POST',
          headers: { 'idempotency-key': 'k' },
          body: JSON.stringify({ name: 'Vera', role: 'viewer' }),
        }),
      )
    assert.match(await (await make()).text(), /muster_1/)
    const again = await problemOf(await make())
    assert.equal(again.status, 409)
    assert.equal(world.keys.length, 1)
  })
})
