/** Every language has every word, and no word stands in the code of a page. */

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { isWrite } from '@muster/contract/route'
import { routeNames, routes } from '@muster/contract/routes'
import { problemStatus } from '@muster/core/problem'
import { de } from './de.ts'
import { en, type Texts } from './en.ts'
import { createFormats } from './formats.ts'
import { tellTimeline } from './timeline-words.ts'

/** `plan.verdict.met` and so on, with what stands there. */
function entriesOf(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => entriesOf(inner, `${path}.${key}`))
}

const english = new Map(entriesOf(en, ''))

describe('each catalogue', () => {
  const others: Readonly<Record<string, Texts>> = { de }
  for (const [language, texts] of Object.entries(others)) {
    const entries = new Map(entriesOf(texts, ''))

    test(`${language} has exactly the keys of English`, () => {
      assert.deepEqual([...entries.keys()].sort(), [...english.keys()].sort())
    })

    test(`${language} has a word where English has one`, () => {
      const empty = [...entries].filter(([, value]) => value === '')
      assert.deepEqual(empty, [])
    })

    test(`${language} is not English`, () => {
      const words = [...entries].filter(([, value]) => typeof value === 'string')
      const same = words.filter(([key, value]) => english.get(key) === value)
      assert.ok(same.length < words.length / 8, same.map(String).join('\n'))
    })
  }
})

describe('the log of acts', () => {
  const acts = [...routeNames.filter(name => isWrite(routes[name])), 'signIn']

  for (const [language, texts] of Object.entries({ en, de })) {
    test(`${language} has words for every act that may stand in it`, () => {
      assert.deepEqual(
        acts.filter(act => texts.activity.acts[act] === undefined),
        [],
      )
    })

    test(`${language} has words for every problem that an act may have met`, () => {
      assert.deepEqual(
        Object.keys(problemStatus).filter(code => texts.activityWords.reasons[code] === undefined),
        [],
      )
    })
  }
})

describe('the code of the pages', () => {
  const folder = join(import.meta.dirname, '..')
  const pages = globSync('**/*.tsx', { cwd: folder })

  for (const page of pages) {
    test(`${page} holds no words of its own`, () => {
      const code = readFileSync(join(folder, page), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
      const between = [...code.matchAll(/<\/?\w[^<>]*[^=<>]>\s*([A-Za-zÄÖÜäöü][^<>{}()=;]*?)\s*</g)].map(
        ([, text]) => text,
      )
      const spoken = [
        ...code.matchAll(/\b(?:aria-label|label|title|placeholder|alt|hint|lead)="([^"]*[a-z][^"]*)"/g),
      ].map(([, text]) => text)
      // An example of an id is the same in every language.
      assert.deepEqual(
        [...between, ...spoken].filter(text => !/^[\da-f-]+$/.test(text ?? '')),
        [],
      )
    })
  }
})

describe('a count', () => {
  test('of one is one row, in each language', () => {
    assert.equal(en.upload.understood(1, '1', '1'), '1 of 1 row was understood')
    assert.equal(de.upload.understood(1, '1', '1'), '1 von 1 Zeile wurde verstanden')
    assert.equal(en.reading.firstRows(1, '1'), 'The first row.')
    assert.equal(de.reading.firstRows(2, '2'), 'Die ersten 2 Zeilen.')
    assert.equal(en.upload.progress(1, '0', '1'), '0 of 1 row')
  })
})

describe('a timeline', () => {
  const formats = { en: createFormats('en'), de: createFormats('de') }
  const excluded = {
    kind: 'excluded',
    facts: { reason: 'on leave', owner: 'Aroha', until: '2026-12-01T12:00:00.000Z' },
    text: 'excluded by Aroha',
  }

  test('tells who excluded Tomasz until when and why, in each language', () => {
    assert.equal(tellTimeline(excluded, en, formats.en), 'Excluded by Aroha until Dec 1, 2026: on leave.')
    assert.equal(tellTimeline(excluded, de, formats.de), 'Ausgenommen von Aroha bis 1. Dez. 2026: on leave.')
  })

  test('tells the level and how it was seen', () => {
    const seen = { kind: 'registrationSeen', facts: { level: 'mfa', source: 'live' }, text: '' }
    assert.equal(
      tellTimeline(seen, en, formats.en),
      'Registered with a strong method (read live from the account).',
    )
  })

  test('repeats what the service says of a kind that it does not know', () => {
    assert.equal(
      tellTimeline({ kind: 'new', facts: {}, text: 'something new' }, de, formats.de),
      'something new',
    )
  })
})
