/** How a registration shows: in the methods at once, in the report and in the audit log late. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStage, read, rows } from '../testing/stage.ts'
import type { MethodKind } from '../world/types.ts'

const HOUR_MS = 3_600_000
const kinds: MethodKind[] = [
  'email',
  'temporaryAccessPass',
  'phone',
  'microsoftAuthenticator',
  'softwareOath',
  'external',
  'fido2',
  'windowsHelloForBusiness',
  'platformCredential',
  'qrCodePin',
]

test('every kind of method is shown with its type, and a person without any shows the password alone', async () => {
  await using stage = await createStage()
  const { adele, alex } = stage.people
  for (const kind of kinds) stage.tenant.world.registerMethod(adele.id, kind)
  const types = rows(await stage.ask(`/users/${adele.id}/authentication/methods`)).map(
    row => row['@odata.type'],
  )
  assert.deepEqual(
    types,
    ['password', ...kinds].map(kind => `#microsoft.graph.${kind}AuthenticationMethod`),
  )
  const alone = rows(await stage.ask(`/users/${alex.userPrincipalName}/authentication/methods`))
  assert.deepEqual(
    alone.map(row => row.id),
    ['28c10230-6103-485e-b985-444c60001490'],
  )
  const phones = rows(await stage.ask(`/users/${adele.id}/authentication/phoneMethods`))
  assert.deepEqual(
    phones.map(row => row.id),
    ['3179e48a-750b-4051-897c-87b9720928f7'],
  )
  assert.equal((await stage.ask(`/users/${adele.id}/authentication/methods?$top=5`)).status, 400)
  const gone = await stage.ask(`/users/${adele.id}/authentication/methods/${phones[0]?.id}`, {
    method: 'DELETE',
  })
  assert.equal(gone.status, 404)
  assert.match(String(read(gone.body, 'MessageDetail')), /No type was found that matches the controller/)
  assert.deepEqual(stage.violations, [])
})

test('the report lags, leaves out disabled and deleted people, and needs a premium licence', async () => {
  await using stage = await createStage({ reportLagHours: 6 })
  const { adele } = stage.people
  const world = stage.tenant.world
  const report = async (): Promise<Record<string, unknown>[]> => {
    stage.pass(11_000)
    return rows(await stage.ask('/reports/authenticationMethods/userRegistrationDetails?$top=999'))
  }
  assert.deepEqual(
    (await report()).map(row => row.userDisplayName),
    ['Adele Vance', 'Alex Wilber', 'Diego Siciliani', 'Grady Archie'],
  )
  const key = world.registerMethod(adele.id, 'fido2')
  world.registerMethod(adele.id, 'phone')
  const rowOf = async (): Promise<Record<string, unknown> | undefined> =>
    (await report()).find(row => row.id === adele.id)
  assert.equal((await rowOf())?.isMfaRegistered, false)
  stage.pass(6 * HOUR_MS)
  assert.deepEqual((await rowOf())?.methodsRegistered, ['passKeyDeviceBound', 'mobilePhone'])
  assert.equal((await rowOf())?.lastUpdatedDateTime, '2026-09-07T14:00:00.000Z')
  world.deleteMethod(adele.id, key.id)
  assert.equal((await rowOf())?.isPasswordlessCapable, true)
  stage.pass(6 * HOUR_MS)
  assert.equal((await rowOf())?.isPasswordlessCapable, false)
  const filtered = rows(
    await stage.ask('/reports/authenticationMethods/userRegistrationDetails?$filter=isMfaRegistered eq true'),
  )
  assert.deepEqual(
    filtered.map(row => row.userDisplayName),
    ['Adele Vance'],
  )
  const one = await stage.ask(`/reports/authenticationMethods/userRegistrationDetails/${adele.id}`)
  assert.equal(read(one.body, 'isMfaCapable'), true)
  world.deleteUser(adele.id)
  assert.equal(await rowOf(), undefined)
  world.premium = false
  const refused = await stage.ask('/reports/authenticationMethods/userRegistrationDetails')
  assert.equal(read(refused.body, 'error/code'), 'Authentication_RequestFromNonPremiumTenantOrB2CTenant')
  assert.deepEqual(stage.violations, [])
})

test('audit records arrive late; success and cancellation carry the same name', async () => {
  await using stage = await createStage()
  const world = stage.tenant.world
  world.registerMethod(stage.people.adele.id, 'microsoftAuthenticator')
  world.cancelRegistration(stage.people.alex.id)
  const finished = async (): Promise<Record<string, unknown>[]> =>
    rows(
      await stage.ask(
        "/auditLogs/directoryAudits?$filter=activityDisplayName eq 'User registered all required security info' and activityDateTime ge 2026-09-07T00:00:00Z",
      ),
    )
  assert.deepEqual(await finished(), [])
  stage.pass(6 * 60_000)
  const found = await finished()
  assert.deepEqual(
    found.map(row => [row.result, row.resultReason, read(row, 'targetResources/0/userPrincipalName')]),
    [
      ['failure', 'User canceled security info registration.', 'Alex.Wilber@contoso.example'],
      ['success', 'User registered all required security info.', 'Adele.Vance@contoso.example'],
    ],
  )
  const everything = rows(
    await stage.ask(
      `/auditLogs/directoryAudits?$filter=targetResources/any(t:t/id eq '${stage.people.adele.id}')`,
    ),
  )
  assert.deepEqual(
    everything.map(row => row.activityDisplayName),
    [
      'User registered all required security info',
      'User registered security info',
      'User started security info registration',
    ],
  )
  stage.pass(31 * 24 * HOUR_MS)
  assert.deepEqual(rows(await stage.ask('/auditLogs/directoryAudits')), [])
  assert.deepEqual(stage.violations, [])
})

test('a second method added without an interrupt leaves one record only', async () => {
  await using stage = await createStage()
  const world = stage.tenant.world
  world.registerMethod(stage.people.adele.id, 'phone')
  const before = world.audit.length
  stage.pass(60_000)
  world.registerMethod(stage.people.adele.id, 'fido2')
  assert.deepEqual(
    world.audit.slice(before).map(record => record.resultReason),
    ['User registered Fido2 Authentication Method'],
  )
})

test('the audit log pages newest first', async () => {
  await using stage = await createStage()
  for (let round = 0; round < 7; round++) {
    stage.tenant.world.registerMethod(stage.people.adele.id, 'fido2')
    stage.pass(60_000)
  }
  stage.pass(10 * 60_000)
  const times: unknown[] = []
  let path: unknown = '/auditLogs/directoryAudits?$top=4'
  while (typeof path === 'string') {
    const page = await stage.ask(path)
    times.push(...rows(page).map(row => row.activityDateTime))
    path = read(page.body, '@odata.nextLink')
  }
  assert.equal(times.length, 9)
  assert.deepEqual(times, times.toSorted().toReversed())
})
