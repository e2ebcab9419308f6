/** An administrator's way through the portal in a real browser: from nothing to a running campaign, and what follows. */

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { parseCsv } from '../packages/service/src/testing/csv-rows.ts'
import { makeWorkbook } from '../packages/service/src/testing/workbook.ts'
import { findChromium, howToInstall } from './browser.ts'
import { openPortalWorld, type PortalWorld } from './portal-world.ts'
import { rest } from './rest.ts'

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

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
  afterEach(test => world.tellOf(test))
  after(() => world.close())

  /** Minutes of the world's clock go by, with what falls due in them. */
  const pass = (minutes: number) =>
    world.stage.liveUntil(new Date(world.stage.clock.now().getTime() + minutes * 60_000))
  const heading = (name: string) => page.getByRole('heading', { level: 1, name })
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const dialog = () => page.getByRole('dialog')
  const names = () => [...world.stage.box.tenant.world.users.values()].map(user => user.userPrincipalName)

  const ours = async () => {
    const { items } = await world.stage.client.listCampaigns()
    const found = items.find(campaign => campaign.name === 'MFA for everyone')
    return { campaignId: found?.campaignId ?? '' }
  }

  test('a campaign is made from a preset, with a group that is found by its name', async () => {
    const { enforcedGroup } = world.stage.box
    await page.goto(world.url)
    await page.getByRole('link', { name: 'New campaign' }).first().click()
    await heading('New campaign').waitFor()
    await page.getByRole('checkbox', { name: 'The classic: MFA for everyone' }).check({ force: true })
    // Key by key, as people type: the list opens with the first of them.
    await page
      .getByRole('combobox', { name: 'Group' })
      .pressSequentially(enforcedGroup.displayName.slice(0, 5))
    await page.getByRole('option', { name: enforcedGroup.displayName }).first().click()
    await page.getByText(enforcedGroup.id).waitFor()
    await page.getByLabel('Due date').fill('2027-01-31')
    await button('Create and add people').click()
    await heading('Add people').waitFor()
  })

  test('a messy list is tried out: every row says how it is understood, and nobody is taken in yet', async () => {
    const messy = [
      'sep=;',
      'Anzeigename;UPN',
      ...names().map(name => `"x, y";${name}`),
      ';nobody@contoso.example',
      '',
    ]
    const buffer = Buffer.from(messy.join('\r\n'))
    await page.locator('input[type=file]').setInputFiles({ name: 'messy.csv', mimeType: 'text/csv', buffer })
    await page.getByText('Trying the list; nothing is changed').waitFor()
    await pass(1)
    await page.getByText(`${names().length} of ${names().length + 1} rows were understood`).waitFor()
    await page.getByRole('columnheader', { name: /UPN.*User principal name/ }).waitFor()
    await button(/With a problem/).click()
    await page.getByRole('cell', { name: 'nobody@contoso.example' }).waitFor()
    const status = await world.stage.client.campaignStatus({ params: await ours() })
    assert.equal(status.people, 0)
  })

  test('a workbook without a known column is understood by guess, the wrong row is marked in place, and a choice is obeyed', async () => {
    await button('Another list').click()
    // The button is gone, and what came instead has the focus.
    await page.locator('main div[tabindex="-1"]:focus').waitFor()
    const rows = names().map((name, at) => [at + 1, name.split('.')[0] ?? '', name, ''])
    const bytes = makeWorkbook({
      Cover: [[]],
      People: [['Everybody'], ['Nr', 'Wer', 'Kontakt', 'Notiz'], [0, 'Wrong', 'not an address', ''], ...rows],
    })
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'wave.xlsx', mimeType: workbookType, buffer: Buffer.from(bytes) })
    await page.getByText('Trying the list; nothing is changed').waitFor()
    await pass(1)
    await page.getByText('the marked one looks like it. Is it the right one?').waitFor()
    await page.getByText('Sheet "People"').waitFor()
    const marked = page.getByRole('row', { name: /not an address/ })
    await marked.getByText('Not an address: it has no @.').waitFor()
    await page.getByLabel('Column with the people').selectOption('Wer')
    await page.getByText('Trying the list; nothing is changed').waitFor()
    await pass(1)
    await page.getByText('as you chose').waitFor()
    await page.getByText(`0 of ${names().length + 1} rows were understood`).waitFor()
    await page.getByLabel('Another column').selectOption('Kontakt')
    await page.getByText('Trying the list; nothing is changed').waitFor()
    await pass(1)
    await page.getByText(`${names().length} of ${names().length + 1} rows were understood`).waitFor()
  })

  test('it is taken in, and its progress is found again after a reload', async () => {
    await button(/^Take in/).click()
    await page.getByText('Taking people in').waitFor()
    await page.reload()
    await page.getByText('Taking people in').waitFor()
    await pass(1)
    await page.getByText(/people were added/).waitFor()
  })

  test('the plan says who is mailed and that the date holds; the launch begins', async () => {
    await page.getByRole('link', { name: 'See the plan' }).click()
    await page.getByText(/The date holds/).waitFor()
    await page.getByText('Disabled accounts').waitFor()
    const { faults } = world.stage.box.tenant
    // Lost before they arrived: a link that somebody opens would tell that its mail did.
    faults.next({ family: 'mail', method: 'POST', status: 504, times: 4 })
    await button('Launch').click()
    await dialog().getByRole('button', { name: 'Launch' }).click()
    await page.getByText('The campaign is running').first().waitFor()
    await pass(2)
    await page.getByRole('tab', { name: 'Summary' }).waitFor()
  })

  test('mails whose answer was lost are decided: one arrived, the others are sent again, and nobody is mailed by guess', async () => {
    await page.getByRole('tab', { name: 'Mails' }).click()
    await page.getByRole('combobox', { name: 'State' }).click()
    await page.getByRole('option', { name: 'Uncertain' }).click()
    await page.getByText('Muster looks for them and never sends twice by guess').waitFor()
    const choices = page.getByRole('checkbox', { name: /^Choose the mail to/ })
    await choices.first().waitFor()
    await page.getByText('You may decide about those that you choose.').waitFor()
    const { page: seen } = await world.open({ as: 'viewer' })
    await seen.goto(page.url())
    await seen.getByText('Operators and admins may decide.').waitFor()
    await seen.context().close()
    for (const [verb, left] of [
      ['Take as sent', 3],
      ['Send again', 2],
      ['Send again', 1],
      ['Send again', 0],
    ] as const) {
      await choices.first().click()
      await button(verb).click()
      await dialog().getByRole('button', { name: verb }).click()
      await dialog().waitFor({ state: 'detached' })
      await page
        .getByRole('checkbox', { name: /^Choose the mail to/ })
        .nth(left)
        .waitFor({ state: 'detached' })
    }
    await page.getByText('There are no such mails').waitFor()
    assert.equal(await page.getByText('never sends twice by guess').count(), 0)
    await pass(2)
    const { items } = await world.stage.client.listMails({ params: await ours(), query: { limit: 500 } })
    const decided = items.filter(mail => mail.decision !== null)
    assert.equal(decided.length, 4)
    assert.ok(
      decided.every(mail => mail.state === 'sent'),
      JSON.stringify(decided.map(mail => mail.state)),
    )
    await page.getByRole('tab', { name: 'Summary' }).click()
  })

  test('the figures move while people register', async () => {
    await pass(24 * 60)
    const { counts } = await world.stage.client.campaignStatus({ params: await ours() })
    assert.ok(counts.active > 0)
    const tile = page.locator('dl > div', { hasText: 'Registered' }).first()
    await tile.getByText(String(counts.active), { exact: true }).waitFor()
  })

  test('the file of the people is exactly what is seen: filtered, in that order', async () => {
    await page.getByRole('tab', { name: 'People' }).click()
    await page.getByLabel('Search name, address or object id').fill('a')
    await button('Registered').click()
    await page
      .getByRole('columnheader', { name: 'Registered' })
      .and(page.locator('[aria-sort=ascending]'))
      .waitFor()
    await rest(page)
    const seen = await page.getByRole('row').getByRole('link').allTextContents()
    const [download] = await Promise.all([page.waitForEvent('download'), button('Download as CSV').click()])
    const lines = parseCsv(await readFile(await download.path(), 'utf8'))
    const told = lines.map(line => line['Display name'])
    assert.deepEqual(told.slice(0, seen.length), seen)
    assert.ok(seen.length > 3)
    await page.getByLabel('Search name, address or object id').fill('')
  })

  test('an old bookmark of the people opens, whatever stands in it', async () => {
    const { campaignId } = await ours()
    for (const search of ['status=foo', 'level=1&direction=x', 'sort=DROP&batchId=zzz']) {
      await page.goto(`${world.url}/campaigns/${campaignId}/people?${search}`)
      await page.getByText(/^\d+ people$/).waitFor()
    }
  })

  test('many are acted on at once, after a look at what that would do', async () => {
    await page.getByRole('combobox', { name: 'State' }).click()
    await page
      .getByRole('menuitemcheckbox', { name: 'Invited' })
      .or(page.getByRole('option', { name: 'Invited' }))
      .click()
    await page.keyboard.press('Escape')
    await page.getByRole('checkbox', { name: 'Choose everybody found' }).click()
    await button('Act on those chosen').click()
    await page.getByRole('menuitem', { name: 'Invite again' }).click()
    const will = dialog().getByText(/^This will change \d+ (person|people)\. Nothing has been changed yet\.$/)
    await will.waitFor()
    const [people = ''] = /\d+/.exec((await will.textContent()) ?? '') ?? []
    await dialog().getByRole('button', { name: 'Invite again' }).click()
    await page
      .getByText(new RegExp(`^${people} (person is|people are) invited again`))
      .first()
      .waitFor()
    await button('Clear filters').click()
  })

  test('somebody who did not appear is looked up: why they stand where they stand, and what comes next', async () => {
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
    await page.getByText('This will change 1 person.').waitFor()
    await page.getByLabel('Reason').fill('on parental leave')
    await page.getByRole('dialog').getByRole('button', { name: 'Exclude' }).click()
    await page.getByText(/Excluded by .*: on parental leave/).waitFor()
  })

  test('the campaign is paused and resumed only after a question', async () => {
    await page.getByRole('link', { name: 'MFA for everyone', exact: true }).first().click()
    await button('Pause').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused', { exact: true }).waitFor()
    // The button that asked is gone; the keyboard goes on at the page, not before it.
    await page.locator('h1:focus').waitFor()
    await button('Resume').click()
    await page.getByRole('dialog').getByText('Mails that are due go out.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  })

  test('what is over is said at once: no plan after the launch, no upload after the end', async () => {
    const { campaignId } = await ours()
    await page.goto(`${world.url}/campaigns/${campaignId}/plan`)
    await page.getByText('This campaign has been launched').waitFor()
    await world.stage.client.actOnCampaign({ params: { campaignId, act: 'finish' } })
    await page.goto(`${world.url}/campaigns/${campaignId}/upload`)
    await page.getByText('Nobody can be added to it any more').waitFor()
  })

  test('the portal said nothing to the console on the whole way', () => {
    assert.deepEqual(complaints, [])
  })
})
