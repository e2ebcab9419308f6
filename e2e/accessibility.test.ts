/** Every page of the portal, in both looks and at both widths, has nothing that axe objects to, and breaks no policy. */

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { createAxe } from './axe.ts'
import { findChromium, howToInstall } from './browser.ts'
import { fillWorld, type PortalPages, pageNames } from './portal-pages.ts'
import { openPortalWorld, type PortalWorld } from './portal-world.ts'
import { rest } from './rest.ts'

const ways = {
  'desktop, light': { size: { width: 1360, height: 900 }, colorScheme: 'light' },
  'phone, dark': { size: { width: 390, height: 844 }, colorScheme: 'dark' },
} as const

const phone = ways['phone, dark'].size

/** How wide the page is beyond its window, in a language of long words; what is wider scrolls by itself or breaks. */
const widthBeyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

/** Ids that more than one element has: a label would then speak for the first of them. */
const repeatedIds = `(() => {
  const ids = [...document.querySelectorAll('[id]')].map(one => one.id)
  return ids.filter((id, at) => ids.indexOf(id) !== at)
})()`

/** The page has taken up the look and the width, and everything that follows from them. */
async function drawn(page: Page, look: 'light' | 'dark'): Promise<void> {
  await page.locator(`html[style*="color-scheme: ${look}"]`).waitFor({ state: 'attached' })
  // On a busy machine colours are still on their way from one look to the other, and seen half way they have no contrast.
  await rest(page)
}

describe('every page is accessible', { skip: findChromium() === null ? howToInstall : false }, () => {
  let world: PortalWorld
  let pages: PortalPages
  let page: Page
  let complaints: string[]
  let german: Page

  before(async () => {
    world = await openPortalWorld({ people: 30, seed: 7 })
    pages = await fillWorld(world.stage, { days: 3 })
    const opened = await world.open()
    page = opened.page
    complaints = opened.complaints
    german = (await world.open({ locale: 'de-DE', viewport: phone })).page
  })
  afterEach(test => world.tellOf(test))
  after(() => world.close())

  for (const name of pageNames) {
    test(name, async () => {
      await page.goto(world.url + pages[name])
      await rest(page)
      assert.deepEqual(await page.evaluate(repeatedIds), [], 'more than one element has this id')
      const violations = await createAxe(page)
      const found: Record<string, string[]> = {}
      for (const [way, { size, colorScheme }] of Object.entries(ways)) {
        await page.setViewportSize(size)
        await page.emulateMedia({ colorScheme })
        await drawn(page, colorScheme)
        found[way] = await violations()
      }
      assert.deepEqual(found, { 'desktop, light': [], 'phone, dark': [] })
      assert.deepEqual(complaints.splice(0), [])
      await german.goto(world.url + pages[name])
      await rest(german)
      assert.equal(await german.evaluate(widthBeyond), 0, 'wider than a phone in German')
    })
  }

  test('a word of hundreds of letters makes no page wider than its window', async () => {
    const { client } = world.stage
    const long = (letters: number) => 'Donaudampfschiff'.repeat(100).slice(0, letters)
    const { items: campaigns } = await client.listCampaigns()
    for (const [at, { campaignId }] of campaigns.entries()) {
      await client.updateCampaign({ params: { campaignId }, body: { name: long(200 - at) } })
    }
    const { items: tenants } = await client.listTenants()
    const params = { tenantId: tenants[0]?.tenantId ?? '' }
    await client.updateTenant({ params, body: { name: long(200), organisationName: long(200) } })
    const enrolmentId = pages.person.split('/').at(-1) ?? ''
    const { campaign } = await client.getPerson({ params: { enrolmentId } })
    await client.actOnPeople({
      params: { campaignId: campaign.campaignId },
      body: { act: 'exclude', enrolmentIds: [enrolmentId], reason: long(1000) },
    })
    const wider: Record<string, unknown> = {}
    for (const name of pageNames) {
      await page.goto(world.url + pages[name])
      await rest(page)
      for (const width of [phone.width, 1360]) {
        await page.setViewportSize({ width, height: 900 })
        await rest(page)
        const beyond = await page.evaluate(widthBeyond)
        if (beyond !== 0) wider[`${name} at ${width}`] = beyond
      }
    }
    assert.deepEqual(wider, {})
  })
})
