/** The public pages as a browser and a person meet them: what they contain, what they must never contain. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { colours } from './page-look.ts'
import {
  calmPage,
  chooseLanguage,
  contentSecurityPolicy,
  donePage,
  invitationPage,
  type Organisation,
  type PageLanguage,
} from './pages.ts'

const organisation: Organisation = { name: 'Contoso GmbH', supportContact: 'IT Service Desk, extension 4711' }
const setupUrl = 'https://aka.ms/mfasetup'
const action = '/e/0b8f6c1e-2c0a-4b57-9a44-8f3f7f3fb0c1'
const campaignName = 'MFA for everyone'

const render = {
  'the invitation page': (language: PageLanguage, who = organisation) =>
    invitationPage({
      action,
      organisation: who,
      campaignName,
      language,
      setupUrl,
      fields: { page: 'stamp' },
      isSecond: false,
    }),
  'the calm page': (language: PageLanguage, who = organisation) => calmPage({ language, organisation: who }),
  'the done page': (language: PageLanguage, who = organisation) =>
    donePage({ language, organisation: who, setupUrl }),
}

for (const [name, page] of Object.entries(render)) {
  describe(name, () => {
    for (const language of ['en', 'de'] as const) {
      test(`is a complete page in ${language}`, () => {
        const html = page(language)
        assert.ok(html.startsWith('<!doctype html>'))
        assert.ok(html.includes(`<html lang="${language}">`))
        assert.match(html, /<title>[^<]+ · Contoso GmbH<\/title>/)
        assert.equal(html.match(/<h1>/g)?.length, 1)
        assert.equal(html.match(/<main>/g)?.length, 1)
      })
    }

    test('speaks each language', () => assert.notEqual(page('en'), page('de')))

    test('holds nothing that its policy forbids', () => {
      const html = page('en')
      const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? ''
      const hash = createHash('sha256').update(style).digest('base64')
      assert.ok(contentSecurityPolicy.includes(`style-src 'sha256-${hash}'`))
      assert.doesNotMatch(html, /<script|<img|<link|<iframe|\sstyle=|\son[a-z]+=|url\(|@import/i)
    })

    test('shows an organisation with markup in its name as text', () => {
      const html = page('en', { name: `"><script>alert('x')</script>`, supportContact: '<b>&amp;' })
      assert.doesNotMatch(html, /<script|<b>/)
      assert.ok(html.includes('&#34;&#62;&#60;script&#62;alert(&#39;x&#39;)'))
    })

    test('does without a support contact', () => {
      const html = page('de', { name: 'Contoso GmbH', supportContact: null })
      assert.doesNotMatch(html, /null|undefined/)
      assert.ok(html.includes('IT-Support'))
    })
  })
}

describe('the invitation page', () => {
  const html = render['the invitation page']('en')

  test('has one form with one button and nothing to fill in', () => {
    assert.equal(html.match(/<form /g)?.length, 1)
    assert.ok(html.includes(`<form method="post" action="${action}">`))
    assert.ok(html.includes('<button class="act" type="submit">Set up now</button>'))
    assert.equal(html.match(/<button/g)?.length, 1)
    assert.doesNotMatch(html, /<input(?! type="hidden")|<a /)
  })

  test('says who asks, for what, and where the button leads', () => {
    for (const fact of [
      'Contoso GmbH',
      campaignName,
      'aka.ms',
      'Microsoft Authenticator',
      'extension 4711',
    ]) {
      assert.ok(html.includes(fact), fact)
    }
  })
})

test('the done page links to the set-up page', () => {
  assert.ok(render['the done page']('en').includes(`href="${setupUrl}"`))
})

test('a set-up address that is no web address reaches no page', () => {
  const script = 'javascript:alert(1)'
  assert.throws(() => donePage({ language: 'en', organisation, setupUrl: script }), TypeError)
  assert.throws(
    () =>
      invitationPage({
        action,
        organisation,
        campaignName,
        language: 'en',
        setupUrl: script,
        fields: {},
        isSecond: true,
      }),
    TypeError,
  )
})

describe('the language', () => {
  const cases: [string | null, PageLanguage][] = [
    [null, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['en;q=0.3, de;q=0.7', 'de'],
    ['fr-FR, de;q=0.2, en;q=0.1', 'de'],
    ['fr, *;q=0.5', 'en'],
    ['de;q=0, en;q=0.1', 'en'],
    ['DE', 'de'],
    ['de;q=much', 'en'],
    [`${'x,'.repeat(100_000)}de`, 'en'],
  ]
  for (const [header, language] of cases) {
    test(`for ${JSON.stringify(header)?.slice(0, 40)} is ${language}`, () => {
      assert.equal(chooseLanguage(header), language)
    })
  }
})

describe('the colours', () => {
  const pairs = [
    ['ink', 'card'],
    ['ink', 'page'],
    ['muted', 'card'],
    ['muted', 'page'],
    ['accent', 'card'],
    ['onAccent', 'accent'],
    ['onAccent', 'accentStrong'],
  ] as const
  for (const scheme of ['light', 'dark'] as const) {
    for (const [front, back] of pairs) {
      test(`in the ${scheme}, ${front} on ${back} can be read (WCAG 2.2, 1.4.3)`, () => {
        assert.ok(contrast(colours[scheme][front], colours[scheme][back]) >= 4.5)
      })
    }
  }
})

/** WCAG 2.2, definition of contrast ratio. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
