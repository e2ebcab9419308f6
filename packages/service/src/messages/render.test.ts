/** What people get in their mailbox: every template rendered with real, missing and hostile facts. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createMailRenderer, type MailFacts, MailUnrenderable } from './render.ts'
import type { MailTemplate } from './templates.ts'

const renderer = await createMailRenderer()
const languages = ['en', 'de']
const link = 'https://mfa.contoso.com/e/0b8f6c1e-2c0a-4b57-9a44-8f3f7f3fb0c1'

const anna: MailFacts = {
  person: { displayName: 'Anna Weber', givenName: 'Anna' },
  link,
  organisation: { name: 'Contoso GmbH', supportContact: 'IT Service Desk, extension 4711' },
  campaign: { name: 'MFA for everyone', dueOn: new Date('2026-12-15') },
  reminder: { number: 2 },
}

/** Béla's directory entry has only what it must have, and his administrator filled in nothing optional. */
const bela: MailFacts = {
  person: { displayName: 'Béla Kovács', givenName: null },
  link,
  organisation: { name: 'Contoso GmbH', supportContact: null },
  campaign: { name: 'MFA for everyone', dueOn: null },
  reminder: null,
}

/** As somebody writes it themselves. */
const plain: MailTemplate = {
  kind: 'invitation',
  language: 'fr',
  subject: 'Bonjour',
  mjml: '<mjml><mj-body><mj-section><mj-column><mj-text>{{ link }}</mj-text></mj-column></mj-section></mj-body></mjml>',
  text: '{{ link }}',
  includesFrom: null,
}

const occurrencesOf = (needle: string, text: string): number => text.split(needle).length - 1

for (const kind of ['invitation', 'reminder'] as const) {
  for (const language of languages) {
    describe(`the ${kind} in ${language}`, () => {
      const mail = renderer.render(kind, language, anna)

      test('has the link in its button and written out, and the twin has it too', () => {
        assert.equal(occurrencesOf(`href="${link}"`, mail.html), 2)
        assert.equal(occurrencesOf(`>${link}</a>`, mail.html), 1)
        assert.equal(occurrencesOf(link, mail.text), 1)
        assert.match(mail.text, new RegExp(`^${link}$`, 'm'))
      })

      test('names the person, the organisation, the day, the campaign and where to ask', () => {
        const day = language === 'en' ? 'Tuesday 15 December 2026' : 'Dienstag, 15. Dezember 2026'
        for (const part of [mail.html, mail.text]) {
          for (const fact of [
            'Anna',
            'Contoso GmbH',
            'MFA for everyone',
            'IT Service Desk, extension 4711',
          ]) {
            assert.ok(part.includes(fact), fact)
          }
          assert.ok(part.replace('Tuesday, ', 'Tuesday ').includes(day), day)
        }
        assert.ok(mail.subject.includes('Contoso GmbH'))
      })

      test('loads nothing and reports nothing', () => {
        assert.doesNotMatch(mail.html, /<img|<script|<link|\bsrc=|url\(|@import/i)
        const addresses = new Set(mail.html.match(/https?:\/\/[^"'<\s]+/g))
        assert.deepEqual(addresses, new Set(['http://www.w3.org/1999/xhtml', link]))
      })

      test('says its language, fits a phone and knows the dark', () => {
        assert.match(mail.html, new RegExp(`<html lang="${language}" dir="ltr"`))
        assert.match(mail.html, /<meta name="viewport" content="width=device-width, initial-scale=1">/)
        assert.match(mail.html, /prefers-color-scheme: ?dark/)
        assert.equal(occurrencesOf('<h1', mail.html), 1)
        const tables = mail.html.match(/<table[^>]*>/g) ?? []
        assert.deepEqual(
          tables.filter(table => !table.includes('role="presentation"')),
          [],
        )
        assert.ok(tables.length > 0)
      })

      test('leaves no gap where a fact is missing', () => {
        const sparse = renderer.render(kind, language, bela)
        for (const part of [sparse.subject, sparse.html, sparse.text]) {
          assert.doesNotMatch(part, /null|undefined|\{\{|\{%/)
        }
        assert.match(sparse.text, /^(Hello|Guten Tag) Béla Kovács,$/m)
        assert.doesNotMatch(sparse.html, /<strong>\s*<\/strong>/)
      })

      test('stays below the size at which Gmail cuts a mail off', () => {
        assert.ok(Buffer.byteLength(mail.html) < 102_000)
      })
    })
  }
}

test('a reminder says which one it is', () => {
  assert.match(renderer.render('reminder', 'en', anna).html, /Reminder 2\./)
  assert.match(renderer.render('reminder', 'de', anna).text, /Erinnerung 2\./)
})

describe('a hostile value', () => {
  const mallory: MailFacts = {
    ...anna,
    person: { displayName: '{{x}}<script>alert(1)</script>', givenName: '{% raw %}<b>' },
    organisation: { name: '" onmouseover="x', supportContact: '</p><a href="https://evil.example">here</a>' },
    campaign: { name: '{{ link }}', dueOn: null },
  }

  test('comes out of the HTML as the text it is', () => {
    for (const language of languages) {
      const { html } = renderer.render('invitation', language, mallory)
      assert.doesNotMatch(html, /<script|<b>|" onmouseover|<a href="https:\/\/evil/)
      assert.ok(html.includes('&#34; onmouseover=&#34;x'))
      assert.ok(html.includes('“{{ link }}”') || html.includes('„{{ link }}“'))
    }
    assert.ok(renderer.render('invitation', 'en', mallory).html.includes('Hello {% raw %}&lt;b&gt;,'))
    assert.ok(renderer.render('invitation', 'de', mallory).html.includes('{{x}}&lt;script&gt;alert(1)'))
  })

  test('comes out of the text unchanged', () => {
    const { text } = renderer.render('invitation', 'de', mallory)
    assert.ok(text.includes('Guten Tag {{x}}<script>alert(1)</script>,'))
    assert.equal(occurrencesOf(link, text), 1)
  })

  test('cannot add a line to the subject or a paragraph to the text', () => {
    const facts = { ...anna, organisation: { name: 'Contoso\r\nBcc: eve@example.org', supportContact: null } }
    const mail = renderer.render('invitation', 'en', facts)
    assert.equal(mail.subject, 'Please set up your second sign-in step at Contoso Bcc: eve@example.org')
    assert.doesNotMatch(mail.text, /^Bcc:/m)
  })
})

describe('the language of a mail', () => {
  const cases: [string, string][] = [
    ['de', 'de'],
    ['de-AT', 'de'],
    ['de_CH', 'de'],
    ['DE', 'de'],
    ['en-US', 'en'],
    ['fr-FR', 'en'],
    ['', 'en'],
    ['not a language', 'en'],
  ]
  for (const [asked, given] of cases) {
    test(`for "${asked}" is ${given}`, () => {
      assert.equal(renderer.render('invitation', asked, anna).language, given)
    })
  }
})

describe('no mail is made', () => {
  const badLinks: [string, string][] = [
    ['is empty', ''],
    ['is relative', '/e/0b8f6c1e-2c0a-4b57-9a44-8f3f7f3fb0c1'],
    ['runs a script', 'javascript:alert(1)'],
    ['is not for a browser', 'ftp://mfa.contoso.com/e/0b8f6c1e'],
    ['has lost its token', 'https://mfa.contoso.com/e/'],
    ['has lost its token from the query', 'https://mfa.contoso.com/api/track-mfa-click?token='],
    ['has the address where the token belongs', 'https://mfa.contoso.com/e/anna.weber@contoso.com'],
    ['has the address written in code', 'https://mfa.contoso.com/e?token=anna.weber%40contoso.com'],
    ['has a blank in it', 'https://mfa.contoso.com/e/0b8f 6c1e'],
    ['has a line break at its end', `${link}\n`],
    ['has a quote in it', `${link}" onclick="x`],
  ]
  for (const [why, bad] of badLinks) {
    test(`when the link ${why}`, () => {
      assert.throws(() => renderer.render('invitation', 'en', { ...anna, link: bad }), MailUnrenderable)
    })
  }

  test('and the refusal does not repeat the link', () => {
    const facts = { ...anna, link: 'https://mfa.contoso.com/e/anna.weber@contoso.com' }
    assert.throws(
      () => renderer.render('invitation', 'en', facts),
      (error: Error) => !error.message.includes('anna'),
    )
  })
})

describe('a template of somebody else', () => {
  const renderWith = async (change: Partial<MailTemplate>): Promise<string> => {
    const own = await createMailRenderer([{ ...plain, ...change }])
    return own.render('invitation', 'fr', anna).html
  }

  test('works in its own language', async () => {
    assert.ok((await renderWith({})).includes(link))
  })

  test('that names something unknown makes no mail, and the refusal says what', async () => {
    for (const part of ['subject', 'text'] as const) {
      await assert.rejects(renderWith({ [part]: '{{ person.shoeSize }}' }), (error: Error) => {
        assert.ok(error instanceof MailUnrenderable)
        assert.match(error.message, /person\.shoeSize/)
        return true
      })
    }
  })

  test('reads no file, neither through Liquid nor through MJML', async () => {
    const own = fileURLToPath(new URL('./templates/look.mjml', import.meta.url))
    await assert.rejects(renderWith({ text: `{% include "${own}" %}` }), MailUnrenderable)
    const mjml = plain.mjml.replace('<mj-body>', `<mj-head><mj-include path="${own}" /></mj-head><mj-body>`)
    assert.doesNotMatch(await renderWith({ mjml }), /color-scheme/)
  })

  test('in only one language makes no mail for the others', async () => {
    const own = await createMailRenderer([plain])
    assert.throws(() => own.render('invitation', 'en', anna), MailUnrenderable)
  })
})

test('a mail costs a fifth of what compiling its template does, or less: nothing is compiled again', async () => {
  const own = await createMailRenderer([plain])
  const render = (count: number) => {
    for (let index = 0; index < count; index++) own.render('invitation', 'fr', anna)
  }
  render(200)
  const rendering = await processorMs(() => render(200))
  const compiling = await processorMs(async () => {
    for (let index = 0; index < 40; index++) await createMailRenderer([plain])
  })
  assert.ok(rendering < compiling, `${rendering} ms beside ${compiling} ms`)
})

/** Of this process, whatever else the machine does meanwhile. */
async function processorMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
