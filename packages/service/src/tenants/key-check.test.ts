/** A key that opens no stored credential is told apart from the right one, and from an empty database. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { createStoryTeller } from '../testing/story-teller.ts'
import { isForeignKey } from './key-check.ts'

const story = createStoryTeller()

test('Contoso’s credential was stored with another key', async () => {
  await using told = await story()
  const { db } = told.stage.app
  assert.equal(told.stage.app.hasForeignKey, false)
  assert.equal(await isForeignKey(db, randomBytes(32)), true)
})
