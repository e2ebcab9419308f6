/** The executive summary in a real browser: read, narrowed, scheduled, tried, downloaded, and put on paper. */

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { findChromium, howToInstall } from './browser.ts'
import { fillWorld } from './portal-pages.ts'
import { openPortalWorld, type PortalWorld } from './portal-world.ts'

describe('the reports', { skip: findChromium() === null ? howToInstall : false }, () => {
  let world: PortalWorld
  let page: Page
  let complaints: string[]

  before(async () => {
    world = await openPortalWorld({ people: 60, seed: 7 })
    await fillWorld(world.stage, { days: 10 })
    const opened = await world.open()
    page = opened.page
    complaints = opened.complaints
  })
  afterEach(test => world.tellOf(test))
  after(() => world.close())

  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const tile = (name: string) => page.locator('dl > div', { hasText: name }).first()

  /** What the API says of the running campaign. */
  async function summaryOf() {
    const { client } = world.stage
    const [tenant] = (await client.listTenants()).items
    const campaigns = (await client.listCampaigns()).items
    const running = campaigns.find(one => one.status === 'running')
    const params = { tenantId: tenant?.tenantId ?? '' }
    return client.tenantSummary({ params, query: { campaignId: running?.campaignId ?? '' } })
  }

  test('all campaigns first, then one of them, with the figures that the service has', async () => {
    await page.goto(world.url)
    await page.getByRole('link', { name: 'Reports' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Summary: All campaigns' }).waitFor()
    await page.getByRole('combobox', { name: 'About' }).click()
    await page.getByRole('option', { name: 'Everybody by February' }).click()
    await page.getByRole('heading', { level: 1, name: 'Summary: Everybody by February' }).waitFor()
    const { headline, forecast } = await summaryOf()
    await tile('Registered').getByText(String(headline.registered), { exact: true }).waitFor()
    await tile('Still open').getByText(String(headline.open), { exact: true }).waitFor()
    assert.equal(forecast.kind, 'forecast')
    await page.getByText(/^About \d.+ \(.+ to .+\) by 31 Jan 2027; /).waitFor()
  })

  test('the band can be read as a table, with the days to come', async () => {
    await button('Show as a table').first().click()
    await page.getByRole('columnheader', { name: 'Nine times of ten' }).first().waitFor()
    await page.getByRole('cell', { name: '31 Jan 2027' }).first().waitFor()
    await button('Show as a chart').first().click()
  })

  test('small groups are hidden, and a reload keeps it so', async () => {
    await page.getByRole('switch', { name: 'Hide groups under five people' }).check()
    await page.getByText('Groups of fewer than five people stand together.').first().waitFor()
    await page
      .getByRole('cell', { name: /smaller groups/ })
      .first()
      .waitFor()
    await page.reload()
    await page.getByText('Groups of fewer than five people stand together.').first().waitFor()
  })

  test('the mail is first thought to be about the campaign that is being read', async () => {
    await button('Send by mail').click()
    const about = page.getByRole('dialog').getByRole('combobox', { name: 'About' })
    assert.equal(await about.textContent(), 'Everybody by February')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('a stranger is refused with a reason, somebody of the tenant gets it, and so does the reader', async () => {
    await button('Send by mail').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Recipients').fill('press@elsewhere.example')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page
      .getByText(/nobody who has signed in, is press@elsewhere\.example/)
      .last()
      .waitFor()
    const [user] = [...world.stage.box.tenant.world.users.values()].filter(
      one => one.mail !== null && one.accountEnabled,
    )
    await dialog.getByLabel('Recipients').fill(user?.mail ?? '')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Monday at 08:00').waitFor()
    await button('Send to me now').first().click()
    await page
      .getByText(/On its way to/)
      .last()
      .waitFor()
    await world.stage.liveUntil(new Date(world.stage.clock.now().getTime() + 5 * 60_000))
    const inboxes = [...world.stage.box.tenant.world.inboxes.values()].flat()
    assert.equal(inboxes.filter(mail => /registered: /.test(mail.subject)).length, 1)
  })

  test('it is taken away again', async () => {
    const row = page.getByRole('row', { name: /Monday at 08:00/ })
    await row.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await row.waitFor({ state: 'detached' })
  })

  test('the break-downs come as a file', async () => {
    await button('Download').click()
    const waiting = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Break-downs (CSV)' }).click()
    assert.equal((await waiting).suggestedFilename(), 'Everybody-by-February-summary.csv')
  })

  test('on paper it is whole, white, and without anything to press', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await page.locator('html[style*="color-scheme: light"]').waitFor({ state: 'attached' })
    assert.equal(await button('Print').isVisible(), false)
    assert.equal(await page.getByRole('navigation').first().isVisible(), false)
    assert.equal(await page.getByText('Sent by mail').isVisible(), false)
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    const pages = pdf.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0
    assert.ok(pages >= 1 && pages <= 4, `${pages} pages`)
    // A4 in points.
    assert.match(pdf, /\/MediaBox \[0 0 59[45][\d.]* 84[12][\d.]*\]/)
    await page.emulateMedia({ media: 'screen' })
  })

  test('nothing was said to the console', () => {
    // The stranger's refusal is an answer that browsers note by themselves.
    assert.deepEqual(
      complaints.filter(text => !/status of 422/.test(text)),
      [],
    )
  })
})
