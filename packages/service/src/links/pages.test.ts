/** The public pages as a browser and a person meet them: what they contain, what they must never contain. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { contrastOf, ownPalette, paletteOf } from '@muster/core/palette'
import { coloursOf } from './page-look.ts'
import { pageLanguages } from './page-texts.ts'
import {
  calmPage,
  chooseLanguage,
  donePage,
  invitationPage,
  type Organisation,
  type PageLanguage,
  type PageLook,
  pageHeaders,
  type ResendState,
  resendPage,
} from './pages.ts'

const organisation: Organisation = { name: 'Contoso GmbH', supportContact: 'IT Service Desk, extension 4711' }
const contoso: PageLook = {
  organisation,
  palette: paletteOf({ accent: '#a4262c', onAccent: null }),
  logo: { path: '/brand/0123456789abcdef0123456789abcdef', width: 180, height: 40 },
}
const plainly = (who: Organisation): PageLook => ({ organisation: who, palette: ownPalette, logo: null })
const setupUrl = 'https://aka.ms/mfasetup'
const action = '/e/0b8f6c1e-2c0a-4b57-9a44-8f3f7f3fb0c1'
const campaignName = 'MFA for everyone'

const render = {
  'the invitation page': (language: PageLanguage, who = organisation) =>
    invitationPage({
      action,
      look: plainly(who),
      campaignName,
      language,
      setupUrl,
      fields: { page: 'stamp' },
      isSecond: false,
    }),
  'the calm page': (language: PageLanguage, who = organisation) => calmPage({ language, look: plainly(who) }),
  'the done page': (language: PageLanguage, who = organisation) =>
    donePage({ language, look: plainly(who), setupUrl }),
  'the page to have a link sent again': (language: PageLanguage, who = organisation) =>
    resendPage({ language, look: plainly(who), state: 'form' }),
  'the answer to whoever asked': (language: PageLanguage, who = organisation) =>
    resendPage({ language, look: plainly(who), state: 'sent' }),
}

for (const [name, page] of Object.entries(render)) {
  describe(name, () => {
    for (const language of pageLanguages) {
      test(`is a complete page in ${language}`, () => {
        const html = page(language)
        assert.ok(html.startsWith('<!doctype html>'))
        assert.ok(html.includes(`<html lang="${language}">`))
        assert.match(html, /<title>[^<]+ · Contoso GmbH<\/title>/)
        assert.equal(html.match(/<h1>/g)?.length, 1)
        assert.equal(html.match(/<main>/g)?.length, 1)
      })
    }

    test('speaks each language', () =>
      assert.equal(new Set(pageLanguages.map(one => page(one))).size, pageLanguages.length))

    test('is under 20 kB in every language', () => {
      for (const language of pageLanguages) assert.ok(Buffer.byteLength(page(language)) < 20_000)
    })

    test('holds nothing that its policy forbids', () => {
      const html = page('en')
      const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? ''
      const hash = createHash('sha256').update(style).digest('base64')
      assert.ok(pageHeaders()['content-security-policy']?.includes(`style-src 'sha256-${hash}'`))
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
  assert.throws(() => donePage({ language: 'en', look: plainly(organisation), setupUrl: script }), TypeError)
  assert.throws(
    () =>
      invitationPage({
        action,
        look: plainly(organisation),
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
    ['it-IT, de;q=0.2, en;q=0.1', 'de'],
    ['it, *;q=0.5', 'en'],
    ['fr-CA, en;q=0.1', 'fr'],
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

describe('the look of an organisation', () => {
  const html = donePage({ language: 'en', look: contoso, setupUrl })

  test('shows the logo, whose name is read out, and its colour', () => {
    assert.ok(
      html.includes(
        '<img src="/brand/0123456789abcdef0123456789abcdef" alt="Contoso GmbH" width="180" height="40">',
      ),
    )
    assert.ok(html.includes('--accent:#a4262c'))
  })

  test('has a policy of its own, which lets in its style and its logo and nothing else', () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? ''
    const policy = pageHeaders(contoso.palette)['content-security-policy'] ?? ''
    assert.ok(policy.includes(`'sha256-${createHash('sha256').update(style).digest('base64')}'`))
    assert.ok(policy.includes("default-src 'none'") && policy.includes("img-src 'self'"))
    assert.doesNotMatch(policy, /unsafe/)
  })
})

describe('having a link sent again', () => {
  const page = (state: ResendState) => resendPage({ language: 'en', look: contoso, state })

  test('asks for one thing, with a label, and lets the browser fill it in', () => {
    const html = page('form')
    assert.ok(html.includes('<label for="address">Work address</label>'))
    assert.match(html, /<input[^>]* id="address"[^>]* type="email" autocomplete="email" required/)
    assert.equal(html.match(/<input/g)?.length, 1)
  })

  test('says beside the field what is wrong with it, to a screen reader too', () => {
    const html = page('wrong')
    assert.match(html, /aria-invalid="true" aria-describedby="wrong"/)
    assert.match(html, /<p class="wrong" id="wrong" role="alert">/)
  })

  test('the way there stands on the page of a link that leads nowhere', () => {
    assert.ok(render['the calm page']('en').includes('<a href="/resend">'))
  })
})

describe('the colours', () => {
  const pairs = [
    ['ink', 'card'],
    ['ink', 'page'],
    ['muted', 'card'],
    ['muted', 'page'],
    ['link', 'card'],
    ['link', 'page'],
    ['onAccent', 'accent'],
    ['onAccent', 'accentStrong'],
  ] as const
  const palettes = {
    'without a brand': ownPalette,
    'in yellow': paletteOf({ accent: '#ffd100', onAccent: null }),
  }
  for (const [whose, palette] of Object.entries(palettes)) {
    for (const look of ['light', 'dark'] as const) {
      const colours = coloursOf(palette, look)
      for (const [front, back] of pairs) {
        test(`${whose}, in the ${look}, ${front} on ${back} can be read (WCAG 2.2, 1.4.3)`, () => {
          assert.ok(contrastOf(colours[front], colours[back]) >= 4.5)
        })
      }

      test(`${whose}, in the ${look}, the frame of a field can be seen (WCAG 2.2, 1.4.11)`, () => {
        assert.ok(contrastOf(colours.field, colours.card) >= 3)
      })
    }
  }
})
