/** Whatever is wrong in the words of a mail is told in the reader's language, wherever the portal shows it. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeMistake, mistakeCodes, templateMistakes } from '@muster/core/template-mistakes'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { createFormats } from '../texts/formats.ts'
import { tellField } from './field-words.ts'
import { tellMistake } from './mistake-words.ts'
import { tellProblem } from './problem-words.ts'

const german = createFormats('de')

function namesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}

describe('each mistake', () => {
  for (const [language, t] of Object.entries({ en, de })) {
    test(`has words in ${language}, and speaks of nothing that it does not know`, () => {
      const odd = mistakeCodes.filter(code => {
        const text = [t.mistakeText(code)].flat().join('\n')
        const known = new Set(namesIn(Object.values(templateMistakes[code]).join(' ')))
        return text.trim() === '' || namesIn(text).some(name => !known.has(name))
      })
      assert.deepEqual(odd, [])
    })
  }

  test('is not told to a German reader in English', () => {
    const same = mistakeCodes.filter(code =>
      [de.mistakeText(code)].flat().some(text => [en.mistakeText(code)].flat().includes(text)),
    )
    assert.deepEqual(same, [])
  })
})

const told = (mistake: ReturnType<typeof makeMistake>, t = de) =>
  tellMistake({ ...mistake, facts: { ...mistake.facts } }, t)

test('Lena mistyped a filter, and reads in German which one and what to do', () => {
  assert.match(
    told(makeMistake('filterUnknown', { what: 'upcse' })),
    /^Den Filter „upcse“ gibt es nicht\. Schreiben Sie seinen Namen, wie Liquid ihn kennt/,
  )
  assert.equal(
    told(makeMistake('blockOpen', { what: '{% if link %}', end: '{% endif %}' })),
    'Zu {% if link %} fehlt {% endif %}. Schreiben Sie {% endif %}, wo es endet.',
  )
})

test('what nobody knows is repeated as it was said, and introduced in the language of the reader', () => {
  const mistake = makeMistake('liquid', { said: 'odd comment' })
  assert.match(told(mistake), /^Das lässt sich nicht lesen; Liquid sagt dazu: odd comment\. Vergleichen Sie/)
  assert.match(told(mistake, en), /^Liquid cannot read this, and says: odd comment\. Compare/)
})

test('a mistake of a service that is newer than the page is told as it came', () => {
  const mistake = { code: 'odd', facts: {}, detail: 'it is odd', remedy: 'mend it' }
  assert.equal(tellMistake(mistake, de), 'It is odd. Mend it.')
})

test('where a text is refused when it is saved, Lena reads the same with its line', () => {
  const { detail, code, facts } = makeMistake('filterUnknown', { what: 'upcse' })
  const error = { where: 'body.draft.text line 3', detail, code, facts }
  assert.match(tellField(error, de, german.number), /^Nur Text, Zeile 3: Den Filter „upcse“ gibt es nicht\./)
})

test('the words of an automation are refused in German too', () => {
  const { detail } = makeMistake('mjmlLength', {
    ...{ tag: 'mj-text', what: 'font-size', value: 'big', units: 'px' },
  })
  const problem = {
    code: 'wordsWrongInLine',
    facts: { place: 'actions.a.de', line: '2', said: detail },
  } as const
  const { title } = tellProblem(problem, de, german)
  assert.equal(
    title,
    'Die Worte lassen sich nicht lesen (Zeile 2): in <mj-text> kann font-size nicht die Länge „big“ sein; gezählt wird in px',
  )
})
