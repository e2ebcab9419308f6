/** What is said of a rule in the portal. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rulePresetWords } from '@muster/contract/rule-preset-words'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { tellActOf, tellFrequency } from './rule-words.ts'

const often = (days: number) =>
  ({ frequency: { kind: 'oncePerPersonInDays', days } }) as Parameters<typeof tellFrequency>[0]

test('one day is a day, in both languages', () => {
  assert.equal(tellFrequency(often(1), en), 'At most once for a person in a day')
  assert.equal(tellFrequency(often(30), en), 'At most once for a person in 30 days')
  assert.equal(tellFrequency(often(1), de), 'Höchstens einmal am Tag je Person')
  assert.equal(en.rulePage.past(1, '1'), 'Also on what happened in the last day')
  assert.doesNotMatch(de.rulePage.past(1, '1'), /Tagen/)
})

test('a preset is called in the portal as on the terminal', () => {
  assert.deepEqual(en.rulePresets, rulePresetWords)
})

test('an act is said in words, with the name that the rule gives it', () => {
  const act = { kind: 'mailAddresses', key: 'desk', target: 'desk@contoso.example' }
  assert.equal(tellActOf(act, en), 'Mail to addresses (desk, desk@contoso.example)')
  assert.equal(tellActOf({ ...act, kind: 'mail', target: null }, de), 'Mail (desk)')
})
