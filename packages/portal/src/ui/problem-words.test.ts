/** Whatever the service may refuse has words in each language of the portal, for people who never saw a command line. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { listProblemCodes, listProblems } from '@muster/core/list-problems'
import { obstacleSentences } from '@muster/core/obstacle-sentences'
import { type ProblemSentence, toldCodes, toldProblems } from '@muster/core/told-problems'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { createFormats } from '../texts/formats.ts'
import { tellListProblem, tellObstacle, tellProblem } from './problem-words.ts'

const german = createFormats('de')

function namesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}

describe('each problem that the service tells by its code', () => {
  for (const [language, t] of Object.entries({ en, de })) {
    const texts = toldCodes.map(code => [code, [t.problemText(code)].flat().join('\n')] as const)

    test(`has words in ${language}`, () => {
      assert.deepEqual(
        texts.filter(([, text]) => text.trim() === ''),
        [],
      )
    })

    test(`speaks in ${language} of nothing that the problem does not know`, () => {
      const odd = texts.filter(([code, text]) => {
        const known = new Set(namesIn(JSON.stringify(toldProblems[code])))
        return namesIn(text).some(name => !known.has(name))
      })
      assert.deepEqual(odd, [])
    })

    test(`names in ${language} no command of a terminal and no field of the API`, () => {
      const odd = texts.filter(([, text]) =>
        /\bmuster [a-z]+\b|--[a-z]|\bnull\b|Idempotency|cursor/.test(text),
      )
      assert.deepEqual(odd, [])
    })
  }

  test('is not told to a German reader in English', () => {
    const same = toldCodes.filter(code => {
      const { detail }: ProblemSentence = toldProblems[code]
      return [de.problemText(code)].flat().includes(detail)
    })
    assert.deepEqual(same, [])
  })
})

test('Lena reads in German that the name is taken', () => {
  const problem = { code: 'campaignNameTaken', facts: { name: 'Winter' } } as const
  assert.deepEqual(tellProblem(problem, de, german), {
    title: 'Der Mandant hat schon eine Kampagne namens „Winter“',
    body: null,
  })
})

test('days, figures, roles and moments are written as the reader writes them', () => {
  const told = (code: (typeof toldCodes)[number], facts: Record<string, string>) => {
    const { title, body } = tellProblem({ code, facts }, de, german)
    return `${title}|${body}`
  }
  assert.match(told('duePassed', { day: '2026-11-02', today: '2026-11-28' }), /^Der Termin 2\. Nov\. 2026 /)
  assert.match(told('tooManyTests', { most: '1200' }), /1\.200 Testmails/)
  assert.match(told('roleTooLittle', { needed: 'admin', role: 'viewer' }), /Rolle Verwaltung; Sie .* Lesen/)
  const until = '2026-12-01T10:30:00.000Z'
  assert.ok(told('directorySilentUntil', { said: '', until }).includes(german.moment(new Date(until))))
  const name = 'Thanks'
  assert.match(
    told('ruleChangedBy', { name, who: 'Ann', at: until }),
    /^Ann hat „Thanks“ inzwischen geändert \(01\.12\.2026/,
  )
})

test('what stands in the way of a group is said in German, alone and within a problem', () => {
  const obstacle = obstacleSentences.tell('syncedGroup')
  const problem = { code: 'groupUnfit', facts: { group: 'Staff', obstacle } } as const
  const { title } = tellProblem(problem, de, german)
  assert.equal(title, `„Staff“ lässt sich nicht verwenden: ${tellObstacle(obstacle, de)}`)
  assert.match(tellObstacle(obstacle, de), /lokal synchronisiert/)
  assert.equal(tellObstacle('Authorization_RequestDenied', de), 'Authorization_RequestDenied')
})

test('every obstacle has words of its own in German', () => {
  const facts = { column: 'Level', found: 'text', wanted: 'choice', choices: 'mfa', service: 'reports' }
  const same = obstacleSentences.codes.filter(
    code => de.obstacleSays(code, facts) === en.obstacleSays(code, facts),
  )
  assert.deepEqual(same, [])
})

describe('each reason why a whole list is refused', () => {
  for (const [language, t] of Object.entries({ en, de })) {
    test(`has words in ${language} that tell every fact, and no command of a terminal`, () => {
      const odd = listProblemCodes.filter(code => {
        const text = t.listProblemText(code)
        const known = new Set(namesIn(Object.values(listProblems[code]).join(' ')))
        return /\bmuster [a-z]+\b|--[a-z]/.test(text) || !isDeepStrictEqual(known, new Set(namesIn(text)))
      })
      assert.deepEqual(odd, [])
    })
  }

  test('is told in German to a German reader, with figures as they are written there', () => {
    const problem = {
      ...{ detail: 'The list has more than 500,000 rows.', where: null, remedy: null },
      ...{ code: 'tooManyRows', facts: { most: '500000', line: '500002' } },
    }
    assert.match(
      tellListProblem(problem, de, german),
      /^Die Liste hat mehr als 500\.000 Zeilen: .*Zeile 500002/,
    )
  })

  test('of a service that is newer than the page is told as it came', () => {
    const problem = { detail: 'It is odd.', where: null, remedy: 'Mend it.', code: 'odd', facts: {} }
    assert.equal(tellListProblem(problem, de, german), 'It is odd. Mend it.')
  })
})
