/** The form of an automation under two pairs of hands, and whatever is typed into it and left. */

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { findChromium, howToInstall } from './browser.ts'
import { openPortalWorld, type PortalWorld } from './portal-world.ts'

describe('the form of an automation', { skip: findChromium() === null ? howToInstall : false }, () => {
  let world: PortalWorld
  let page: Page
  let tenantId: string

  before(async () => {
    world = await openPortalWorld({ people: 4, seed: 7 })
    tenantId = (await world.stage.prepare()).tenant.tenantId
    await world.stage.settle()
    page = (await world.open()).page
  })
  afterEach(test => world.tellOf(test))
  after(() => world.close())

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const makeRule = async (name: string) => {
    const body = { tenantId, name, watch: { activities: ['Add member to role'] } }
    return (await world.stage.client.createRule({ body })).rule
  }
  const ruleOf = (ruleId: string) => world.stage.client.getRule({ params: { ruleId } })

  test('two people edit one rule: the second keeps what they typed, and chooses what becomes of it', async () => {
    const { ruleId } = await makeRule('New administrators')
    await page.goto(`${world.url}/automations/${ruleId}/edit`)
    const name = page.getByRole('textbox', { name: 'Name' })
    await name.fill('Roles that are given')
    await world.stage.client.updateRule({ params: { ruleId }, body: { peoplePerHourMax: 7 } })
    await button('Save').click()
    await page.getByText(/.+ changed “New administrators” meanwhile \(.*2026/).waitFor()
    assert.equal(await name.inputValue(), 'Roles that are given')
    assert.equal((await ruleOf(ruleId)).name, 'New administrators')
    await button('Load it again, and drop mine').click()
    await page.getByText(/changed “New administrators” meanwhile/).waitFor({ state: 'detached' })
    assert.equal(await name.inputValue(), 'New administrators')
    assert.equal(await page.getByLabel('Stop and ask at so many people an hour').inputValue(), '7')
    await name.fill('Roles that are given')
    await world.stage.client.updateRule({ params: { ruleId }, body: { peoplePerHourMax: 8 } })
    await button('Save').click()
    await button('Save mine over it').click()
    await page.getByRole('heading', { name: 'Roles that are given' }).waitFor()
    const { name: saved, peoplePerHourMax } = await ruleOf(ruleId)
    assert.deepEqual([saved, peoplePerHourMax], ['Roles that are given', 7])
  })

  test('an activity that is typed and not followed by Enter is watched all the same', async () => {
    await page.goto(`${world.url}/automations/new`)
    await page.getByRole('link', { name: 'Take this: An empty rule' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Typed and left')
    const activities = page.getByRole('combobox', { name: 'Activities' })
    await activities.fill('Our own activity')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Remove Our own activity' }).waitFor()
    await activities.fill('ADD USER')
    await button('Make it').click()
    await page.getByRole('heading', { name: 'Typed and left' }).waitFor()
    const rules = (await world.stage.client.listRules({ params: { tenantId } })).items
    const made = rules.find(one => one.name === 'Typed and left')
    assert.deepEqual(made?.watch.activities, ['Our own activity', 'Add user'])
  })

  test('a figure that is none is said to be none where it stands, and stays as it was typed', async () => {
    await page.goto(`${world.url}/automations/new`)
    await page.getByRole('link', { name: 'Take this: Thank-you mail after registration' }).click()
    const perHour = page.getByLabel('Stop and ask at so many people an hour')
    await perHour.fill('0')
    await page.getByText('Give a whole number from 1 to 1,000,000.').waitFor()
    assert.equal(await perHour.inputValue(), '0')
    assert.equal(await button('Make it').isDisabled(), true)
    await perHour.fill('500')
    assert.equal(await button('Make it').isDisabled(), false)
  })

  test('a test’s answer is marked as older once the form says something else', async () => {
    await button('Test').click()
    await page.getByText(/0 watched; it would act on 0\./).waitFor()
    const older = page.getByText('The form has changed since')
    assert.equal(await older.count(), 0)
    await page.getByLabel('Stop and ask at so many people an hour').fill('400')
    await older.waitFor()
    await page.getByLabel('Stop and ask at so many people an hour').fill('500')
    await older.waitFor({ state: 'detached' })
  })

  test('a dialog that is left by Escape gives the focus back to the button that opened it', async () => {
    const { ruleId } = await makeRule('Focus comes back')
    await page.goto(`${world.url}/automations/${ruleId}`)
    for (const [opener, dialog] of [
      [button('Switch on'), 'Switch on'],
      [button('Remove'), 'Remove "Focus comes back"?'],
    ] as const) {
      await opener.focus()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog', { name: dialog }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog', { name: dialog }).waitFor({ state: 'detached' })
      const focused = page.locator(':focus')
      await focused.waitFor({ timeout: 5000 }).catch(() => assert.fail(`${dialog} gave no focus back`))
      assert.equal(await focused.textContent(), await opener.textContent(), dialog)
    }
  })

  test('with a second tenant, the pages of automations let one choose, and stay with the choice', async () => {
    const { client } = world.stage
    const [first] = (await client.listTenants()).items
    assert.ok(first !== undefined)
    const { graphUrl, loginUrl, clientId, organisationName } = first
    await client.addTenant({
      body: {
        ...{ name: 'Fabrikam', graphUrl, loginUrl, clientId, organisationName },
        entraTenantId: '22222222-2222-4222-8222-222222222222',
        credential: { kind: 'secret', secret: 'not the right one' },
      },
    })
    await page.goto(`${world.url}/automations`)
    await page.getByRole('link', { name: 'Focus comes back' }).waitFor()
    await page.getByRole('combobox', { name: 'Tenant' }).selectOption('Fabrikam')
    await page.getByText('No automation yet').waitFor()
    await page.getByRole('link', { name: 'The audit log' }).click()
    const chosen = () =>
      page.getByRole('combobox', { name: 'Tenant' }).locator('option:checked').textContent()
    await page.getByRole('heading', { name: 'Audit log' }).waitFor()
    assert.equal(await chosen(), 'Fabrikam')
    await page.getByRole('link', { name: 'Automations' }).last().click()
    await page.getByText('No automation yet').waitFor()
    assert.equal(await chosen(), 'Fabrikam')
  })
})
