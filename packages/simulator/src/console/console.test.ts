/** The console over HTTP: every page and its JSON twin, escaping, playing a person by hand, and keeping strangers out. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { addPeople } from '../seeds/generated.ts'
import { registrationOf } from '../seeds/methods.ts'
import { addCast } from '../seeds/named.ts'
import { addOffice } from '../seeds/office.ts'
import { createTurnableClock } from '../world/clock.ts'
import { createWorld } from '../world/world.ts'
import { type Console, openConsole } from './server.ts'

describe('the console', () => {
  const world = createWorld({ clock: createTurnableClock(new Date('2026-09-01T08:00:00Z')), seed: 2 })
  const { people } = addCast(world)
  const { enforcedGroup, senders, site } = addOffice(world)
  const list = world.sites.addList(site, { displayName: 'Rollout <1>' })
  world.sites.addRow(list, { Title: 'adele & alex' })
  addPeople(world, 120)
  let opened: Console
  before(async () => {
    opened = await openConsole({ world, temperamentOf: () => 'dithering' })
    world.deliver({
      to: "siobhan.o'malley@contoso.example",
      from: senders[0],
      subject: 'Protect <b>your</b> account',
      html: '<html><head></head><body><p class="x">Hello</p><a href="http://localhost/e/1">Begin</a></body></html>',
      text: 'Hello <Siobhán>',
      headers: { 'x-campaign': 'autumn "26"' },
      via: 'graph',
    })
    world.addMember(enforcedGroup.id, people.siobhan.id, null)
  })
  after(() => opened.close())

  const get = async (path: string) => {
    const response = await fetch(opened.url + path)
    return { status: response.status, text: await response.text(), headers: response.headers }
  }
  const post = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    fetch(opened.url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers,
      redirect: 'manual',
    })
  const inbox = `/inboxes/${encodeURIComponent("siobhan.o'malley@contoso.example")}`

  test('every page answers 200, shows what it is about, and has a JSON twin', async () => {
    const pages: [path: string, shows: string][] = [
      ['/people', 'Björn Müller-Lüdenscheid'],
      [`/people/${people.aroha.id}`, 'Microsoft Authenticator'],
      ['/inboxes', 'Siobhán O&#39;Malley'],
      [inbox, senders[0]],
      [`${inbox}/1`, 'srcdoc='],
      ['/groups', 'MFA enforced'],
      [`/groups/${enforcedGroup.id}`, '1 members'],
      ['/lists', 'Rollout &lt;1&gt;'],
      [`/lists/${list.id}`, 'adele &amp; alex'],
      ['/audit', 'Audit log'],
    ]
    for (const [path, shows] of pages) {
      const page = await get(path)
      assert.equal(page.status, 200, path)
      assert.ok(page.text.includes(shows), `${path} does not show ${shows}`)
      const twin = await get(`/api${path}`)
      assert.equal(twin.status, 200, path)
      assert.equal(typeof JSON.parse(twin.text), 'object')
    }
  })

  test('a row that somebody deletes is gone, and counted as done by hand', async () => {
    const other = world.sites.addRow(list, { Title: 'bianca' })
    const answer = await post(`/lists/${list.id}/rows/${other.id}/delete`)
    assert.equal(answer.status, 303)
    assert.equal((await post(`/lists/${list.id}/rows/${other.id}/delete`)).status, 404)
    const view = JSON.parse((await get(`/api/lists/${list.id}`)).text)
    assert.deepEqual([view.rows, view.byHand.deleted], [1, 1])
  })

  test('the overview counts people by what they really have', async () => {
    const overview = JSON.parse((await get('/api/overview')).text)
    assert.equal(overview.people.total, world.countUsers())
    const { registered, phoneOnly, none, total } = overview.people
    assert.equal(registered + phoneOnly + none, total)
    assert.equal(overview.mails.delivered, 1)
    const page = await get('/')
    assert.ok(page.text.includes(`${registered} of ${total} people are registered`))
  })

  test('texts of mails and people are escaped, and the mail is shown in a frame that runs nothing', async () => {
    const { text, headers } = await get(`${inbox}/1`)
    assert.ok(text.includes('Protect &lt;b&gt;your&lt;/b&gt; account'))
    assert.ok(text.includes('autumn &quot;26&quot;'))
    assert.ok(text.includes('Hello &lt;Siobhán&gt;'))
    assert.ok(text.includes('sandbox="allow-popups allow-popups-to-escape-sandbox"'))
    assert.ok(text.includes('&lt;head&gt;&lt;base target=&quot;_blank&quot;&gt;'))
    assert.ok(!text.includes('<p class="x">'))
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
  })

  test('a search finds people by name, address or department, and lists come in pages', async () => {
    const found = JSON.parse((await get('/api/people?search=giuseppe')).text)
    assert.deepEqual(
      found.items.map((person: { displayName: string }) => person.displayName),
      ["Giuseppe D'Angelo"],
    )
    const last = JSON.parse((await get('/api/people?page=99')).text)
    assert.equal(last.page, 3)
    assert.equal(last.items.length, 133 - 100)
    assert.match((await get('/people?page=2')).text, /Page 2 of 3/)
  })

  test('a method is registered and deleted by hand, as the person would', async () => {
    const answer = await post(
      `/people/${people.etienne.id}/methods`,
      { kind: 'fido2' },
      { origin: opened.url },
    )
    assert.equal(answer.status, 303)
    assert.equal(registrationOf(people.etienne), 'registered')
    const method = people.etienne.methods.find(({ kind }) => kind === 'fido2')
    await post(`/people/${people.etienne.id}/methods/${method?.id}/delete`)
    assert.equal(registrationOf(people.etienne), 'none')
    assert.match((await get('/audit')).text, /User deleted security info/)
  })

  test('a password cannot be deleted, nor an unknown kind registered, and GET does neither', async () => {
    const path = `/people/${people.wei.id}/methods`
    const password = people.wei.methods[0]?.id
    assert.equal((await post(`${path}/${password}/delete`)).status, 404)
    assert.equal((await post(path, { kind: 'password' })).status, 400)
    assert.equal((await get(`${path}/${password}/delete`)).status, 404)
    assert.equal(people.wei.methods.length, 1)
  })

  test('what does not exist is not found, as page and as JSON', async () => {
    for (const path of ['/nowhere', '/people/nobody', '/groups/none', `${inbox}/99`, `${inbox}/x`]) {
      assert.equal((await get(path)).status, 404, path)
    }
    assert.equal((await get('/api/people/nobody')).status, 404)
  })

  test('a form of another site and a foreign host name are refused', async () => {
    const path = `/people/${people.wei.id}/methods`
    assert.equal((await post(path, { kind: 'phone' }, { origin: 'https://evil.example' })).status, 403)
    const status = await new Promise(resolve => {
      request(opened.url, { headers: { host: 'evil.example' } }, response =>
        resolve(response.statusCode),
      ).end()
    })
    assert.equal(status, 421)
    assert.equal(people.wei.methods.length, 1)
  })
})
