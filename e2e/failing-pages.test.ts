/** Every page has its heading and says what is wrong, in the reader's language, while the service awaits, refuses or fails. */

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { createAxe } from './axe.ts'
import { findChromium, howToInstall } from './browser.ts'
import { type PortalPages, pageNames, pagesOf } from './portal-pages.ts'
import { openPortalWorld, type PortalWorld } from './portal-world.ts'
import { rest } from './rest.ts'

/** Nothing is asked for beyond their names: whatever is asked fails. */
const anyId = '0198f1a2-0000-7000-8000-000000000001'
const pages: PortalPages = pagesOf({
  ...{ running: anyId, draft: anyId, batch: anyId, unsure: anyId, person: anyId },
  ...{ mail: anyId, rule: anyId, takeover: anyId },
})

/** These show what they have without asking, or ask only when something is done. */
const asksNothing: ReadonlySet<string> = new Set(['upload', 'not-found'])

/** Nothing of these can be shown without their one answer. */
const whole: ReadonlySet<string> = new Set(['campaign', 'edit-campaign', 'person', 'sent-mail'])

const problems = {
  500: { code: 'broken', facts: { requestId: '7' }, detail: 'something went wrong in the service' },
  404: { code: 'noCampaign', facts: {}, detail: 'there is no such campaign' },
  403: {
    code: 'roleTooLittle',
    facts: { needed: 'admin', role: 'viewer' },
    detail: 'this needs the role admin; you are viewer',
  },
} as const

/** The session and the heartbeat go on: who is asking is known. */
function isKnown(route: Route): boolean {
  return /\/(me|health)$/.test(new URL(route.request().url()).pathname)
}

async function fail(page: Page, status: keyof typeof problems | 'never'): Promise<void> {
  await page.unroute('**/api/**')
  await page.route('**/api/**', async route => {
    if (isKnown(route)) return route.continue()
    if (status === 'never') return
    const body = {
      type: '',
      title: '',
      status,
      where: null,
      remedy: null,
      requestId: '7',
      ...problems[status],
    }
    await route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(body) })
  })
}

/** Long enough for a machine that is busy; a page that loads for ever has not noticed that it failed. */
const settleMsMax = 15_000

async function settled(page: Page, what: string): Promise<void> {
  const late = new Promise<'late'>(resolve => setTimeout(resolve, settleMsMax, 'late').unref())
  const ended = await Promise.race([rest(page), late])
  assert.notEqual(ended, 'late', `${what}: it goes on loading for ever`)
}

async function headingsOf(page: Page): Promise<string[]> {
  await page.locator('h1').first().waitFor()
  return page.locator('h1').allInnerTexts()
}

describe('a page that gets no answer', { skip: findChromium() === null ? howToInstall : false }, () => {
  let world: PortalWorld
  let german: Page
  let complaints: string[]

  before(async () => {
    world = await openPortalWorld({ people: 3, seed: 7 })
    const opened = await world.open({ locale: 'de-DE' })
    german = opened.page
    complaints = opened.complaints
  })
  afterEach(test => world.tellOf(test))
  after(() => world.close())

  for (const name of pageNames) {
    test(`${name} has one heading, and says in German what is wrong`, async () => {
      const statuses = whole.has(name) ? ([404, 403, 500] as const) : ([500] as const)
      for (const status of statuses) {
        await fail(german, status)
        await german.goto(world.url + pages[name])
        await settled(german, `${status}`)
        const headings = await headingsOf(german)
        assert.equal(headings.length, 1, `${status}: ${headings.join(', ')}`)
        const words = await german.locator('main').innerText()
        assert.ok(!words.toLowerCase().includes(problems[status].detail), `${status} in English: ${words}`)
        if (asksNothing.has(name)) continue
        const alerts = await german.locator('main [role="alert"]').count()
        assert.ok(alerts > 0, `${status}: nothing says that it failed:\n${words}`)
      }
      const axe = await createAxe(german)
      assert.deepEqual(await axe(), [])
    })
  }

  for (const name of pageNames.filter(one => whole.has(one))) {
    test(`${name} has its heading while it waits`, async () => {
      await fail(german, 'never')
      await german.goto(world.url + pages[name])
      assert.equal((await headingsOf(german)).length, 1)
    })
  }

  test('nothing but the failed calls themselves is complained of', () => {
    assert.deepEqual(
      complaints.filter(text => !/Failed to load resource/.test(text)),
      [],
    )
  })

  test('without the service nothing but a bar, a heading and what is wrong is there', async () => {
    await german.unroute('**/api/**')
    await german.route('**/api/**', route => route.abort('connectionrefused'))
    await german.goto(world.url)
    assert.deepEqual(await headingsOf(german), ['Muster lässt sich gerade nicht öffnen'])
    await german.getByText('Muster antwortet nicht').waitFor()
  })
})
