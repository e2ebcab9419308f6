/** What an administrator writes is looked at before anybody is mailed with it: each mistake by its line, and how to mend it. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ownPalette } from '@muster/core/palette'
import { mailKinds } from '@muster/core/placeholders'
import { renderSample, type Sample, sampleToken } from './sample-facts.ts'
import { checkTemplate, type Draft } from './template-check.ts'
import { readBuiltInTemplates, writeOut } from './templates.ts'

const sample: Sample = {
  organisation: { name: 'Contoso', supportContact: 'the service desk' },
  brand: { palette: ownPalette, logo: null },
  link: `https://mfa.contoso.example/e/${sampleToken}`,
  at: new Date('2026-11-28T09:00:00Z'),
}

const good: Draft = {
  kind: 'invitation',
  language: 'en',
  subject: 'Please set up MFA at {{ organisation.name }}',
  mjml: `<mjml lang="en">
  <mj-head><mj-include path="./look.mjml" /></mj-head>
  <mj-body>
    <mj-section mj-class="card">
      <mj-column>
        <mj-include path="./head.mjml" />
        <mj-text>Hello {{ person.givenName | default: person.displayName }}</mj-text>
        <mj-button mj-class="button" href="{{ link }}">Start</mj-button>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`,
  text: 'Hello {{ person.displayName }}\n\n{{ link }}\n',
}

const check = async (change: Partial<Draft>) => (await checkTemplate({ ...good, ...change }, sample)).mistakes

async function only(change: Partial<Draft>) {
  const mistakes = await check(change)
  assert.equal(mistakes.length, 1, JSON.stringify(mistakes, null, 1))
  const [mistake] = mistakes
  assert.ok(mistake !== undefined && mistake.remedy !== '')
  return mistake
}

describe('a draft that makes a mail', () => {
  test('has no mistake', async () => assert.deepEqual(await check({}), []))

  test('wears the colours of the brand', async () => {
    const { form } = await checkTemplate(good, sample)
    assert.ok(form)
    assert.ok(renderSample(form, sample, 'full').html.includes(ownPalette.light.accent))
  })

  test('every built-in template, written out as one text, is one', async () => {
    for (const template of await readBuiltInTemplates()) {
      const { kind, language, subject, mjml, text } = await writeOut(template)
      assert.ok(!mjml.includes('next.mjml'))
      const { mistakes } = await checkTemplate({ kind, language, subject, mjml, text }, sample)
      assert.deepEqual(mistakes, [], `${kind} ${language}`)
    }
    assert.equal(mailKinds.length, 3)
  })
})

describe('refused with its place', () => {
  test('a placeholder that there is not, in every part', async () => {
    const inMarkup = await only({ mjml: good.mjml.replace('person.displayName', 'person.shoeSize') })
    assert.deepEqual([inMarkup.part, inMarkup.line, inMarkup.what], ['mjml', 7, 'person.shoeSize'])
    const inText = await only({ text: `${good.text}\n{{ campaign.budget }}` })
    assert.deepEqual([inText.part, inText.line, inText.what], ['text', 5, 'campaign.budget'])
    assert.equal((await only({ subject: '{{ password }}' })).part, 'subject')
  })

  test('the number of a reminder in an invitation', async () => {
    assert.equal((await only({ subject: 'Reminder {{ reminder.number }}' })).what, 'reminder.number')
  })

  test('a field that the people of a digest do not have', async () => {
    const digest = {
      kind: 'escalation',
      text: '{% for one in people %}\n{{ one.salary }}{% endfor %}',
    } as const
    const mistake = await only({ ...digest, mjml: good.mjml.replace(/<mj-button.*/, '') })
    assert.deepEqual([mistake.part, mistake.line, mistake.what], ['text', 2, 'one.salary'])
  })

  test('Liquid that is not closed', async () => {
    const mistake = await only({ text: '{{ link }}\n\n{% if campaign.dueOn %}by then' })
    assert.deepEqual([mistake.part, mistake.line, mistake.code], ['text', 3, 'blockOpen'])
    assert.equal(mistake.detail, 'nothing ends {% if campaign.dueOn %}: there is no {% endif %}')
  })

  test('a placeholder that nothing closes before the next one', async () => {
    const swallowing = await only({
      mjml: good.mjml.replace('person.displayName }}<', 'person.displayName , and more<'),
    })
    assert.deepEqual([swallowing.part, swallowing.line, swallowing.code], ['mjml', 7, 'outputOpen'])
    assert.equal(swallowing.what, '{{ person.givenName | default: person.displayName')
    const single = await only({ text: 'Hello {{ person.displayName }\n\n{{ link }}\n' })
    assert.deepEqual([single.line, single.code, single.what], [1, 'outputOpen', '{{ person.displayName'])
  })

  for (const [what, from, to, line] of [
    ['an opening tag', '<mj-column>', '<mj-column', 5],
    ['a closing tag', '</mj-text>', '</mj-text', 7],
    ['a tag with a value', '<mj-text>Hello', '<mj-text css-class="ink"Hello', 7],
    ['a tag of HTML before a placeholder', 'Hello {{', '<strong{{ organisation.name }}</strong> {{', 7],
    ['a tag whose quotation mark stays open', 'mj-class="card"', 'mj-class="card', 4],
  ] as const) {
    test(`${what} without its >`, async () => {
      const mistake = await only({ mjml: good.mjml.replace(from, to) })
      assert.deepEqual([mistake.code, mistake.line], ['tagUnended', line])
    })
  }

  test('a tag that MJML does not have', async () => {
    const mistake = await only({ mjml: good.mjml.replaceAll('mj-text', 'mj-txt') })
    assert.deepEqual([mistake.line, mistake.code, mistake.what], [7, 'mjmlTagUnknown', 'mj-txt'])
  })

  test('a tag that is not closed', async () => {
    const mistake = await only({ mjml: good.mjml.replace('      </mj-column>\n', '') })
    assert.deepEqual([mistake.line, mistake.code, mistake.what], [5, 'notClosedBefore', 'mj-column'])
  })

  test('a mail without its link, and one whose plain text has none', async () => {
    const markup = await only({ mjml: good.mjml.replace('{{ link }}', 'https://contoso.example') })
    assert.deepEqual([markup.part, markup.code], ['mjml', 'noLink'])
    const twin = await only({ text: 'Hello' })
    assert.deepEqual([twin.part, twin.code], ['text', 'noLink'])
  })

  test('a link only for people of whom everything is known', async () => {
    const mistake = await only({ text: '{% if campaign.dueOn %}{{ link }}{% else %}soon{% endif %}' })
    assert.deepEqual([mistake.part, mistake.code], ['text', 'noLink'])
  })

  for (const [what, markup] of [
    ['a picture from outside', '<mj-image src="https://tracker.example/pixel.gif" />'],
    ['a picture in HTML', '<mj-text><img src="https://tracker.example/p.gif"></mj-text>'],
    ['a background', '<mj-text><td background="http://x.example/a.png"></td></mj-text>'],
    ['a style that loads', '<mj-text><p style="background:url(https://x.example/a)">x</p></mj-text>'],
  ] as const) {
    test(`${what} that would tell who opened the mail`, async () => {
      const mistakes = await check({ mjml: good.mjml.replace('<mj-text>', `${markup}\n<mj-text>`) })
      assert.ok(
        mistakes.some(one => one.code === 'outside' && one.line === 7),
        JSON.stringify(mistakes),
      )
    })
  }

  test('a script, a form, a handler', async () => {
    for (const markup of ['<script>alert(1)</script>', '<form action="/x">', '<p onclick="x()">']) {
      const mistakes = await check({ mjml: good.mjml.replace('Hello', `Hello ${markup}`) })
      assert.ok(
        mistakes.some(one => one.code === 'active' && one.line === 7),
        markup,
      )
      assert.equal(mistakes.filter(one => one.code === 'active').length, 1, `${markup} once`)
    }
  })

  test('the include of any other file', async () => {
    const mistake = await only({ mjml: good.mjml.replace('./head.mjml', '../../../../package.json') })
    assert.deepEqual([mistake.code, mistake.line], ['include', 6])
  })

  test('a template that would never end', async () => {
    const mistakes = await check({ text: '{{ link }}{% for i in (1..100000000) %}x{% endfor %}' })
    assert.ok(
      mistakes.some(one => one.part === 'text' && one.line === 1 && one.code === 'tooCostly'),
      JSON.stringify(mistakes),
    )
  })

  test('no subject, no text', async () => {
    assert.deepEqual((await only({ subject: ' ' })).code, 'empty')
    assert.deepEqual((await only({ text: ' \n' })).code, 'empty')
  })
})

describe('what Liquid says', () => {
  const sayings = {
    filterUnknown: '{{ link | upcse }}',
    filterColon: '{{ link | default "x" }}',
    filterValues: '{{ link | append }}',
    liquidTagUnknown: '{% foo %}',
    liquidTagAlone: '{% endif %}',
    liquidTagNameless: '{% %}',
    liquidTagUnreadable: '{% for i on x %}{% endfor %}',
    assignUnreadable: '{% assign %}',
    afterElse: '{% if link %}{% else %}{% else %}{% endif %}',
    blockOpen: '{% for i in (1..3) %}',
    outputOpen: '{{ link',
    liquidTagOpen: '{% if link',
    bracketOpen: '{{ link[ }}',
    rangeUnreadable: '{{ (1..3 }}',
    valueMissing: '{{ }}',
    valueUnreadable: '{{ | x }}',
    otherText: '{% include "x" %}',
    tooCostly: '{% for i in (1..100000000) %}x{% endfor %}',
  } as const
  for (const [code, words] of Object.entries(sayings)) {
    test(`of ${words} has a code and the remedy for it`, async () => {
      const mistake = await only({ text: `Hello\n{{ link }}\n${words}` })
      assert.deepEqual([mistake.part, mistake.line, mistake.code], ['text', 3, code])
    })
  }

  test('of a filter that Priya mistyped does not ask her to close anything', async () => {
    const mistake = await only({ subject: '{{ person.displayName | upcse }}' })
    assert.equal(mistake.detail, 'there is no filter "upcse"')
    assert.doesNotMatch(mistake.remedy, /close/)
    assert.deepEqual(mistake.facts, { what: 'upcse' })
  })

  test('of an end too many names it', async () => {
    const { detail } = await only({ text: '{{ link }}{% endfor %}' })
    assert.equal(detail, '{% endfor %} stands where nothing is open that it could belong to')
  })

  test('and nobody here has heard before is repeated as it was said', async () => {
    const { code, detail } = await only({ text: '{{ link }}{% # a\nb %}' })
    assert.equal(code, 'liquid')
    assert.match(detail, /^Liquid cannot read this: every line of an inline comment must start with/)
    const filled = await only({ text: '{{ link }}{{ "a" | base64_decode }}' })
    assert.equal(filled.code, 'unrenderable')
    assert.match(filled.detail, /: invalid base64 provided to base64_decode$/)
  })
})

describe('what MJML says', () => {
  const sayings = {
    mjmlTagUnknown: ['Hello', '</mj-text><p>Hello</p><mj-text>'],
    mjmlTagPlace: ['<mj-section mj-class', '<mj-text>Hello</mj-text><mj-section mj-class'],
    mjmlAttribute: ['<mj-text>', '<mj-text colour="red">'],
    mjmlColour: ['<mj-text>', '<mj-text color="redd">'],
    mjmlLength: ['<mj-text>', '<mj-text font-size="big">'],
    mjmlChoice: ['<mj-text>', '<mj-text align="middle">'],
    mjmlNone: [good.mjml, 'Hello'],
  } as const
  for (const [code, [from, to]] of Object.entries(sayings)) {
    test(`of ${to} has a code`, async () => {
      const mistake = await only({ mjml: good.mjml.replace(from, () => to) })
      assert.equal(mistake.code, code)
      assert.doesNotMatch(mistake.detail, /undefined|""/)
    })
  }

  test('of what a word may be is told with the choice there is', async () => {
    const mistake = await only({ mjml: good.mjml.replace('<mj-text>', '<mj-text align="middle">') })
    assert.equal(mistake.detail, 'in <mj-text> align cannot be "middle", only left, right, center, justify')
    assert.equal(mistake.line, 7)
  })
})
