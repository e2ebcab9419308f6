/** Coming in over the tenant's own sign-in page, what each role is offered, the panic stop, and the ways out. */

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { findChromium, howToInstall } from './browser.ts'
import { openPortalWorld, type PortalWorld } from './portal-world.ts'

describe('who may do what in the browser', { skip: findChromium() === null ? howToInstall : false }, () => {
  let world: PortalWorld
  let campaignPath: string

  before(async () => {
    world = await openPortalWorld({ people: 4, seed: 7 })
    const { campaign } = await world.stage.prepare({ name: 'Everybody by February' })
    campaignPath = `/campaigns/${campaign.campaignId}`
  })
  afterEach(test => world.tellOf(test))
  after(() => world.close())

  const buttonOf = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
  const linkOf = (page: Page, name: string) => page.getByRole('link', { name, exact: true })

  test('Priya is sent to the sign-in page and comes back to the very page that she asked for', async () => {
    const { signIn } = world.stage.box
    const { page } = await world.open({ as: null })
    await page.goto(`${world.url}${campaignPath}/people?sort=status`)
    await buttonOf(page, signIn?.admin.userPrincipalName ?? '').click()
    await page.getByRole('heading', { level: 1, name: 'Everybody by February' }).waitFor()
    assert.equal(page.url(), `${world.url}${campaignPath}/people?sort=status`)
    await buttonOf(page, `Signed in as ${signIn?.admin.displayName}`).click()
    await page.getByText('Admin', { exact: true }).waitFor()
    await page.context().close()
  })

  test('a viewer sees the campaign and is offered nothing that changes it', async () => {
    const { page, complaints } = await world.open({ as: 'viewer' })
    await page.goto(world.url + campaignPath)
    await page.getByText('Nobody is in this campaign yet').waitFor()
    for (const name of ['Add people', 'Plan and launch', 'New campaign', 'API keys'])
      assert.equal(await linkOf(page, name).count(), 0, name)
    await linkOf(page, 'Overview').first().click()
    await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
    assert.equal(await buttonOf(page, 'Stop everything').count(), 0)
    await page.goto(`${world.url}/settings/keys`)
    await page.getByText('Your role does not include this').waitFor()
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('an operator stops everything with a reason, the viewer reads it, and the operator releases it', async () => {
    const { page } = await world.open({ as: 'operator' })
    await page.goto(world.url)
    assert.equal(await linkOf(page, 'API keys').count(), 0)
    await buttonOf(page, 'Stop everything').click()
    const question = page.getByRole('dialog')
    const stop = question.getByRole('button', { name: 'Stop' })
    assert.ok(await stop.isDisabled(), 'no stop without a reason')
    await question.getByLabel('Reason').fill('the wrong list was launched')
    await stop.click()
    await page.getByText(/the wrong list was launched/).waitFor()
    const { page: seen } = await world.open({ as: 'viewer' })
    await seen.goto(world.url)
    await seen.getByText(/the wrong list was launched/).waitFor()
    // Wherever somebody could take it for granted that mails leave.
    const pages = [
      `${campaignPath}/people`,
      `${campaignPath}/mails`,
      '/templates',
      '/automations',
      '/settings/senders',
    ]
    for (const path of pages) {
      await seen.goto(world.url + path)
      await seen.getByText(/the wrong list was launched/).waitFor()
    }
    assert.equal(await buttonOf(seen, 'Release').count(), 0)
    await seen.context().close()
    for (const path of ['/new-campaign', `${campaignPath}/edit`]) {
      await page.goto(world.url + path)
      await page.getByText(/the wrong list was launched/).waitFor()
    }
    await page.goto(world.url)
    await buttonOf(page, 'Release').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click()
    await buttonOf(page, 'Stop everything').waitFor()
    await page.context().close()
  })

  test('signing out everywhere ends the other browser’s session, too', async () => {
    const first = await world.open({ as: 'operator' })
    const other = await world.open({ as: 'operator' })
    await other.page.goto(world.url)
    await first.page.goto(world.url)
    await buttonOf(first.page, /^Signed in as/).click()
    await first.page.getByRole('menuitem', { name: 'Sign out everywhere' }).click()
    await first.page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
    await first.page.waitForURL(url => !url.href.startsWith(`${world.url}/?`) && url.pathname !== '/')
    // A page of its own: the one that was open may be on its way out by itself.
    const later = await other.page.context().newPage()
    await later.goto(world.url, { waitUntil: 'commit' })
    await later.getByRole('heading', { name: 'Pick an account' }).waitFor()
    await first.page.context().close()
    await other.page.context().close()
  })
})
