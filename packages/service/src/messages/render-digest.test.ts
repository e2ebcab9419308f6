/** What a manager reads about the people who did not react: everybody by name, nothing to click, nothing missing. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { digestPeopleMax } from '../enrolments/escalations.ts'
import { createMailRenderer, type DigestFacts } from './render.ts'

const renderer = await createMailRenderer()

const aroha: DigestFacts = {
  person: { displayName: 'Aroha Ngata', givenName: 'Aroha' },
  organisation: { name: 'Contoso GmbH', supportContact: 'IT Service Desk, extension 4711' },
  campaign: { name: 'MFA for everyone', dueOn: new Date('2026-12-15') },
  people: [
    { displayName: "Siobhán O'Malley", invitedAt: new Date('2026-11-02T09:00:00Z'), reminders: 2 },
    { displayName: '陈伟 (Chen Wei)', invitedAt: new Date('2026-11-12T09:00:00Z'), reminders: 3 },
  ],
}

const words = {
  en: {
    subject: /2 people have/,
    one: /1 person has/,
    invited: '12 Nov 2026',
    hello: /^Hello Béla Kovács,$/m,
  },
  de: {
    subject: /2 Personen/,
    one: /1 Person noch/,
    invited: '12. Nov. 2026',
    hello: /^Guten Tag Béla Kovács,$/m,
  },
} as const

for (const language of ['en', 'de'] as const) {
  describe(`the digest in ${language}`, () => {
    const mail = renderer.renderDigest(language, aroha)

    test('names everybody with the day of the invitation and the number of reminders, in both forms', () => {
      for (const part of [mail.html, mail.text]) {
        for (const fact of ['陈伟 (Chen Wei)', words[language].invited, 'Contoso GmbH', 'extension 4711']) {
          assert.ok(part.includes(fact), fact)
        }
      }
      assert.ok(mail.text.includes("Siobhán O'Malley"))
      assert.ok(mail.html.includes('Siobhán O&#39;Malley'))
      assert.match(mail.subject, words[language].subject)
    })

    test('has nothing to click and loads nothing', () => {
      assert.doesNotMatch(mail.html, /<a\b|href=|<img|<script|<link|\bsrc=|url\(|@import/i)
      assert.doesNotMatch(mail.text, /https?:/)
    })

    test('is a table for those who listen, and layout nowhere else', () => {
      const tables = mail.html.match(/<table[^>]*>/g) ?? []
      assert.equal(tables.filter(table => !table.includes('role="presentation"')).length, 1)
      assert.equal((mail.html.match(/<th\b/g) ?? []).length, 3)
      assert.match(mail.html, new RegExp(`<html lang="${language}" dir="ltr"`))
      assert.match(mail.html, /prefers-color-scheme: ?dark/)
    })

    test('speaks of one person as of one, and leaves no gap where a fact is missing', () => {
      const sparse = renderer.renderDigest(language, {
        person: { displayName: 'Béla Kovács', givenName: null },
        organisation: { name: 'Contoso GmbH', supportContact: null },
        campaign: { name: 'MFA for everyone', dueOn: null },
        people: aroha.people.slice(0, 1),
      })
      assert.match(sparse.subject, words[language].one)
      assert.match(sparse.text, words[language].hello)
      for (const part of [sparse.subject, sparse.html, sparse.text]) {
        assert.doesNotMatch(part, /null|undefined|\{\{|\{%/)
      }
    })

    test('is not cut off by Gmail with as many long names as a digest holds', () => {
      const people = Array.from({ length: digestPeopleMax }, () => ({
        displayName: 'Oluwaseun Adebayo-Featherstonehaugh von und zu Schwarzenberg-Hohenlohe',
        invitedAt: new Date('2026-11-02T09:00:00Z'),
        reminders: 2,
      }))
      const { html } = renderer.renderDigest(language, { ...aroha, people })
      assert.ok(Buffer.byteLength(html) < 102_000, String(Buffer.byteLength(html)))
    })
  })
}

test('a name that is markup comes out as the text it is', () => {
  const people = [
    { displayName: '<b>{{ x }}</b>\r\nBcc: x', invitedAt: new Date('2026-11-02'), reminders: 2 },
  ]
  const { html, text } = renderer.renderDigest('en', { ...aroha, people })
  assert.ok(html.includes('&lt;b&gt;{{ x }}&lt;/b&gt; Bcc: x'))
  assert.ok(text.includes('* <b>{{ x }}</b> Bcc: x'))
})
