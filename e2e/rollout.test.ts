/** An administrator's way through the portal in a real browser: from nothing to a running campaign, and what follows. */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { findChromium, howToInstall } from './browser.ts'
import { openPortalWorld, type PortalWorld } from './portal-world.ts'

describe('a rollout from the browser', { skip: findChromium() === null ? howToInstall : false }, () => {
  let world: PortalWorld
  let page: Page
  let complaints: string[]

  before(async () => {
    world = await openPortalWorld({ people: 40, seed: 7 })
    // A tenant and its senders are there; the campaign that comes with them is not ours.
    await world.stage.prepare({ name: 'An older one' })
    await world.stage.settle()
    const opened = await world.open()
    page = opened.page
    complaints = opened.complaints
  })
  after(() => world.close())

  /** Minutes of the world's clock go by, with what falls due in them. */
  const pass = (minutes: number) =>
    world.stage.liveUntil(new Date(world.stage.clock.now().getTime() + minutes * 60_000))
  const { heading, button } = {
    heading: (name: string) => page.getByRole('heading', { level: 1, name }),
    button: (name: string | RegExp) => page.getByRole('button', { name }),
  }

  test('a campaign is made from a preset', async () => {
    await page.goto(world.url)
    await page.getByRole('link', { name: 'New campaign' }).first().click()
    await heading('New campaign').waitFor()
    await page.getByRole('checkbox', { name: 'The classic: MFA for everyone' }).check({ force: true })
    await page.getByLabel('Group (object id)').fill(world.stage.box.enforcedGroup.id)
    await page.getByLabel('Due date').fill('2027-01-31')
    await button('Create and add people').click()
    await heading('Add people').waitFor()
  })

  test('a messy list is tried out: every row says how it is understood, and nobody is taken in yet', async () => {
    const names = [...world.stage.box.tenant.world.users.values()].map(user => user.userPrincipalName)
    const messy = [
      'sep=;',
      'Anzeigename;UPN',
      ...names.map(name => `"x, y";${name}`),
      ';nobody@contoso.example',
      '',
    ]
    await page.locator('input[type=file]').setInputFiles({
      name: 'messy.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(messy.join('\r\n')),
    })
    await page.getByText('Trying the list; nothing is changed').waitFor()
    await pass(1)
    await page.getByText(`${names.length} of ${names.length + 1} rows were understood`).waitFor()
    await button(/With a problem/).click()
    await page.getByRole('cell', { name: 'nobody@contoso.example' }).waitFor()
    const { items } = await world.stage.client.listCampaigns()
    const ours = items.find(campaign => campaign.name === 'MFA for everyone')
    const status = await world.stage.client.campaignStatus({ params: { campaignId: ours?.campaignId ?? '' } })
    assert.equal(status.people, 0)
  })

  test('it is taken in, and its progress is found again after a reload', async () => {
    await button(/^Take in/).click()
    await page.getByText('Taking people in').waitFor()
    await page.reload()
    await page.getByText('Taking people in').waitFor()
    await pass(1)
    await page.getByText(/people were taken in/).waitFor()
  })

  test('the plan says who is mailed and that the date holds; the launch begins', async () => {
    await page.getByRole('link', { name: 'See the plan' }).click()
    await page.getByText(/The date holds/).waitFor()
    await page.getByText('Disabled accounts').waitFor()
    await button('Launch').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Launch' }).click()
    await page.getByText('The campaign is running').first().waitFor()
    await page.getByRole('tab', { name: 'Summary' }).waitFor()
  })

  test('the figures move while people register', async () => {
    await pass(24 * 60)
    const { items } = await world.stage.client.listCampaigns()
    const ours = items.find(campaign => campaign.name === 'MFA for everyone')
    const params = { campaignId: ours?.campaignId ?? '' }
    const { counts } = await world.stage.client.campaignStatus({ params })
    assert.ok(counts.active > 0)
    const tile = page.locator('dl > div', { hasText: 'Registered' }).first()
    await tile.getByText(String(counts.active), { exact: true }).waitFor()
  })

  test('somebody who failed to appear is looked up: why they stand where they stand, and what comes next', async () => {
    await page.getByRole('tab', { name: 'People' }).click()
    await page.getByLabel('Search name, address or object id').fill('Siobh')
    await page.getByText('1 person', { exact: true }).waitFor()
    assert.ok(!page.url().includes('Siobh'), 'no name stands in the address')
    await page.getByRole('link', { name: /Siobhán/ }).click()
    await heading("Siobhán O'Malley").waitFor()
    await page.getByText('Waits for').waitFor()
    await page.getByText('Invitation sent.').waitFor()
  })

  test('whoever is excluded is shown beforehand, and the reason stands in the timeline', async () => {
    await button('Act').click()
    await page.getByRole('menuitem', { name: 'Exclude' }).click()
    await page.getByText('This changes 1 person.').waitFor()
    await page.getByLabel('Reason').fill('on parental leave')
    await page.getByRole('dialog').getByRole('button', { name: 'Exclude' }).click()
    await page.getByText(/Excluded by .*: on parental leave/).waitFor()
  })

  test('the campaign is paused, and the portal said nothing to the console on the whole way', async () => {
    await page.getByRole('link', { name: 'MFA for everyone', exact: true }).first().click()
    await button('Pause').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused', { exact: true }).waitFor()
    assert.deepEqual(complaints, [])
  })
})
