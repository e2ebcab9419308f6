/** Reading mails and pages: which links and forms a person finds in them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findForms, findLinks, isTrackingLink } from './page.ts'

const token = '3f0d6a52-8c1e-4f60-9d67-2b8e5a7c9f01'

test('links are the anchors of the mail, entities decoded, comments left out, each once', () => {
  const html = `<!-- <a href="http://localhost/hidden">x</a> --><A class=x HREF='http://localhost/a?b=1&amp;c=2'>one</A>
    <a href="http://localhost/a?b=1&c=2">again</a><a href="mailto:desk@contoso.example">desk</a><img src="http://localhost/logo.png">`
  assert.deepEqual(findLinks({ html, text: null }), ['http://localhost/a?b=1&c=2'])
})

test('a mail without HTML has the links of its text', () => {
  const text = `Hello Marisol,\nplease open http://localhost:8080/e/${token} today.`
  assert.deepEqual(findLinks({ html: null, text }), [`http://localhost:8080/e/${token}`])
})

test('a tracking link has a GUID behind /e/ or as its token, and nothing else is one', () => {
  assert.ok(isTrackingLink(`http://localhost/e/${token}`))
  assert.ok(isTrackingLink(`http://localhost/api/track-mfa-click?token=${token.toUpperCase()}`))
  assert.ok(!isTrackingLink('http://localhost/e/siobhan'))
  assert.ok(!isTrackingLink('http://localhost/api/track-mfa-click?token='))
  assert.ok(!isTrackingLink('https://aka.ms/mfasetup'))
  assert.ok(!isTrackingLink('not a link'))
})

test('a form gives what a browser would send when its first button is pressed', () => {
  const html = `<form action="/search"><input name=q></form>
    <form method="POST" action="?lang=de"><input type="hidden" name="token" value="a&quot;b">
    <input type=checkbox name=remember checked><input type=checkbox name=news>
    <button name="do" value="confirm">Yes</button><button name="do" value="later">Later</button></form>`
  assert.deepEqual(findForms(html, `http://localhost:1/e/${token}`), [
    { method: 'get', action: 'http://localhost:1/search', fields: [['q', '']] },
    {
      method: 'post',
      action: `http://localhost:1/e/${token}?lang=de`,
      fields: [
        ['token', 'a"b'],
        ['remember', 'on'],
        ['do', 'confirm'],
      ],
    },
  ])
})

test('a form without action posts to its own page', () => {
  const [form] = findForms('<form method=post><button>Go</button></form>', 'http://localhost:1/e/x?y=1')
  assert.deepEqual(form, { method: 'post', action: 'http://localhost:1/e/x?y=1', fields: [] })
})
