/** Users as Graph shows them: by id and name, in pages, by filter, by delta. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStage, read, rows } from './testing/stage.ts'

const EVENTUAL = { consistencylevel: 'eventual' }

test('a person is found by object id and by name, with the default properties only', async () => {
  await using stage = await createStage()
  const { adele, grady } = stage.people
  const byName = await stage.ask('/users/ADELE.vance@contoso.example')
  assert.equal(read(byName.body, 'id'), adele.id)
  assert.equal(read(byName.body, 'department'), undefined)
  const chosen = await stage.ask(`/users/${adele.id}?$select=department,accountEnabled,userType`)
  assert.equal(read(chosen.body, 'department'), 'Retail')
  assert.equal(read(chosen.body, 'id'), undefined)
  const guest = await stage.ask(`/users/${encodeURIComponent(grady.userPrincipalName)}`)
  assert.equal(read(guest.body, 'id'), grady.id)
  const missing = await stage.ask('/users/nobody@contoso.example')
  assert.equal(missing.status, 404)
  assert.equal(read(missing.body, 'error/code'), 'Request_ResourceNotFound')
  assert.match(String(read(missing.body, 'error/message')), /'nobody@contoso.example'/)
  assert.deepEqual(stage.violations, [])
})

test('a list is paged to its end by opaque links and says its count only when asked as Graph wants it', async () => {
  await using stage = await createStage()
  for (let number = 0; number < 2_300; number++) {
    stage.tenant.world.addUser({
      userPrincipalName: `p${number}@contoso.example`,
      displayName: `Person ${number}`,
    })
  }
  const seen = new Set<unknown>()
  let path: string | undefined = '/users?$select=id,department&$top=999'
  let pages = 0
  while (path !== undefined) {
    const page = await stage.ask(path)
    for (const row of rows(page)) seen.add(row.id)
    const next = read(page.body, '@odata.nextLink')
    path = typeof next === 'string' ? next : undefined
    pages++
  }
  assert.equal(seen.size, 2_305)
  assert.equal(pages, 3)
  const uncounted = await stage.ask('/users?$count=true&$top=1')
  assert.equal(read(uncounted.body, '@odata.count'), undefined)
  const counted = await stage.ask('/users?$count=true&$top=1', { headers: EVENTUAL })
  assert.equal(read(counted.body, '@odata.count'), 2_305)
  assert.equal((await stage.ask('/users/$count', { headers: EVENTUAL })).text, '2305')
  assert.equal(
    read((await stage.ask('/users/$count')).body, 'error/message'),
    '$count is not currently supported.',
  )
  assert.equal((await stage.ask('/users?$top=1000')).status, 400)
  assert.equal((await stage.ask('/users?$skip=10')).status, 400)
  assert.deepEqual(stage.violations, [])
})

test('filters that Graph takes work, those it refuses are refused in its words, the rest answer 501 by name', async () => {
  await using stage = await createStage()
  const names = async (filter: string, headers = {}): Promise<unknown[]> =>
    rows(await stage.ask(`/users?$filter=${encodeURIComponent(filter)}&$count=true`, { headers })).map(
      row => row.displayName,
    )
  assert.deepEqual(await names("userPrincipalName eq 'adele.vance@contoso.example'"), ['Adele Vance'])
  assert.deepEqual(await names("department eq 'retail' and accountEnabled eq true"), ['Adele Vance'])
  assert.deepEqual(await names("startsWith(displayName,'A')"), ['Adele Vance', 'Alex Wilber'])
  assert.deepEqual(await names("mail in ('alex.wilber@contoso.example','GRADY@fabrikam.example')"), [
    'Alex Wilber',
    'Grady Archie',
  ])
  assert.deepEqual(await names("department ne 'Retail' and userType eq 'Member'", EVENTUAL), [
    'Alex Wilber',
    'Diego Siciliani',
  ])
  const plain = await stage.ask("/users?$filter=department ne 'Retail'")
  assert.equal(read(plain.body, 'error/code'), 'Request_UnsupportedQuery')
  const unknown = await stage.ask("/users?$filter=city eq 'Graz'")
  assert.equal(unknown.status, 501)
  assert.match(String(read(unknown.body, 'error/message')), /\$filter on 'city'/)
  assert.equal((await stage.ask("/users?$filter=colour eq 'red'")).status, 400)
  assert.equal((await stage.ask('/users?$filter=displayName eq')).status, 400)
  assert.equal((await stage.ask('/users?$expand=manager')).status, 501)
  assert.equal((await stage.ask('/me/drive')).status, 501)
  assert.deepEqual(stage.violations, [])
})

test('a missing manager and a missing person differ only in the name that the 404 quotes', async () => {
  await using stage = await createStage()
  const { adele, alex } = stage.people
  assert.equal(
    read((await stage.ask(`/users/${alex.id}/manager?$select=id,displayName,mail`)).body, 'displayName'),
    'Adele Vance',
  )
  assert.match((await stage.ask(`/users/${adele.id}/manager`)).text, /Resource 'manager' does not exist/)
  assert.match((await stage.ask('/users/nobody/manager')).text, /Resource 'nobody' does not exist/)
  assert.deepEqual(stage.violations, [])
})

test('delta tells each person once, then only what changed, and forgets after seven days', async () => {
  await using stage = await createStage()
  const { world } = stage.tenant
  const follow = async (
    start: string,
    headers = {},
  ): Promise<{ found: Record<string, unknown>[]; link: string }> => {
    const found: Record<string, unknown>[] = []
    let link = start
    for (;;) {
      const page = await stage.ask(link, { headers })
      assert.equal(page.status, 200, page.text)
      found.push(...rows(page))
      const delta = read(page.body, '@odata.deltaLink')
      if (typeof delta === 'string') return { found, link: delta }
      link = String(read(page.body, '@odata.nextLink'))
    }
  }
  const first = await follow('/users/delta?$select=displayName,department&$top=2')
  assert.equal(first.found.length, 5)
  const quiet = await follow(first.link)
  assert.deepEqual(quiet.found, [])
  world.updateUser(stage.people.alex.id, { department: 'Sales' })
  world.updateUser(stage.people.alex.id, { jobTitle: 'not selected' })
  world.deleteUser(stage.people.diego.id)
  const second = await follow(quiet.link, { prefer: 'return=minimal' })
  assert.deepEqual(second.found, [
    { id: stage.people.alex.id, department: 'Sales' },
    { id: stage.people.diego.id, '@removed': { reason: 'changed' } },
  ])
  stage.pass(7 * 24 * 3_600_000 + 1)
  const late = await stage.ask(second.link)
  assert.equal(late.status, 410)
  assert.equal(late.headers.get('location'), `${stage.tenant.graphUrl}/v1.0/users/delta`)
  assert.deepEqual(stage.violations, [])
})

test('each route asks for its permission and each family refuses in its own words', async () => {
  await using stage = await createStage()
  const id = stage.people.adele.id
  const world = stage.tenant.world
  const reader = world.addApp({ displayName: 'Reader', roles: ['User.ReadBasic.All'] })
  const code = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await stage.ask(path, { as: reader, ...(body === undefined ? {} : { body }) })
    assert.equal(answer.status, 403)
    return read(answer.body, 'error/code')
  }
  assert.equal(await code('/users/delta'), 'Authorization_RequestDenied')
  assert.equal(await code(`/users/${id}?$select=department`), 'Authorization_RequestDenied')
  assert.equal(await code(`/groups/${stage.group.id}/members/$ref`, {}), 'Authorization_RequestDenied')
  assert.equal(await code(`/users/${id}/authentication/methods`), 'accessDenied')
  assert.equal(await code('/auditLogs/directoryAudits'), 'Authentication_MSGraphPermissionMissing')
  assert.equal(await code(`/users/${id}/sendMail`, {}), 'ErrorAccessDenied')
  const bare = world.addApp({ displayName: 'Bare', roles: [] })
  assert.equal(
    read((await stage.ask('/users', { as: bare })).body, 'error/code'),
    'NoPermissionsInAccessToken',
  )
  assert.deepEqual(Object.keys(rows(await stage.ask('/users', { as: reader }))[0] ?? {}).sort(), [
    'displayName',
    'givenName',
    'id',
    'mail',
    'surname',
    'userPrincipalName',
  ])
  assert.deepEqual(stage.violations, [])
})

test('tokens are judged: none, nonsense, revoked; a new one works again', async () => {
  await using stage = await createStage()
  const message = async (token?: string): Promise<string> => {
    const answer = await stage.ask('/users?$top=1', token === undefined ? {} : { token })
    assert.equal(answer.status, 401)
    assert.equal(read(answer.body, 'error/code'), 'InvalidAuthenticationToken')
    return String(read(answer.body, 'error/message'))
  }
  assert.match(await message('nonsense'), /JWT is not well formed/)
  assert.equal((await stage.ask('/users?$top=1')).status, 200)
  stage.tenant.faults.revokeTokens()
  assert.match(await message(), /TokenIssuedBeforeRevocationTimestamp/)
  const anonymous = await fetch(`${stage.tenant.graphUrl}/v1.0/users`)
  assert.equal(anonymous.status, 401)
  assert.ok(anonymous.headers.get('www-authenticate')?.startsWith('Bearer '))
})

test('an expired token is refused in the words of Graph', async () => {
  await using stage = await createStage({ tokenLifetimeSeconds: -1 })
  const answer = await stage.ask('/users?$top=1')
  assert.equal(read(answer.body, 'error/message'), 'Lifetime validation failed, the token is expired.')
})

test('organisation, domains and licences are told', async () => {
  await using stage = await createStage()
  assert.equal(rows(await stage.ask('/organization'))[0]?.id, stage.tenant.world.tenantId)
  assert.equal(rows(await stage.ask('/domains'))[0]?.id, 'contoso.example')
  assert.deepEqual(
    rows(await stage.ask('/subscribedSkus')).map(sku => sku.skuPartNumber),
    ['EXCHANGEENTERPRISE', 'AAD_PREMIUM_P2'],
  )
  assert.deepEqual(stage.violations, [])
})

test('answers carry their own id, echo the caller’s on request, and live on the tenant’s clock', async () => {
  await using stage = await createStage()
  const asked = {
    'client-request-id': '1c2a6d9e-7d6e-4b61-9c3b-3c6f1f1d2a10',
    'return-client-request-id': 'true',
  }
  const answer = await stage.ask('/users/nobody', { headers: asked })
  assert.equal(answer.headers.get('client-request-id'), asked['client-request-id'])
  assert.equal(read(answer.body, 'error/innerError/request-id'), answer.headers.get('request-id'))
  assert.equal(read(answer.body, 'error/innerError/date'), '2026-09-07T08:00:00')
  assert.equal(answer.headers.get('date'), 'Mon, 07 Sep 2026 08:00:00 GMT')
})
