/** Who did something and what somebody waits for, in the words of the reader’s language. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localCallerName } from '@muster/core/local-caller'
import { nameCaller, tellCaller } from './caller-words.ts'
import { de } from './de.ts'
import { en } from './en.ts'

test('whoever excluded Anna by the command line of the server is named in the reader’s language', () => {
  assert.equal(en.person.owner(tellCaller(localCallerName, en)), 'By the server’s command line.')
  assert.equal(de.person.owner(tellCaller(localCallerName, de)), 'Von der Befehlszeile des Servers.')
  assert.equal(nameCaller(localCallerName, de), 'Befehlszeile des Servers')
  assert.equal(tellCaller('Priya Raman', de), 'Priya Raman')
})

test('whoever is excluded without an end waits for one thing, and whose mail failed for another', () => {
  assert.equal(en.next.reinstatement(), 'an operator: reinstate.')
  assert.equal(de.next.operator(), 'die Betreuung: erneut versuchen.')
})
