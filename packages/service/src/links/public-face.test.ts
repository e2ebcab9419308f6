/** The public face when things go wrong: floods of bytes, and a database that does not answer. */

import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { openDatabase } from '../db/database.ts'
import { silentLog } from '../log.ts'
import { createPublicFace } from './public-face.ts'
import { createResend } from './resend.ts'

/** Nothing listens on port 1. */
const { db, close } = openDatabase('postgres://nobody:nothing@127.0.0.1:1/nothing')
after(close)

const clock = { now: () => new Date('2026-11-02T08:00:00Z') }
const resend = createResend({ db, clock, log: silentLog, onAsked: () => undefined })

const face = createPublicFace({
  db,
  clock,
  log: silentLog,
  key: randomBytes(32),
  joinAtOnce: async () => undefined,
  onConfirmed: () => undefined,
  resend,
  addressOf: () => '192.0.2.1',
})

describe('having a link sent again', () => {
  const ask = (address: string, language = 'en') =>
    face.request('/resend', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': language },
      body: new URLSearchParams({ address }),
    })

  test('is answered before anything is looked up, also when nothing can be', async () => {
    const answer = await ask('wei@contoso.example', 'fr')
    assert.equal(answer.status, 200)
    assert.match(await answer.text(), /un courriel est en route/)
    await resend.rest()
  })

  test('what is no address is said beside the field', async () => {
    const answer = await ask('wei at contoso')
    assert.equal(answer.status, 422)
    const text = await answer.text()
    assert.match(text, /no complete mail address/)
    assert.doesNotMatch(text, /wei at/)
  })

  test('whoever goes through a list of addresses is told to wait', async () => {
    const statuses: number[] = []
    for (let guess = 0; guess < 30; guess++)
      statuses.push((await ask(`guess-${guess}@contoso.example`)).status)
    assert.deepEqual([statuses[0], statuses.at(-1)], [200, 429])
    await resend.rest()
  })
})

describe('while the database does not answer', () => {
  test('whoever presses the button is sent on to the set-up page', async () => {
    const answer = await face.request(`/e/${randomUUID()}`, { method: 'POST' })
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.get('location'), 'https://aka.ms/mfasetup')
  })

  test('whoever opens the link is asked to come back, and not told that the link is dead', async () => {
    const answer = await face.request(`/e/${randomUUID()}`, { headers: { 'accept-language': 'de' } })
    assert.equal(answer.status, 503)
    assert.match(await answer.text(), /Ihr Link ist in Ordnung/)
  })

  test('what cannot be a token gets the calm page without asking the database', async () => {
    assert.equal((await face.request('/e/not-a-token')).status, 404)
  })
})
