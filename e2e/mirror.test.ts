/** The SharePoint list from the browser: set up, seen filled, and put right after somebody has typed into it. */

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { allowLists, mirrorName } from '../packages/service/src/stage/mirror.ts'
import { findChromium, howToInstall } from './browser.ts'
import { openPortalWorld, type PortalWorld } from './portal-world.ts'

const siteUrl = 'https://contoso.sharepoint.com/sites/it-security'

describe('a SharePoint list from the browser', {
  skip: findChromium() === null ? howToInstall : false,
}, () => {
  let world: PortalWorld
  let page: Page
  let complaints: string[]
  let campaignId: string
  let everybody: number

  before(async () => {
    world = await openPortalWorld({ people: 12, seed: 7 })
    const { client, box } = world.stage
    const { campaign } = await world.stage.prepare()
    campaignId = campaign.campaignId
    const names = [...box.tenant.world.users.values()].map(user => user.userPrincipalName)
    everybody = names.length
    const body = new TextEncoder().encode(names.join('\n'))
    await client.importPeople({ params: { campaignId }, fileName: 'everybody.csv', body })
    await world.stage.settle()
    const opened = await world.open()
    page = opened.page
    complaints = opened.complaints
  })
  afterEach(test => world.tellOf(test))
  after(() => world.close())

  const button = (name: string) => page.getByRole('button', { name })
  const ask = async () => {
    await page.getByLabel('Address of the site').fill(siteUrl)
    await page.getByLabel('Name of the list').fill(mirrorName)
    await button('Set up the list').click()
  }
  const dialog = () => page.getByRole('dialog')
  const rows = () => {
    const { sites } = world.stage.box.tenant.world
    const list = sites.listOf(world.stage.box.site, mirrorName)
    assert.ok(list !== undefined)
    return { sites, list, all: sites.rowsOf(list) }
  }

  const statuses = () =>
    rows()
      .all.map(({ fields }) => `${fields.Title} ${fields.InviteStatus}`)
      .sort()

  test('without the permission the page says what to grant, and nothing that was typed is lost', async () => {
    await page.goto(`${world.url}/campaigns/${campaignId}`)
    await page.getByRole('tab', { name: 'SharePoint list' }).click()
    await page.getByText('No SharePoint list is kept in step with this campaign').waitFor()
    await ask()
    await page.getByText(/Grant Sites\.Selected/).waitFor()
    assert.equal(await page.getByLabel('Address of the site').inputValue(), siteUrl)
    // What the browser itself says of the answer.
    complaints.splice(0)
  })

  test('with it the list is made, and filled while one looks', async () => {
    allowLists(world.stage)
    world.stage.box.tenant.faults.revokeTokens()
    // A page of its own: a second click within half a second is a double click, and the answer may be quicker.
    await page.reload()
    await ask()
    await page.getByText('Rows are being written').waitFor()
    await world.stage.settle()
    await page.getByText('In step with the campaign').waitFor()
    assert.equal(rows().all.length, everybody)
    const link = page.getByRole('link', { name: /Open in SharePoint/ })
    assert.match((await link.getAttribute('href')) ?? '', /^https:\/\/contoso\.sharepoint\.com\//)
  })

  test('a row edited and one deleted by hand are put right by a check, which tells of them', async () => {
    const { sites, list, all } = rows()
    const before = statuses()
    const [edited, deleted] = all
    assert.ok(edited !== undefined && deleted !== undefined)
    sites.editRow(list, edited.id, { InviteStatus: 'Active' })
    sites.deleteRow(list, deleted.id)
    await button('Check now').click()
    await page.getByText('The list is being checked').first().waitFor()
    await world.stage.settle()
    await page.getByText('1 row edited and 1 row deleted; all of it has been put right.').waitFor()
    assert.deepEqual(statuses(), before)
  })

  test('tokens are taken out of it, it is stopped, goes on, and is removed here while it stays there', async () => {
    await button('Change…').click()
    await dialog().getByRole('switch', { name: 'Show each person’s token' }).uncheck()
    await dialog().getByRole('button', { name: 'Save' }).click()
    await dialog().waitFor({ state: 'detached' })
    await world.stage.settle()
    await page.getByText('Left out').waitFor()
    assert.ok(rows().all.every(row => row.fields.TrackingToken === undefined))
    await button('Stop').click()
    await page.getByText('Nothing is written to the list until you go on.').waitFor()
    await button('Go on').click()
    await button('Check now').waitFor()
    await button('Remove…').click()
    await dialog().getByText('The list stays in SharePoint as it is').waitFor()
    await dialog().getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No SharePoint list is kept in step with this campaign').waitFor()
    assert.equal(rows().all.length, everybody)
  })

  test('a viewer sees how it stands and is offered nothing; an operator may check it', async () => {
    await world.stage.client.createMirror({
      params: { campaignId },
      body: { siteUrl, listName: 'Seen by many' },
    })
    await world.stage.settle()
    const path = `${world.url}/campaigns/${campaignId}/sharepoint-list`
    const viewer = (await world.open({ as: 'viewer' })).page
    await viewer.goto(path)
    await viewer.getByText('In step with the campaign').waitFor()
    for (const name of ['Check now', 'Change…', 'Stop', 'Remove…'])
      assert.equal(await viewer.getByRole('button', { name }).count(), 0, name)
    const operator = (await world.open({ as: 'operator' })).page
    await operator.goto(path)
    await operator.getByRole('button', { name: 'Check now' }).waitFor()
    assert.equal(await operator.getByRole('button', { name: 'Remove…' }).count(), 0)
  })

  test('nothing was said to the console', () => {
    assert.deepEqual(complaints, [])
  })
})
