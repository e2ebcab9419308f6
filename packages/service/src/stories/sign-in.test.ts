/** Administrators sign in at the tenant in a box with a browser: sessions, roles, one-time links, and who did what. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientHeader } from '@muster/contract/route'
import type { SignInApp } from '@muster/simulator/seeds/sign-in'
import { createSignInBrowser, type SignInBrowser } from '../testing/sign-in-browser.ts'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const tell = createStoryTeller()

function officeOf(story: Story): SignInApp {
  const { signIn } = story.stage.box
  if (signIn === null) throw new Error('the box has nobody to sign in')
  return signIn
}

const addressOf = (story: Story) => story.stage.app.administrationUrl

async function api(
  story: Story,
  browser: SignInBrowser,
  call: { method?: string; path: string; body?: unknown; headers?: Record<string, string> },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await browser.ask(`${addressOf(story)}/api/v1${call.path}`, {
    method: call.method ?? 'GET',
    headers: {
      'sec-fetch-site': 'same-origin',
      origin: addressOf(story),
      [clientHeader]: '1',
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  })
  const text = await response.text()
  // Every answer that is asked for here is an object.
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

async function lastEntries(story: Story, count: number): Promise<string[]> {
  const { items } = await story.stage.client.listActivity({ query: { limit: count } })
  return items.map(({ by, act, outcome, reason }) => [by, act, outcome, reason ?? ''].join(' ').trim())
}

test('Priya signs in as admin, sees who she is, works, and signs out', async () => {
  await using story = await tell()
  const browser = createSignInBrowser()
  const { admin } = officeOf(story)
  const back = await browser.signIn(addressOf(story), admin.id, '?returnTo=/campaigns')
  assert.deepEqual([back.status, back.headers.get('location')], [302, '/campaigns'])
  assert.match(browser.cookieLines.get('muster_session') ?? '', /HttpOnly; SameSite=Strict/)
  assert.deepEqual([...browser.cookies.keys()], ['muster_session'])
  const me = await api(story, browser, { path: '/me' })
  assert.deepEqual(
    [me.body.by, me.body.name, me.body.userName, me.body.role],
    ['account', admin.displayName, admin.userPrincipalName, 'admin'],
  )
  const made = await api(story, browser, {
    method: 'POST',
    path: '/campaigns',
    body: { tenantId: story.tenant.tenantId, name: 'From the browser' },
  })
  assert.equal(made.status, 201)
  const out = await api(story, browser, { method: 'POST', path: '/me/sign-out', body: {} })
  assert.equal(out.body.ended, 1)
  assert.match(String(out.body.url), /oauth2\/v2\.0\/logout\?/)
  assert.equal((await api(story, browser, { path: '/me' })).status, 401)
  assert.deepEqual(await lastEntries(story, 3), [
    'account signOut done',
    'account createCampaign done',
    'account signIn done',
  ])
  const [, created] = (await story.stage.client.listActivity({ query: { limit: 2 } })).items
  assert.deepEqual(created?.about, { tenantId: story.tenant.tenantId })
  const left = await browser.ask(
    (await (await browser.ask(String(out.body.url))).headers.get('location')) ?? '',
  )
  assert.match(await left.text(), /You are signed out/)
})

test('an operator and a viewer get their roles, and somebody without one is told what to ask for', async () => {
  await using story = await tell()
  const { operator, viewer, nobody } = officeOf(story)
  const tryTo = async (userId: string) => {
    const browser = createSignInBrowser()
    const answer = await browser.signIn(addressOf(story), userId)
    return { browser, answer }
  }
  const oscar = await tryTo(operator.id)
  assert.equal((await api(story, oscar.browser, { path: '/me' })).body.role, 'operator')
  const refused = await api(story, oscar.browser, { method: 'POST', path: '/invitations' })
  assert.deepEqual(
    [refused.status, refused.body.detail],
    [403, 'this needs the role admin; you are operator'],
  )
  assert.deepEqual(await lastEntries(story, 1), ['account createInvitation refused forbidden'])
  const vera = await tryTo(viewer.id)
  assert.equal((await api(story, vera.browser, { path: '/me' })).body.role, 'viewer')
  const { browser, answer } = await tryTo(nobody.id)
  assert.equal(answer.status, 403)
  assert.match(await answer.text(), /app roles viewer \(look\), operator \(run campaigns\) or admin/)
  assert.equal((await api(story, browser, { path: '/me' })).status, 401)
  assert.deepEqual(await lastEntries(story, 1), ['account signIn refused noRole'])

  const { items } = await story.stage.client.listAccounts()
  const account = items.find(item => item.subject === nobody.id)
  assert.equal(account?.role, null)
  await story.stage.client.updateAccount({
    params: { accountId: account?.accountId ?? '' },
    body: { roleGiven: 'viewer' },
  })
  await browser.signIn(addressOf(story), nobody.id)
  assert.equal((await api(story, browser, { path: '/me' })).body.role, 'viewer')
})

test('whoever signs in through a one-time link is admin from then on; the link is good once and for a day', async () => {
  await using story = await tell()
  const { nobody, viewer } = officeOf(story)
  const { client } = story.stage
  const { url } = await client.createInvitation()
  const first = createSignInBrowser()
  await first.choose(await first.begin(url), nobody.id).then(back => first.ask(back))
  assert.equal((await api(story, first, { path: '/me' })).body.role, 'admin')
  const second = createSignInBrowser()
  const again = await second.ask(await second.choose(await second.begin(url), viewer.id))
  assert.equal(again.status, 403)
  assert.match(await again.text(), /used already, or its time is over/)
  assert.equal((await api(story, second, { path: '/me' })).status, 401)

  const late = await client.createInvitation()
  await story.pass(24 * 60 + 1)
  const third = createSignInBrowser()
  const expired = await third.ask(await third.choose(await third.begin(late.url), viewer.id))
  assert.equal(expired.status, 403)
})

test('the first start prints a link as long as nobody is admin', async () => {
  await using story = await tell()
  const { app } = story.stage
  const url = await app.inviteFirstAdministrator()
  const browser = createSignInBrowser()
  await browser.ask(await browser.choose(await browser.begin(url ?? ''), officeOf(story).nobody.id))
  assert.equal((await api(story, browser, { path: '/me' })).body.role, 'admin')
  assert.equal(await app.inviteFirstAdministrator(), null)
  assert.deepEqual(await lastEntries(story, 2), [
    'account signIn done invitation',
    'machine createInvitation done',
  ])
})

test('a session ends after an hour of silence, after ten hours, and when an admin ends it', async () => {
  await using story = await tell()
  const { admin } = officeOf(story)
  const browser = createSignInBrowser()
  const statusNow = async () => (await api(story, browser, { path: '/me' })).status
  await browser.signIn(addressOf(story), admin.id)
  await story.pass(59)
  assert.equal(await statusNow(), 200)
  await story.pass(61)
  assert.equal(await statusNow(), 401, 'nobody was there for an hour')

  await browser.signIn(addressOf(story), admin.id)
  for (let hour = 0; hour < 11; hour++) {
    assert.equal(await statusNow(), 200, `after ${hour} times 54 minutes`)
    await story.pass(54)
  }
  await story.pass(10)
  assert.equal(await statusNow(), 401, 'however busy, it ends after ten hours')

  await browser.signIn(addressOf(story), admin.id)
  const { items } = await story.stage.client.listSessions()
  assert.equal(items.length, 1)
  await story.stage.client.endSession({ params: { sessionId: items[0]?.sessionId ?? '' } })
  assert.equal(await statusNow(), 401)
})

test('signing in gives a new token and kills the old one; everywhere means every browser', async () => {
  await using story = await tell()
  const { admin } = officeOf(story)
  const desk = createSignInBrowser()
  await desk.signIn(addressOf(story), admin.id)
  const before = new Map(desk.cookies)
  await desk.signIn(addressOf(story), admin.id)
  assert.notEqual(desk.cookies.get('muster_session'), before.get('muster_session'))
  const thief = createSignInBrowser()
  for (const [name, value] of before) thief.cookies.set(name, value)
  assert.equal((await api(story, thief, { path: '/me' })).status, 401)

  const phone = createSignInBrowser()
  await phone.signIn(addressOf(story), admin.id)
  const out = await api(story, phone, { method: 'POST', path: '/me/sign-out', body: { everywhere: true } })
  assert.equal(out.body.ended, 2)
  assert.equal((await api(story, desk, { path: '/me' })).status, 401)
})

test('an answer of the provider opens one session, in the browser that asked, in its time, and unchanged', async () => {
  await using story = await tell()
  const { admin } = officeOf(story)
  const address = addressOf(story)
  const browser = createSignInBrowser()
  const back = await browser.choose(await browser.begin(`${address}/signin`), admin.id)

  const stranger = createSignInBrowser()
  const elsewhere = await stranger.ask(back)
  assert.equal(elsewhere.status, 400)
  assert.match(await elsewhere.text(), /was not begun here/)

  const changed = new URL(back)
  changed.searchParams.set('state', 'another')
  const kept = new Map(browser.cookies)
  assert.equal((await browser.ask(changed.href)).status, 400)
  assert.ok(!browser.cookies.has('muster_session'))

  for (const [name, value] of kept) browser.cookies.set(name, value)
  assert.equal((await browser.ask(back)).status, 302)
  browser.cookies.delete('muster_session')
  for (const [name, value] of kept) browser.cookies.set(name, value)
  const replayed = await browser.ask(back)
  assert.equal(replayed.status, 400)
  assert.ok(!browser.cookies.has('muster_session'))
  assert.deepEqual(await lastEntries(story, 1), ['nobody signIn refused invalid_grant'])

  const slow = await browser.choose(await browser.begin(`${address}/signin`), admin.id)
  await story.pass(16)
  assert.equal((await browser.ask(slow)).status, 400)
})

test('every tab of a browser whose session ended may be the one that signs in again; old attempts are let go', async () => {
  await using story = await tell()
  const { admin } = officeOf(story)
  const browser = createSignInBrowser()
  const first = await browser.begin(`${addressOf(story)}/signin?returnTo=/campaigns`)
  const second = await browser.begin(`${addressOf(story)}/signin?returnTo=/templates`)
  for (const [tab, path] of [
    [first, '/campaigns'],
    [second, '/templates'],
  ] as const) {
    const back = await browser.ask(await browser.choose(tab, admin.id))
    assert.deepEqual([back.status, back.headers.get('location')], [302, path])
    assert.equal((await api(story, browser, { path: '/me' })).status, 200)
  }
  assert.deepEqual([...browser.cookies.keys()], ['muster_session'])

  const begun = []
  for (let count = 0; count < 7; count++) begun.push(await browser.begin(`${addressOf(story)}/signin`))
  assert.equal([...browser.cookies.keys()].filter(name => name.startsWith('muster_attempt_')).length, 5)
  const statuses = []
  for (const tab of begun.slice(1, 3))
    statuses.push((await browser.ask(await browser.choose(tab, admin.id))).status)
  assert.deepEqual(statuses, [400, 302])
})

test("another sign-in's code does not fit: the verifier and the nonce are this browser's", async () => {
  await using story = await tell()
  const { admin, viewer } = officeOf(story)
  const address = addressOf(story)
  const victim = createSignInBrowser()
  const stolen = new URL(await victim.choose(await victim.begin(`${address}/signin`), admin.id))
  const thief = createSignInBrowser()
  const own = new URL(await thief.choose(await thief.begin(`${address}/signin`), viewer.id))
  own.searchParams.set('code', stolen.searchParams.get('code') ?? '')
  const answer = await thief.ask(own.href)
  assert.equal(answer.status, 400)
  assert.ok(!thief.cookies.has('muster_session'))
})

test('a nonce that is not ours is refused, and so is a code that was asked for without our challenge', async () => {
  await using story = await tell()
  const { admin } = officeOf(story)
  for (const change of [
    (url: URL) => url.searchParams.set('nonce', 'of-somebody-else'),
    (url: URL) => url.searchParams.delete('nonce'),
    (url: URL) => url.searchParams.delete('code_challenge'),
  ]) {
    const browser = createSignInBrowser()
    const { url } = await browser.begin(`${addressOf(story)}/signin`)
    change(url)
    const html = await (await browser.ask(url.href)).text()
    const answer = await browser.ask(await browser.choose({ url, html }, admin.id))
    assert.equal(answer.status, 400)
    assert.ok(!browser.cookies.has('muster_session'))
  }
})

test('a way back that leads elsewhere is not taken', async () => {
  await using story = await tell()
  for (const wrong of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/',
    '%0d%0aSet-Cookie:x=1',
  ]) {
    const browser = createSignInBrowser()
    const query = `?returnTo=${wrong.startsWith('%') ? `/${wrong}` : encodeURIComponent(wrong)}`
    const answer = await browser.signIn(addressOf(story), officeOf(story).admin.id, query)
    assert.equal(answer.headers.get('location'), '/', wrong)
  }
})
