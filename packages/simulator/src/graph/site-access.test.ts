/** Who may do what in a site: the permissions for all sites, and Sites.Selected with a grant per site. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, createStage, read, rows, type Stage } from '../testing/stage.ts'
import type { App } from '../world/types.ts'

interface Tried {
  read: number
  write: number
  makeList: number
  makeColumn: number
  grants: number
}

/** What an application is answered to one call of each kind, on a list that is there. */
async function tryAll(stage: Stage, app: App): Promise<Tried> {
  const { sites } = stage.tenant.world
  const list = sites.listOf(stage.site, 'Rollout') ?? sites.addList(stage.site, { displayName: 'Rollout' })
  const site = `/sites/${stage.site.id}`
  const ask = async (path: string, body?: unknown): Promise<Answer> => {
    const answer = await stage.ask(`${site}${path}`, { as: app, ...(body === undefined ? {} : { body }) })
    if (answer.status >= 400) assert.equal(read(answer.body, 'error/code'), 'accessDenied')
    return answer
  }
  const displayName = `By ${app.displayName}`
  return {
    read: (await ask(`/lists/${list.id}/items`)).status,
    write: (await ask(`/lists/${list.id}/items`, { fields: { Title: 'adele' } })).status,
    makeList: (await ask('/lists', { displayName })).status,
    makeColumn: (await ask(`/lists/${list.id}/columns`, { name: app.displayName, text: {} })).status,
    grants: (await ask('/permissions')).status,
  }
}

test('each permission for all sites opens what its name says', async () => {
  await using stage = await createStage()
  const expected: Record<string, Tried> = {
    'Sites.Read.All': { read: 200, write: 403, makeList: 403, makeColumn: 403, grants: 403 },
    'Sites.ReadWrite.All': { read: 200, write: 201, makeList: 201, makeColumn: 403, grants: 403 },
    'Sites.Manage.All': { read: 200, write: 201, makeList: 201, makeColumn: 201, grants: 403 },
    'Sites.FullControl.All': { read: 200, write: 201, makeList: 201, makeColumn: 201, grants: 200 },
    'User.Read.All': { read: 403, write: 403, makeList: 403, makeColumn: 403, grants: 403 },
  }
  for (const [role, tried] of Object.entries(expected)) {
    const app = stage.tenant.world.addApp({ displayName: role.replaceAll('.', ''), roles: [role] })
    assert.deepEqual(await tryAll(stage, app), tried, role)
  }
  assert.deepEqual(stage.violations, [])
})

test('Sites.Selected opens nothing by itself, and then the granted site alone; write makes no lists', async () => {
  await using stage = await createStage()
  const app = stage.tenant.world.addApp({ displayName: 'Mirror', roles: ['Sites.Selected'] })
  const closed: Tried = { read: 403, write: 403, makeList: 403, makeColumn: 403, grants: 403 }
  assert.deepEqual(await tryAll(stage, app), closed)
  assert.equal((await stage.ask('/sites?search=*', { as: app })).status, 403)

  const permissions = `/sites/${stage.site.id}/permissions`
  const application = { id: app.clientId, displayName: 'Mirror' }
  const body = { roles: ['write'], grantedToIdentities: [{ application }] }
  const made = await stage.ask(permissions, { body })
  assert.equal(made.status, 201)
  assert.deepEqual(await tryAll(stage, app), { ...closed, read: 200, write: 201 })
  assert.equal((await stage.ask('/sites/root', { as: app })).status, 403)

  const one = `${permissions}/${String(read(made.body, 'id'))}`
  assert.equal((await stage.ask(one, { method: 'PATCH', body: { roles: ['everything'] } })).status, 400)
  assert.equal((await stage.ask(one, { method: 'PATCH', body: { roles: ['fullcontrol'] } })).status, 200)
  assert.deepEqual(await tryAll(stage, app), {
    read: 200,
    write: 201,
    makeList: 201,
    makeColumn: 201,
    grants: 403,
  })
  assert.deepEqual(
    rows(await stage.ask(permissions)).map(({ roles }) => roles),
    [['fullcontrol']],
  )
  assert.equal((await stage.ask(one, { method: 'DELETE' })).status, 204)
  assert.equal((await stage.ask(one)).status, 404)
  assert.equal((await stage.ask(`/sites/${stage.site.id}/lists`, { as: app })).status, 403)
  assert.deepEqual(stage.violations, [])
})

test('permissions of a single list are named as not supported', async () => {
  await using stage = await createStage()
  const list = stage.tenant.world.sites.addList(stage.site, { displayName: 'Rollout' })
  const answer = await stage.ask(`/sites/${stage.site.id}/lists/${list.id}/permissions`)
  assert.equal(answer.status, 501)
  assert.match(answer.text, /permissions of a single list/)
})
