/** What the preview of an act on people says before anything is done. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { createFormats } from '../texts/formats.ts'
import { foretell } from './act-words.ts'
import type { Acted } from './acting.ts'

const acted: Acted = { changed: 3, unchanged: 1, become: [['sent', 3]] }

test('Nora, who is about to invite three people again, reads where they will stand and that nothing is done yet', () => {
  assert.deepEqual(foretell(acted, en, createFormats('en')), [
    'This will change 3 people. Nothing has been changed yet.',
    'Afterwards 3 people will be in the state “Invited”.',
    '1 person stays as they are: there is nothing to do for them.',
  ])
  assert.deepEqual(foretell(acted, de, createFormats('de')), [
    'Das wird 3 Personen ändern. Noch ist nichts geändert.',
    'Danach werden 3 Personen im Zustand „Eingeladen“ sein.',
    '1 Person bleibt, wie sie ist: für sie gibt es nichts zu tun.',
  ])
})

test('an act that has nothing to do for anybody says only that', () => {
  const nobody = { changed: 0, unchanged: 2, become: [] }
  assert.deepEqual(foretell(nobody, en, createFormats('en')), [
    'This will change nobody.',
    '2 people stay as they are: there is nothing to do for them.',
  ])
})
