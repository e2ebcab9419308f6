/** How pasted lines are cut into entries. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findCut, splitEntries } from './roster-list.ts'

const trimmed = (line: string) => splitEntries(line).map(entry => entry.trim())

test('semicolons, commas, tabs and pipes separate', () => {
  assert.deepEqual(trimmed('anna@c.example; ben@c.example, carla@c.example\tdora@c.example|eva@c.example'), [
    'anna@c.example',
    'ben@c.example',
    'carla@c.example',
    'dora@c.example',
    'eva@c.example',
  ])
})

test('a trailing separator and empty places make no entries', () => {
  assert.deepEqual(trimmed(' ;anna@c.example;;\u00A0; ben@c.example ;,'), ['anna@c.example', 'ben@c.example'])
})

test('a comma in a name before an address in brackets belongs to the name', () => {
  assert.deepEqual(trimmed('Beck, Anna <anna@c.example>, "Roth, Ben; IT" <ben@c.example>, carla@c.example'), [
    'Beck, Anna <anna@c.example>',
    '"Roth, Ben; IT" <ben@c.example>',
    'carla@c.example',
  ])
})

test('a word that belongs to no address is an entry of its own', () => {
  assert.deepEqual(trimmed('team, anna@c.example; hello; Ben <ben@c.example>'), [
    'team',
    'anna@c.example',
    'hello',
    'Ben <ben@c.example>',
  ])
})

test('stray quotes and brackets do not swallow what follows', () => {
  assert.deepEqual(trimmed(`"anna@c.example; ben@c.example; <carla@c.example`), [
    '"anna@c.example',
    'ben@c.example',
    '<carla@c.example',
  ])
})

test('line breaks that are no line ends of a file separate', () => {
  assert.deepEqual(trimmed('anna@c.example\u2028ben@c.example\vcarla@c.example'), [
    'anna@c.example',
    'ben@c.example',
    'carla@c.example',
  ])
})

test('a long line is cut behind a separator that follows an address', () => {
  const text = 'Beck, Anna <anna@c.example>, Roth, Be'
  assert.equal(text.slice(0, findCut(text) ?? 0), 'Beck, Anna <anna@c.example>,')
  assert.equal(findCut('no address, none at all'), null)
})
