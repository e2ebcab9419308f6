/** Two names that differ only in case are one name to people; the second is refused, naming the one that is there. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

async function refusal(asked: Promise<unknown>) {
  const answer = await asked.then(
    () => null,
    (error: unknown) => error,
  )
  assert.ok(answer instanceof ApiProblem, 'it was taken')
  const { status, code, facts } = answer.body
  return { status, code, name: facts?.name }
}

test('a campaign is not named like another in another case, neither when made nor when renamed', async () => {
  await using told = await story({ campaign: { name: 'Everybody by FÉBRUARY' } })
  const { client } = told.stage
  const { tenantId } = told.tenant
  const taken = { status: 409, code: 'campaignNameTaken', name: 'Everybody by FÉBRUARY' }
  const make = (name: string) => client.createCampaign({ body: { tenantId, name } })
  assert.deepEqual(await refusal(make('everybody by fébruary')), taken)
  const { campaignId } = await make('The rest')
  const rename = (name: string) => client.updateCampaign({ params: { campaignId }, body: { name } })
  assert.deepEqual(await refusal(rename('EVERYBODY by fébruary')), taken)
  assert.equal((await rename('THE REST')).name, 'THE REST', 'its own name may change its case')
})

test('of two who make a campaign of one name at once, one is told of the other', async () => {
  await using told = await story()
  const { tenantId } = told.tenant
  const make = (name: string) => told.stage.client.createCampaign({ body: { tenantId, name } })
  const made = await Promise.allSettled([make('Spring'), make('spring')])
  assert.deepEqual(made.map(one => one.status).sort(), ['fulfilled', 'rejected'])
})

test('a rule is not named like another in another case', async () => {
  await using told = await story()
  const { client } = told.stage
  const { tenantId } = told.tenant
  const watch = { activities: ['Add member to role'] }
  const make = (name: string) => client.createRule({ body: { tenantId, name, watch } })
  await make('New administrators')
  const taken = { status: 409, code: 'ruleNameTaken', name: 'New administrators' }
  assert.deepEqual(await refusal(make('new ADMINISTRATORS')), taken)
  const { rule } = await make('Others')
  const params = { ruleId: rule.ruleId }
  assert.deepEqual(await refusal(client.updateRule({ params, body: { name: 'NEW administrators' } })), taken)
  assert.equal((await client.updateRule({ params, body: { name: 'OTHERS' } })).rule.name, 'OTHERS')
})

test('a tenant is not named like another in another case', async () => {
  await using told = await story()
  const { client, box } = told.stage
  const { tenantId, name } = told.tenant
  const add = (wanted: string) =>
    client.addTenant({
      body: {
        name: wanted,
        entraTenantId: box.tenant.world.tenantId,
        clientId: box.app.clientId,
        graphUrl: box.tenant.graphUrl,
        loginUrl: box.tenant.loginUrl,
        credential: { kind: 'secret', secret: box.secret },
        organisationName: 'Another',
      },
    })
  const taken = { status: 409, code: 'tenantNameTaken', name }
  assert.deepEqual(await refusal(add(name.toUpperCase())), taken)
  const other = await add('Another')
  const rename = (params: { tenantId: string }, to: string) =>
    client.updateTenant({ params, body: { name: to } })
  assert.deepEqual(await refusal(rename({ tenantId: other.tenantId }, name.toLowerCase())), taken)
  assert.equal((await rename({ tenantId }, name.toUpperCase())).name, name.toUpperCase())
})
