/** The public face when things go wrong: floods of bytes, and a database that does not answer. */

import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { openDatabase } from '../db/database.ts'
import { silentLog } from '../log.ts'
import { createPublicFace } from './public-face.ts'

/** Nothing listens on port 1. */
const { db, close } = openDatabase('postgres://nobody:nothing@127.0.0.1:1/nothing')
after(close)

const face = createPublicFace({
  db,
  clock: { now: () => new Date('2026-11-02T08:00:00Z') },
  log: silentLog,
  key: randomBytes(32),
  joinAtOnce: async () => undefined,
  onConfirmed: () => undefined,
  addressOf: () => '192.0.2.1',
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
