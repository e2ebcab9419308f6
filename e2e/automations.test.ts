/** The second seed from the browser: the preset taken, tried, made and switched on; somebody registers and is thanked. */

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { User } from '../packages/simulator/src/world/types.ts'
import { findChromium, howToInstall } from './browser.ts'
import { openPortalWorld, type PortalWorld } from './portal-world.ts'

describe('automations from the browser', { skip: findChromium() === null ? howToInstall : false }, () => {
  let world: PortalWorld
  let page: Page
  let complaints: string[]
  let wei: User

  before(async () => {
    world = await openPortalWorld({ people: 4, seed: 7 })
    await world.stage.prepare()
    await world.stage.settle()
    wei = world.stage.box.cast?.people.wei ?? assert.fail('Wei is of the cast')
    const opened = await world.open()
    page = opened.page
    complaints = opened.complaints
  })
  afterEach(test => world.tellOf(test))
  after(() => world.close())

  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const pass = (minutes: number) =>
    world.stage.liveUntil(new Date(world.stage.clock.now().getTime() + minutes * 60_000))
  const inbox = () => world.stage.box.tenant.world.inboxes.get((wei.mail ?? '').toLowerCase()) ?? []

  test('the preset is taken as it comes, and names whom it would have thanked', async () => {
    world.stage.box.tenant.world.registerMethod(wei.id, 'microsoftAuthenticator')
    await pass(10)
    // Half a minute in which nobody asks the log for anything, so that the test finds its budget whole.
    const { box, clock } = world.stage
    await box.advanceTo(new Date(clock.now().getTime() + 30_000))
    await page.goto(world.url)
    await page.getByRole('link', { name: 'Automations' }).first().click()
    await page.getByText('No automation yet').waitFor()
    await page.getByRole('link', { name: 'New automation' }).click()
    await page.getByRole('link', { name: 'Take this: Thank-you mail after registration' }).click()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByText(/1 watched; it would act on 1\./).waitFor()
    await page.getByRole('cell', { name: wei.displayName, exact: true }).waitFor()
    assert.deepEqual(inbox(), [])
  })

  test('an act without what it needs holds it up; its address makes it whole, and the secret is shown once', async () => {
    await button('Add an act').click()
    await page.getByRole('menuitem', { name: 'Webhook' }).click()
    assert.equal(await button('Make it').isDisabled(), true)
    await page.getByLabel('Address of the webhook').fill('https://hooks.contoso.example/muster')
    await button('Make it').click()
    await page.getByText(/whsec_/).waitFor()
    await page.getByRole('link', { name: 'Thank-you mail after registration' }).click()
    await page.getByText('Nobody yet').waitFor()
  })

  test('the webhook is taken out again, and only people with an authenticator are to be thanked', async () => {
    await page.getByRole('link', { name: 'Edit' }).click()
    await button('Remove the act webhook').click()
    await page.getByRole('combobox', { name: 'Has these methods' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Microsoft Authenticator' }).click()
    await page.keyboard.press('Escape')
    await button('Save').click()
    await page.getByText('has Microsoft Authenticator').waitFor()
  })

  test('it is switched on for the last days too; Wei is thanked once and stands in the history', async () => {
    await button('Switch on').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: /last 7 days/ }).check()
    await dialog.getByRole('button', { name: 'Switch on' }).click()
    await dialog.waitFor({ state: 'detached' })
    await pass(20)
    await page.reload()
    await page.getByRole('cell', { name: wei.displayName, exact: true }).waitFor()
    await page.getByText('Mail (thank-you): done').waitFor()
    assert.equal(inbox().length, 1)
  })

  test('the audit log shows his record with everything that was said of it, and comes as a file', async () => {
    await page.getByRole('link', { name: 'Automations' }).first().click()
    await page.getByRole('link', { name: 'The audit log' }).click()
    await page.getByLabel('Person').fill(wei.userPrincipalName)
    const details = page.getByRole('button', { name: /Details of User registered all required/ })
    await details.first().click()
    await page.getByText('"targetResources"').waitFor()
    assert.doesNotMatch(page.url(), /wei/i)
    const waiting = page.waitForEvent('download')
    await button('Download').click()
    assert.match((await waiting).suggestedFilename(), /\.csv$/)
    await page.getByLabel('Person').fill('nobody@contoso.example')
    await page.getByText('No record fits').waitFor()
    await button('Clear').click()
    await details.first().waitFor()
  })

  test('how often it is read can be changed where it is shown', async () => {
    await page.getByLabel('Minutes from one reading to the next').fill('15')
    await page.getByLabel('Days that records are kept').click()
    await button('Save').click()
    await page.getByText('Saved').first().waitFor()
    const [tenant] = (await world.stage.client.listTenants()).items
    const params = { tenantId: tenant?.tenantId ?? '' }
    assert.equal((await world.stage.client.getAutomationSettings({ params })).pollMinutes, 15)
  })

  test('switched off, it can be taken away with its list', async () => {
    await page.getByRole('link', { name: 'Automations' }).first().click()
    await page.getByRole('link', { name: 'Thank-you mail after registration' }).click()
    await button('Switch off').click()
    await button('Remove').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No automation yet').waitFor()
  })

  test('nothing was said to the console', () => {
    assert.deepEqual(complaints, [])
  })
})
