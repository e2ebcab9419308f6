/** A new administrator's first day: from an empty installation to a launched campaign, what a lost connection costs, and the keyboard. */

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { findChromium, howToInstall } from './browser.ts'
import { countingHands, tabTo } from './hands.ts'
import { openPortalWorld, type PortalWorld, signIn } from './portal-world.ts'

describe('the first day', { skip: findChromium() === null ? howToInstall : false }, () => {
  let world: PortalWorld
  let page: Page

  before(async () => {
    world = await openPortalWorld({ people: 12, seed: 7 })
    page = (await world.open({ as: null })).page
  })
  afterEach(test => world.tellOf(test))
  after(() => world.close())

  const heading = (name: string) => page.getByRole('heading', { level: 1, name })
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const textbox = (name: string) => page.getByRole('textbox', { name, exact: true })
  const dialog = () => page.getByRole('dialog')
  const pass = (minutes: number) =>
    world.stage.liveUntil(new Date(world.stage.clock.now().getTime() + minutes * 60_000))
  const campaignNamed = async (name: string) =>
    (await world.stage.client.listCampaigns()).items.find(campaign => campaign.name === name)

  test('Priya signs in and connects the tenant and a mailbox', async () => {
    const { box } = world.stage
    await signIn(page, world.stage, 'admin')
    await page.getByText('No tenant is connected yet').waitFor()
    await page.getByRole('link', { name: 'Tenants' }).first().click()
    await button('Connect a tenant').click()
    await textbox('Name').fill('Contoso')
    await textbox('Organisation').fill('Contoso Ltd')
    await textbox('Tenant id').fill(box.tenant.world.tenantId)
    await textbox('Application (client) id').fill(box.app.clientId)
    await dialog().getByLabel('Client secret').fill(box.secret)
    await dialog().getByRole('button', { name: 'More fields' }).click()
    await textbox('Microsoft Graph').fill(box.tenant.graphUrl)
    await textbox('Login service').fill(box.tenant.loginUrl)
    await dialog().getByRole('button', { name: 'Connect' }).click()
    await page.getByText('reading people: all right').waitFor()
    await page.getByRole('link', { name: 'Senders' }).first().click()
    await button('Add a sender').click()
    await textbox('Address').fill(box.senders[0])
    await textbox('Name that people see').fill('Contoso IT')
    await dialog().getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('heading', { name: box.senders[0] }).waitFor()
  })

  test('from the overview to a launched campaign it is a handful of clicks and nothing to type', async () => {
    const hands = countingHands()
    const names = [...world.stage.box.tenant.world.users.values()].map(user => user.userPrincipalName)
    await hands.click(page.getByRole('link', { name: 'New campaign' }).first())
    await heading('New campaign').waitFor()
    await hands.click(page.getByText('The classic: MFA for everyone'))
    await hands.click(button('Create and add people'))
    await heading('Add people').waitFor()
    const buffer = Buffer.from(['User principal name', ...names].join('\n'))
    await hands.choose(page.locator('input[type=file]'), { name: 'all.csv', mimeType: 'text/csv', buffer })
    await page.getByText('Trying the list; nothing is changed').waitFor()
    await pass(1)
    await hands.click(button(/^Take in/))
    await page.getByText('Taking people in').waitFor()
    await pass(1)
    await hands.click(page.getByRole('link', { name: 'See the plan' }))
    await page.getByText('Invited on launch').first().waitFor()
    await hands.click(button('Launch'))
    await hands.click(dialog().getByRole('button', { name: 'Launch' }))
    await page.getByText('The campaign is running').first().waitFor()
    assert.equal((await campaignNamed('MFA for everyone'))?.status, 'running')
    assert.deepEqual([hands.clicks, hands.fields], [9, 0])
  })

  test('while the service is gone the portal says so and keeps what was typed; once it is back all goes on', async () => {
    await page.getByRole('link', { name: 'New campaign' }).first().click()
    await heading('New campaign').waitFor()
    await button('Create and add people').click()
    await page.getByRole('alert').getByText('Give the campaign a name').waitFor()
    await page.locator('input:focus[aria-invalid=true]').waitFor()
    await textbox('Name').fill('Second wave')
    const back = await world.stage.app.hangUp()
    await button('Create and add people').click()
    const lost = page.getByText('What you have typed stays here')
    await lost.waitFor()
    assert.equal(await textbox('Name').inputValue(), 'Second wave')
    await back()
    await lost.waitFor({ state: 'detached' })
    await button('Create and add people').click()
    await heading('Add people').waitFor()
    assert.equal((await campaignNamed('Second wave'))?.status, 'draft')
  })

  test('a list that did not arrive is sent again without being looked for', async () => {
    const back = await world.stage.app.hangUp()
    const buffer = Buffer.from('UPN\nnobody@contoso.example\n')
    await page.locator('input[type=file]').setInputFiles({ name: 'wave-2.csv', mimeType: 'text/csv', buffer })
    await page.getByText('The list did not arrive.').waitFor()
    await back()
    await page.getByText('What you have typed stays here').waitFor({ state: 'detached' })
    await button('Send it again').click()
    await page.getByText('Trying the list; nothing is changed').waitFor()
  })

  test('whoever reloads after the trial hears that the list is to be brought once more', async () => {
    await page.reload()
    await page.getByText('Trying the list; nothing is changed').waitFor()
    await pass(1)
    await page.getByText('This list was only tried out, and nobody was taken in.').waitFor()
    await button('Bring the list again').click()
    await button('Choose a file').waitFor()
  })

  test('a draft that is deleted in one window is gone in the other, and behind the back button', async () => {
    const draft = await campaignNamed('Second wave')
    await page.goto(`${world.url}/campaigns/${draft?.campaignId}`)
    await heading('Second wave').waitFor()
    const other = await page.context().newPage()
    await other.goto(page.url())
    await other.getByRole('button', { name: 'Delete draft' }).waitFor()
    await button('Delete draft').click()
    await dialog().getByRole('button', { name: 'Delete draft' }).click()
    await heading('Overview').waitFor()
    await other.getByText('This is not there, or not any more').waitFor()
    await other.getByRole('button', { name: 'Delete draft' }).waitFor({ state: 'detached' })
    await other.close()
    await page.goBack()
    await page.getByText('This is not there, or not any more').waitFor()
  })

  test('nobody is told to choose a sender before it is known which there are', async () => {
    await page.goto(world.url)
    const held = Promise.withResolvers<void>()
    await page.route('**/senders*', async route => {
      await held.promise
      await route.continue()
    })
    await page.getByRole('link', { name: 'New campaign' }).first().click()
    await page.locator('button[disabled]', { hasText: 'Create and add people' }).waitFor()
    held.resolve()
    await page.locator('button:enabled', { hasText: 'Create and add people' }).waitFor()
    await page.unroute('**/senders*')
  })

  test('a session that ended leads to the sign-in page and back, and what was typed is still there', async () => {
    await textbox('Name').fill('Third wave')
    const { items } = await world.stage.client.listSessions()
    for (const { sessionId } of items) await world.stage.client.endSession({ params: { sessionId } })
    await button('Create and add people').click()
    await page.getByRole('heading', { name: 'Pick an account' }).waitFor()
    await button(world.stage.box.signIn?.admin.userPrincipalName ?? '').click()
    await heading('New campaign').waitFor()
    assert.equal(await textbox('Name').inputValue(), 'Third wave')
    assert.equal(new URL(page.url()).pathname, '/new-campaign')
    await page.getByRole('link', { name: 'Cancel' }).click()
  })

  test('a campaign is made by keyboard alone: preset, group, and somebody left out', async () => {
    const { enforcedGroup, cast } = world.stage.box
    await page.goto(`${world.url}/new-campaign`)
    await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }))
    await tabTo(page, page.locator('.fui-Card', { hasText: 'No one phone-only by 1 February 2027' }))
    await page.keyboard.press('Space')
    await page
      .getByRole('checkbox', { name: /^No one phone-only/, checked: true })
      .waitFor({ state: 'attached' })
    const group = page.getByRole('combobox', { name: 'Group' })
    await tabTo(page, group)
    // At the pace of a hand: groups of the first letters stand there already while the last ones are typed.
    await page.keyboard.type(enforcedGroup.displayName, { delay: 200 })
    await page.getByRole('option', { name: enforcedGroup.displayName }).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.locator('[role=combobox][aria-activedescendant]').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText(enforcedGroup.id).waitFor()
    await tabTo(page, button('Leave people out'))
    await page.keyboard.press('Enter')
    await tabTo(page, textbox('Addresses'))
    await page.keyboard.type(`${cast?.people.wei.userPrincipalName}\nnobody@contoso.example`)
    // Whoever is named stops the form until the reason is there: nobody is let go without a word.
    await button('Create and add people').click()
    await page.getByRole('alert').getByText('Give a reason').waitFor()
    await page.locator('input:focus[aria-invalid=true]').waitFor()
    await tabTo(page, textbox('Reason'))
    await page.keyboard.type('on leave')
    await tabTo(page, page.getByRole('button', { name: 'Add', exact: true }))
    await page.keyboard.press('Enter')
    await page.getByText('2 addresses: on leave').waitFor()
    await tabTo(page, button('Create and add people'))
    await page.keyboard.press('Enter')
    await heading('Add people').waitFor()
    await page.getByText('People to be left out are still being read (reason: on leave).').waitFor()
    await pass(1)
    await page.getByText('1 entry of those to be left out names nobody (reason: on leave).').waitFor()
    const made = await campaignNamed('No one phone-only by February')
    const { items } = await world.stage.client.searchPeople({
      params: { campaignId: made?.campaignId ?? '' },
      body: { status: ['excluded'] },
    })
    assert.deepEqual([made?.groupId, items.map(person => person.reason)], [enforcedGroup.id, ['on leave']])
  })

  test('somebody is found, chosen and excluded by keyboard alone, and the focus is where it was', async () => {
    const campaign = await campaignNamed('MFA for everyone')
    await page.goto(`${world.url}/campaigns/${campaign?.campaignId}/people`)
    const search = page.getByLabel('Search name, address or object id')
    await tabTo(page, search)
    await page.keyboard.type('Marisol')
    await page.getByText('1 person', { exact: true }).waitFor()
    await tabTo(page, page.getByRole('checkbox', { name: /^Choose Marisol/ }))
    await page.keyboard.press('Space')
    await page.getByText(/1 chosen/).waitFor()
    const acts = button('Act on those chosen')
    await acts.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Exclude' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByText('This will change 1 person.').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('button:focus', { hasText: 'Act on those chosen' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Exclude' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByText('This will change 1 person.').waitFor()
    await tabTo(page, textbox('Reason'))
    await page.keyboard.type('seconded')
    await tabTo(page, dialog().getByRole('button', { name: 'Exclude' }))
    await page.keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
    await page.getByText('1 person excluded').first().waitFor()
  })
})
