/** Every request of ours and every answer to it, during a whole rollout, against Microsoft's OpenAPI contract. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createContractCheck, findContract } from '@muster/simulator/graph/contract'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()
const contract = findContract()
const skip = contract === undefined ? 'the contract is not at hand; set GRAPH_CONTRACT' : false

test('a rollout of a fortnight breaks nothing of the contract, and calls nothing that it does not name', {
  skip,
}, async () => {
  await using told = await story({
    people: 60,
    temperaments: { prompt: 4, dithering: 2, registersWithoutClicking: 1 },
    faults: { graph: { serverError: { chance: 0.02, htmlChance: 0.3 }, lostAnswer: { chance: 0.01 } } },
  })
  const { box, client } = told.stage
  box.app.roles.push('Mail.Read')
  box.tenant.faults.revokeTokens()
  const check = createContractCheck(contract ?? '')
  const violations: string[] = []
  const unknown = new Set<string>()
  const seen = new Set<string>()
  box.tenant.traffic.onExchange(exchange => {
    const { method, path } = exchange.request
    const shape = `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '{id}').replace(/\/[^/]*(@|%40)[^/]*/g, '/{upn}')}`
    seen.add(shape)
    const before = check.checked
    violations.push(...check.check(exchange))
    if (check.checked === before && exchange.family !== 'token') unknown.add(shape)
  })
  await client.doctor({ params: { tenantId: told.tenant.tenantId } })
  const list = [...box.tenant.world.users.values()].map(user => `"${user.userPrincipalName}"`)
  await told.importPeople(['UPN', ...list, 'ghost@contoso.example'].join('\n'))
  await client.importGroup({
    params: { campaignId: told.campaign.campaignId },
    body: { groupId: box.cast?.pilotGroup.id ?? '' },
  })
  await told.act('launch')
  await told.day(14)
  assert.deepEqual(violations, [])
  assert.deepEqual([...unknown], [])
  assert.ok(check.checked > 100, `${check.checked} exchanges were checked`)
  const called = [
    'GET /users/delta',
    'GET /users/{upn}',
    'GET /users',
    'GET /users/{id}/authentication/methods',
    'GET /reports/authenticationMethods/userRegistrationDetails',
    'POST /groups/{id}/members/$ref',
    'GET /groups/{id}',
    'GET /groups/{id}/members',
    'POST /users/{upn}/sendMail',
    'GET /users/{upn}/mailFolders/sentitems/messages',
    'GET /users/{upn}/mailFolders/inbox/messages',
  ]
  for (const one of called)
    assert.ok(seen.has(one), `${one} was never called; it saw ${[...seen].join(', ')}`)
})
