/** What somebody who answers for a rollout reads: every figure in both forms, in either language, in tables alone. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { summaryFigures } from '@muster/contract/shapes/summaries'
import { exampleSummary } from '../http/example-summary.ts'
import { MailUnrenderable } from './render.ts'
import { createSummaryRenderer } from './render-summary.ts'

const render = await createSummaryRenderer()
const figures = { ...exampleSummary(), hidesSmall: true }
const written = (some: typeof figures) => JSON.parse(JSON.stringify(summaryFigures.encode(some)))

const words = {
  en: {
    subject: '62% registered: Autumn rollout, Contoso',
    forecast: 'About 87% (80% to 92%) by 31 January 2027; the date is likely missed.',
    facts: [
      '1,420 people',
      '23 November 2026',
      'Germany',
      'Not given',
      '3 smaller groups',
      'Guests',
      'not within a year',
    ],
    tooLittle: 'There is no forecast in the first three days.',
    all: 'Campaigns: 3; each person counts once.',
    drafts: 'Campaigns: 3 (of which drafts, whose people count too: 2); each person counts once.',
  },
  de: {
    subject: '62 % registriert: Autumn rollout, Contoso',
    forecast: 'Etwa 87 % (80 % bis 92 %) bis zum 31. Januar 2027; der Termin wird wahrscheinlich verfehlt.',
    facts: [
      '1.420 Personen',
      '23. November 2026',
      'Deutschland',
      'Ohne Angabe',
      '3 kleinere Gruppen',
      'Gäste',
    ],
    tooLittle: 'In den ersten drei Tagen gibt es keine Prognose.',
    all: 'Kampagnen: 3; jede Person zählt einmal.',
    drafts: 'Kampagnen: 3 (davon Entwürfe, deren Personen mitzählen: 2); jede Person zählt einmal.',
  },
} as const

/** Intl writes a hard space before a percent sign. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ')

for (const language of ['en', 'de'] as const) {
  describe(`the summary in ${language}`, () => {
    const mail = render(language, written(figures))
    const expected = words[language]

    test('says every figure in both forms', () => {
      assert.equal(plain(mail.subject), expected.subject)
      for (const part of [plain(mail.html), plain(mail.text)]) {
        for (const fact of [expected.forecast, ...expected.facts, 'Finance', '876', '544']) {
          assert.ok(part.includes(fact), fact)
        }
      }
    })

    test('loads nothing, has nothing to click, and leaves no gap', () => {
      assert.doesNotMatch(mail.html, /<a\b|<img|<script|<link|\bsrc=|url\(|@import/i)
      for (const part of [mail.subject, mail.html, mail.text])
        assert.doesNotMatch(part, /null|undefined|\{\{|\{%/)
    })

    test('draws its bars as tables that a screen reader passes by', () => {
      const tables = mail.html.match(/<table[^>]*>/g) ?? []
      const bars = tables.filter(table => table.includes('aria-hidden'))
      assert.ok(bars.length > 5)
      assert.ok(bars.every(table => table.includes('role="presentation"')))
      assert.match(mail.html, new RegExp(`<html lang="${language}" dir="ltr"`))
    })

    test('stays under what Gmail cuts off, with as many groups as there may be', () => {
      const groups = Array.from({ length: 15 }, (_, index) => ({
        name: `Directorate-General for the Coordination of Everything Else, Division ${index}`,
        people: 1_234_567,
        registered: 234_567,
      }))
      const long = {
        ...figures,
        byDepartment: { groups, smaller: null },
        byCountry: { groups, smaller: null },
      }
      const bytes = Buffer.byteLength(render(language, written(long)).html)
      assert.ok(bytes < 102_000, String(bytes))
    })

    test('tells of the drafts whose people stand in the figures, and of none where there is none', () => {
      const all = { ...figures, campaign: null, campaigns: 3 }
      for (const [drafts, told] of [
        [2, expected.drafts],
        [0, expected.all],
      ] as const) {
        const { html, text } = render(language, written({ ...all, drafts }))
        for (const part of [html, text]) assert.ok(part.includes(told), told)
      }
      // Written down before drafts were told of.
      const { drafts: _, ...old } = written({ ...all, drafts: 0 })
      assert.ok(render(language, old).text.includes(expected.all))
    })

    test('says so where there is too little for a forecast, and where nothing is to be told', () => {
      const early = {
        ...figures,
        forecast: { kind: 'tooLittle', reason: 'fewDays' } as const,
        attention: [],
        exceptions: [],
        campaign: null,
        dueOn: null,
      }
      const { html, text } = render(language, written(early))
      for (const part of [html, text]) {
        assert.ok(part.includes(expected.tooLittle))
        assert.doesNotMatch(part, /null|undefined|\{\{|\{%/)
      }
    })
  })
}

test('a department that is markup comes out as the text it is', () => {
  const groups = [{ name: '<b>{{ x }}</b>\r\nBcc: x', people: 9, registered: 1 }]
  const { html } = render('en', written({ ...figures, byDepartment: { groups, smaller: null } }))
  assert.ok(html.includes('&lt;b&gt;{{ x }}&lt;/b&gt; Bcc: x'))
})

test('a mail whose figures are gone is not made', () => {
  assert.throws(() => render('en', null), MailUnrenderable)
})
