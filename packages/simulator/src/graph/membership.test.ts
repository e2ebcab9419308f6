/** Groups and their members: adding, removing, binding many at once, and reads that trail the writes. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStage, fetchToken, read, rows, type Stage } from '../testing/stage.ts'

const EVENTUAL = { consistencylevel: 'eventual' }

function reference(stage: Stage, id: string): Record<string, string> {
  return { '@odata.id': `${stage.tenant.graphUrl}/v1.0/directoryObjects/${id}` }
}

test('adding and removing a member answers 204 once and Graph’s 400 the second time', async () => {
  await using stage = await createStage({ replicationDelayMs: 0 })
  const { adele } = stage.people
  const path = `/groups/${stage.group.id}/members/$ref`
  assert.equal((await stage.ask(path, { body: reference(stage, adele.id) })).status, 204)
  const again = await stage.ask(path, { body: reference(stage, adele.id) })
  assert.equal(again.status, 400)
  assert.equal(
    read(again.body, 'error/message'),
    "One or more added object references already exist for the following modified properties: 'members'.",
  )
  assert.deepEqual(
    rows(await stage.ask(`/groups/${stage.group.id}/members`)).map(row => row.displayName),
    ['Adele Vance'],
  )
  const one = `/groups/${stage.group.id}/members/${adele.id}/$ref`
  assert.equal((await stage.ask(one, { method: 'DELETE' })).status, 204)
  assert.match((await stage.ask(one, { method: 'DELETE' })).text, /removed object references do not exist/)
  assert.match(
    (await stage.ask(path, { body: reference(stage, crypto.randomUUID()) })).text,
    /Request_ResourceNotFound/,
  )
  assert.match(
    (await stage.ask(`/groups/${stage.group.id}/members`, { body: reference(stage, adele.id) })).text,
    /only supported on contained entities/,
  )
  stage.pass(6 * 60_000)
  const audits = rows(await stage.ask("/auditLogs/directoryAudits?$filter=category eq 'GroupManagement'"))
  assert.deepEqual(
    audits.map(row => row.activityDisplayName),
    ['Remove member from group', 'Add member to group'],
  )
  assert.equal(read(audits[0], 'initiatedBy/app/appId'), stage.app.clientId)
  assert.deepEqual(stage.violations, [])
})

test('reads trail a write by the replication delay; the write itself is not forgotten', async () => {
  await using stage = await createStage({ replicationDelayMs: 8_000 })
  const { adele } = stage.people
  const body = reference(stage, adele.id)
  const isIn = async (): Promise<boolean> => {
    const check = await stage.ask(`/users/${adele.id}/checkMemberGroups`, {
      body: { groupIds: [stage.group.id] },
    })
    const listed = rows(await stage.ask(`/groups/${stage.group.id}/members?$select=id`)).length === 1
    assert.equal(rows(check).length === 1, listed)
    return listed
  }
  await stage.ask(`/groups/${stage.group.id}/members/$ref`, { body })
  assert.equal(await isIn(), false)
  assert.equal((await stage.ask(`/groups/${stage.group.id}/members/$ref`, { body })).status, 400)
  stage.pass(8_000)
  assert.equal(await isIn(), true)
  await stage.ask(`/groups/${stage.group.id}/members/${adele.id}/$ref`, { method: 'DELETE' })
  assert.equal(await isIn(), true)
  stage.pass(8_000)
  assert.equal(await isIn(), false)
  assert.deepEqual(stage.violations, [])
})

test('a member is added only by a JSON body that points to Graph itself', async () => {
  await using stage = await createStage({ replicationDelayMs: 0 })
  const { adele, alex } = stage.people
  const token = await fetchToken(stage.tenant, stage.app)
  const post = async (body: string, type: string | null): Promise<string> => {
    const answer = await fetch(`${stage.tenant.graphUrl}/v1.0/groups/${stage.group.id}/members/$ref`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...(type === null ? {} : { 'content-type': type }) },
      // Bytes, since a text would be given a type on the way.
      body: new TextEncoder().encode(body),
    })
    const told: unknown = answer.status === 204 ? undefined : await answer.json()
    if (told !== undefined) assert.equal(typeof read(told, 'error/innerError/request-id'), 'string')
    return [answer.status, read(told, 'error/code'), read(told, 'error/message')].join(' ').trim()
  }
  const good = JSON.stringify(reference(stage, adele.id))
  const at = (host: string, id: string) =>
    JSON.stringify({ '@odata.id': `https://${host}/v1.0/directoryObjects/${id}` })
  const unreadable = /^400 BadRequest Unable to read JSON request payload\. Please ensure Content-Type header/
  assert.match(
    await post(good, null),
    /^400 BadRequest Write requests .* must contain the Content-Type header/,
  )
  assert.match(await post(good, 'text/plain'), /^400 BadRequest Entity only allows writes with a JSON/)
  assert.match(await post(good.slice(0, -1), 'application/json'), unreadable)
  assert.match(await post('[]', 'application/json'), unreadable)
  for (const host of ['evil.example', 'graph.microsoft.com.evil.example', 'localhost:1'])
    assert.match(await post(at(host, adele.id), 'application/json'), /^400 Request_BadRequest Invalid entity/)
  const bulk = await stage.ask(`/groups/${stage.group.id}`, {
    method: 'PATCH',
    body: { 'members@odata.bind': [`https://evil.example/v1.0/directoryObjects/${adele.id}`] },
  })
  assert.equal(bulk.status, 400)
  assert.equal(stage.group.members.size, 0)
  assert.equal(await post(good, 'Application/JSON; charset=utf-8'), '204')
  assert.equal(await post(at('microsoftgraph.chinacloudapi.cn', alex.id), 'application/json'), '204')
})

test('a bulk of members goes in whole or not at all', async () => {
  await using stage = await createStage({ replicationDelayMs: 0 })
  const { adele, alex, diego } = stage.people
  const bind = (...ids: string[]): ReturnType<Stage['ask']> =>
    stage.ask(`/groups/${stage.group.id}`, {
      method: 'PATCH',
      body: {
        'members@odata.bind': ids.map(id => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`),
      },
    })
  const unknown = crypto.randomUUID()
  assert.match((await bind(adele.id, unknown)).text, new RegExp(unknown))
  assert.equal(stage.group.members.size, 0)
  assert.equal((await bind(adele.id, alex.id)).status, 204)
  assert.match((await bind(alex.id, diego.id)).text, /already exist/)
  assert.match((await bind(diego.id, diego.id)).text, /can only be present once/)
  assert.equal((await bind(...Array.from({ length: 21 }, () => crypto.randomUUID()))).status, 400)
  assert.deepEqual([...stage.group.members.keys()], [adele.id, alex.id])
  assert.deepEqual(stage.violations, [])
})

test('dynamic, synchronised and role-assignable groups refuse members by hand', async () => {
  await using stage = await createStage()
  const world = stage.tenant.world
  const add = async (groupId: string): Promise<number> =>
    (await stage.ask(`/groups/${groupId}/members/$ref`, { body: reference(stage, stage.people.adele.id) }))
      .status
  assert.equal(
    await add(
      world.addGroup({
        displayName: 'All',
        groupTypes: ['DynamicMembership'],
        membershipRule: 'user.accountEnabled -eq true',
      }).id,
    ),
    400,
  )
  assert.equal(await add(world.addGroup({ displayName: 'Synced', onPremisesSyncEnabled: true }).id), 400)
  assert.equal(await add(world.addGroup({ displayName: 'Admins', isAssignableToRole: true }).id), 403)
})

test('deleting a member without $ref is refused, or deletes the person when the app may', async () => {
  await using stage = await createStage()
  const { adele } = stage.people
  stage.tenant.world.addMember(stage.group.id, adele.id, null)
  const path = `/groups/${stage.group.id}/members/${adele.id}`
  assert.equal((await stage.ask(path, { method: 'DELETE' })).status, 403)
  const mighty = stage.tenant.world.addApp({
    displayName: 'Mighty',
    roles: ['User.ReadWrite.All', 'Group.ReadWrite.All'],
  })
  assert.equal((await stage.ask(path, { method: 'DELETE', as: mighty })).status, 204)
  assert.notEqual(adele.deletedAt, null)
})

test('members count, cast to users and reach through nested groups', async () => {
  await using stage = await createStage()
  const world = stage.tenant.world
  const inner = world.addGroup({ displayName: 'Inner' })
  world.addMember(inner.id, stage.people.adele.id, null)
  world.addMember(stage.group.id, inner.id, null)
  world.addMember(stage.group.id, stage.people.alex.id, null)
  const path = `/groups/${stage.group.id}`
  assert.deepEqual(
    rows(await stage.ask(`${path}/members`)).map(row => row['@odata.type']),
    ['#microsoft.graph.group', '#microsoft.graph.user'],
  )
  assert.equal((await stage.ask(`${path}/members/$count`, { headers: EVENTUAL })).text, '2')
  assert.equal((await stage.ask(`${path}/members/microsoft.graph.user`)).status, 400)
  const cast = await stage.ask(`${path}/members/microsoft.graph.user?$count=true`, { headers: EVENTUAL })
  assert.equal(read(cast.body, '@odata.count'), 1)
  const all = rows(await stage.ask(`${path}/transitiveMembers?$select=id,displayName`)).map(
    row => row.displayName,
  )
  assert.deepEqual(all.sort(), ['Adele Vance', 'Alex Wilber', 'Inner'])
  const within = await stage.ask(`/users/${stage.people.adele.id}/checkMemberGroups`, {
    body: { groupIds: [stage.group.id] },
  })
  assert.deepEqual(rows(within), [stage.group.id])
  assert.deepEqual(stage.violations, [])
})

test('a new group is found by name after the replicas have it', async () => {
  await using stage = await createStage()
  const body = { displayName: 'Pilot', mailEnabled: false, mailNickname: 'pilot', securityEnabled: true }
  const made = await stage.ask('/groups', { body })
  assert.equal(made.status, 201)
  const id = String(read(made.body, 'id'))
  assert.equal((await stage.ask(`/groups/${id}`)).status, 404)
  assert.match(
    (await stage.ask(`/groups/${id}/members/$ref`, { body: reference(stage, stage.people.adele.id) })).text,
    /The source resource object/,
  )
  stage.pass(5_000)
  assert.deepEqual(
    rows(await stage.ask("/groups?$filter=displayName eq 'Pilot'")).map(row => row.id),
    [id],
  )
  assert.equal((await stage.ask('/groups', { body: { ...body, mailNickname: 'not allowed' } })).status, 400)
  assert.deepEqual(stage.violations, [])
})
