/** What counts as the address of a site, for the mirror and for a take-over alike. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newMirror } from './mirror.ts'
import { siteUrl } from './site-url.ts'
import { newTakeover } from './takeovers.ts'

test('what Priya copies from the browser names the site, whichever page of it she has open', () => {
  const site = 'https://contoso.sharepoint.com/sites/it-security'
  for (const shown of [
    '',
    '/',
    '/SitePages/Home.aspx',
    '/Lists/MFA%20Enrollment/AllItems.aspx?env=WebView',
  ]) {
    const siteUrl = `${site}${shown}`
    assert.equal(newMirror.parse({ siteUrl, listName: 'MFA rollout' }).siteUrl, site)
    const { from } = newTakeover.parse({ from: { kind: 'list', site: siteUrl, list: 'MFA Enrollment' } })
    assert.equal(from.kind === 'list' ? from.site : from.kind, site)
  }
  assert.equal(siteUrl.parse('https://contoso.sharepoint.com/'), 'https://contoso.sharepoint.com')
})

test('an address that is none, or is not https, is answered once with what one looks like', () => {
  for (const given of ['contoso.sharepoint.com/sites/it', 'http://contoso.sharepoint.com/sites/it', '']) {
    const answer = siteUrl.safeParse(given)
    assert.deepEqual(
      answer.error?.issues.map(issue => issue.message),
      ["expected the site's https address, such as https://contoso.sharepoint.com/sites/it-security"],
    )
  }
})
