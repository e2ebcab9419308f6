/** What is small on a page and matters to whoever meets it: boxes and their labels, names for a screen reader, widths, lines. */

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { findChromium, howToInstall } from './browser.ts'
import { openPortalWorld, type PortalWorld } from './portal-world.ts'
import { rest } from './rest.ts'

const phone = { width: 390, height: 844 }

/** How far each number of a line stands from its line, in the editor of this name. */
const driftsOf = (name: string) => `(() => {
  const editor = document.querySelector('.cm-content[aria-label="${name}"]').closest('.cm-editor')
  const tops = selector => [...editor.querySelectorAll(selector)].map(one => one.getBoundingClientRect().top)
  const numbers = tops('.cm-lineNumbers .cm-gutterElement:not([style*="visibility: hidden"])')
  return tops('.cm-line').map((top, at) => Math.round(numbers[at] - top))
})()`

/** The tabs of which a part cannot be seen. */
const tabsBeyond = `(() => {
  const { clientWidth } = document.documentElement
  const isBeyond = ({ left, right }) => left < 0 || right > clientWidth
  const tabs = [...document.querySelectorAll('[role="tab"]')]
  return tabs.filter(one => isBeyond(one.getBoundingClientRect())).map(one => one.textContent)
})()`

/** Keeps the greatest width that the page asks for, from its first moment on. */
const watchWidth = `(() => {
  globalThis.widest = 0
  const look = () => {
    const { scrollWidth, clientWidth } = document.documentElement ?? { scrollWidth: 0, clientWidth: 0 }
    globalThis.widest = Math.max(globalThis.widest, scrollWidth - clientWidth)
    requestAnimationFrame(look)
  }
  look()
})()`

describe('the small print of the portal', { skip: findChromium() === null ? howToInstall : false }, () => {
  let world: PortalWorld
  let page: Page
  let campaignId: string

  before(async () => {
    world = await openPortalWorld({ people: 12, seed: 7 })
    const { client } = world.stage
    const { campaign } = await world.stage.prepare()
    campaignId = campaign.campaignId
    const names = [...world.stage.box.tenant.world.users.values()].map(user => user.userPrincipalName)
    const body = new TextEncoder().encode(['User principal name', ...names, ''].join('\r\n'))
    await client.importPeople({ params: { campaignId }, fileName: 'all.csv', body })
    await world.stage.settle()
    page = (await world.open()).page
  })
  afterEach(test => world.tellOf(test))
  after(() => world.close())

  const somebody = async () => {
    const { items } = await world.stage.client.searchPeople({
      params: { campaignId },
      body: { status: ['pending'], limit: 1 },
    })
    return items[0]?.enrolmentId ?? ''
  }

  test('the label of a box ticks its own box, and the boxes are a group with a name', async () => {
    await page.goto(`${world.url}/campaigns/${campaignId}/edit`)
    await page.getByText('Only in working hours, by the clock where each person lives').click()
    const days = page.getByRole('group', { name: 'On' })
    await days.getByText('Saturday', { exact: true }).click()
    const isTicked = (day: string) => days.getByRole('checkbox', { name: day, exact: true }).isChecked()
    assert.ok(await isTicked('Saturday'))
    assert.ok(await isTicked('Monday'))
    await days.getByText('Wednesday', { exact: true }).click()
    assert.ok(!(await isTicked('Wednesday')))
    assert.ok(await isTicked('Monday'))
    const senders = page.getByRole('group', { name: 'Who sends' }).getByRole('checkbox')
    const last = senders.last()
    const wasTicked = await last.isChecked()
    await page.getByRole('group', { name: 'Who sends' }).locator('label').last().click()
    assert.equal(await last.isChecked(), !wasTicked)
  })

  test('who may not write sees texts and branding as they are, and why', async () => {
    const viewer = (await world.open({ as: 'viewer' })).page
    await viewer.goto(`${world.url}/templates`)
    await viewer.getByText('Your role does not include changing this').waitFor()
    assert.equal(await viewer.getByLabel('Subject').getAttribute('readonly'), '')
    assert.equal(await viewer.getByRole('button', { name: 'Insert a placeholder' }).count(), 0)
    await viewer.getByRole('textbox', { name: 'Plain text' }).click()
    await viewer.keyboard.type('changed')
    await rest(viewer)
    assert.equal(await viewer.getByText('Changed, not saved').count(), 0)
    await viewer.goto(`${world.url}/settings/branding`)
    await viewer.getByText('Your role does not include changing this').first().waitFor()
  })

  test('a day that is over is refused at its field, before anybody is asked about', async () => {
    await page.goto(`${world.url}/people/${await somebody()}`)
    await page.getByRole('button', { name: 'Act' }).click()
    await page.getByRole('menuitem', { name: 'Exclude' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('This will change 1 person.').waitFor()
    await dialog.getByLabel('Reason').fill('On leave')
    await dialog.getByLabel('Until').fill('2020-01-31')
    await dialog.getByText('Give a day to come, or none').waitFor()
    assert.ok(await dialog.getByRole('button', { name: 'Exclude' }).isDisabled())
    assert.ok(await dialog.getByText('This will change 1 person.').isHidden())
    await dialog.getByLabel('Until').fill('')
    await dialog.getByText('This will change 1 person.').waitFor()
    assert.ok(await dialog.getByRole('button', { name: 'Exclude' }).isEnabled())
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  test('whoever is excluded waits for what brings them back, and for nothing else', async () => {
    const enrolmentId = await somebody()
    await world.stage.client.actOnPeople({
      params: { campaignId },
      body: { act: 'exclude', enrolmentIds: [enrolmentId], reason: 'On leave' },
    })
    await page.goto(`${world.url}/people/${enrolmentId}`)
    await page.getByText('an operator: reinstate.').waitFor()
  })

  test('the number of a line stands beside its line before anybody clicks, on a phone too', async () => {
    for (const viewport of [{ width: 1360, height: 900 }, phone]) {
      const fresh = (await world.open({ viewport })).page
      await fresh.goto(`${world.url}/templates`)
      for (const way of ['as it opens', 'scrolled to']) {
        await rest(fresh)
        const drifts = await fresh.evaluate<number[]>(driftsOf('Plain text'))
        assert.ok(drifts.length > 4)
        assert.deepEqual(new Set(drifts), new Set([0]), `${viewport.width} wide, ${way}: ${drifts.join(' ')}`)
        await fresh.getByRole('textbox', { name: 'Plain text' }).scrollIntoViewIfNeeded()
      }
    }
  })

  test('a preview that loads makes no page wider than its window', async () => {
    for (const viewport of [{ width: 1360, height: 900 }, phone]) {
      const fresh = (await world.open({ viewport })).page
      await fresh.addInitScript(watchWidth)
      for (const path of ['/templates', '/settings/branding']) {
        await fresh.goto(world.url + path)
        await rest(fresh)
        assert.equal(await fresh.evaluate('globalThis.widest'), 0, `${path} at ${viewport.width}`)
      }
    }
  })

  test('on a phone no tab of any page stands beyond the edge, in a language of long words either', async () => {
    const german = (await world.open({ viewport: phone, locale: 'de-DE' })).page
    const campaign = `/campaigns/${campaignId}`
    const paths = [
      campaign,
      `${campaign}/upload`,
      `${campaign}/take-over`,
      '/templates',
      '/settings/branding',
    ]
    const beyond: Record<string, unknown> = {}
    for (const path of paths) {
      await german.goto(world.url + path)
      await german.getByRole('tab').first().waitFor()
      await rest(german)
      const names = await german.evaluate<string[]>(tabsBeyond)
      if (names.length > 0) beyond[path] = names
    }
    assert.deepEqual(beyond, {})
  })

  test('in German no button has an English name', async () => {
    const german = (await world.open({ locale: 'de-DE' })).page
    const english: Record<string, unknown> = {}
    for (const path of [
      '/new-campaign',
      `/campaigns/${campaignId}/people`,
      '/automations/new?preset=thank-you',
    ]) {
      await german.goto(world.url + path)
      await rest(german)
      // A field that holds something can be emptied.
      const search = german.getByRole('searchbox')
      if ((await search.count()) > 0) await search.fill('Anna')
      const names = await german.evaluate<string[]>(
        `[...document.querySelectorAll('[aria-label]')].filter(one => one.checkVisibility()).map(one => one.ariaLabel).filter(name => /^(clear|open)\\b/i.test(name))`,
      )
      if (names.length > 0) english[path] = names
    }
    assert.deepEqual(english, {})
  })

  test('whoever reads German sees mails and pages in German first, also of a tenant that writes English', async () => {
    const german = (await world.open({ locale: 'de-DE' })).page
    const shown = german.frameLocator('iframe').locator('html[lang="de"]')
    for (const path of ['/templates', '/settings/branding']) {
      await german.goto(world.url + path)
      await shown.waitFor()
    }
    await german.goto(`${world.url}/templates?language=en`)
    await german.frameLocator('iframe').locator('html[lang="en"]').waitFor()
  })

  test('in German a mistyped filter is told in German where it stands, with what mends it', async () => {
    const german = (await world.open({ locale: 'de-DE' })).page
    await german.goto(`${world.url}/templates`)
    await german.getByRole('textbox', { name: 'Nur Text' }).click()
    await german.keyboard.press('ControlOrMeta+Home')
    await german.keyboard.type('{{ person.displayName | upcse }}')
    // While it is being typed other mistakes are told of it.
    await german
      .getByRole('listitem')
      .filter({ hasText: /Zeile 1.*Den Filter „upcse“ gibt es nicht\. Schreiben Sie seinen Namen/ })
      .waitFor()
  })

  test('whoever adds a sender for whose address there is no mailbox is told so at once, and it is added all the same', async () => {
    // Without it only a test mail shows whether there is one.
    world.stage.box.app.roles.push('Mail.Read')
    await page.goto(`${world.url}/settings/senders`)
    await page.getByRole('button', { name: 'Add a sender' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('a test mail shows').waitFor()
    await dialog.getByRole('textbox', { name: 'Address' }).fill('mfaa@contoso.example')
    await dialog.getByRole('textbox', { name: 'Name that people see' }).fill('MFA team')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('heading', { name: 'mfaa@contoso.example' }).waitFor()
    await page.getByText('There is no such mailbox, or it is not in Exchange Online.').waitFor()
    assert.equal(await page.getByText('There is no such mailbox').count(), 1)
  })

  test('whoever is to be protected and is not in the directory stays in the field, which says so and has the focus', async () => {
    await page.goto(`${world.url}/settings/protected`)
    await page.getByRole('button', { name: 'Protect people' }).first().click()
    const dialog = page.getByRole('dialog')
    const who = dialog.getByRole('textbox', { name: 'Who', exact: true })
    await who.fill('nobody.at.all@contoso.example')
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('break glass')
    await dialog.getByRole('button', { name: 'Protect', exact: true }).click()
    await dialog
      .getByRole('alert')
      .getByText('Nobody in the directory has these names: nobody.at.all@contoso.example')
      .waitFor()
    await dialog.locator('textarea:focus[aria-invalid=true]').waitFor()
    assert.equal(await who.inputValue(), 'nobody.at.all@contoso.example')
  })

  test('whoever connects an Entra tenant that is there already is warned at its id, before it is sent', async () => {
    const [tenant] = (await world.stage.client.listTenants()).items
    await page.goto(`${world.url}/settings/tenants`)
    await page.getByRole('button', { name: 'Connect a tenant' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Tenant id' }).fill(tenant?.entraTenantId.toUpperCase() ?? '')
    await dialog.getByText(`“${tenant?.name}” is this Entra tenant already.`).waitFor()
    await dialog.getByRole('textbox', { name: 'Tenant id' }).fill('another')
    await dialog.getByText('is this Entra tenant already').waitFor({ state: 'detached' })
  })
})
