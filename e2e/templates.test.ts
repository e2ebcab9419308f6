/** An administrator's own words in a real browser: written, looked at, tried on oneself, mended and saved. */

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { FrameLocator, Page } from 'playwright-core'
import { findChromium, howToInstall } from './browser.ts'
import { contosoLogo } from './contoso-logo.ts'
import { openPortalWorld, type PortalWorld } from './portal-world.ts'
import { rest } from './rest.ts'

describe('texts and branding from the browser', {
  skip: findChromium() === null ? howToInstall : false,
}, () => {
  let world: PortalWorld
  let page: Page
  let complaints: string[]
  let shown: FrameLocator

  before(async () => {
    world = await openPortalWorld({ people: 4, seed: 7 })
    await world.stage.prepare()
    await world.stage.settle()
    const opened = await world.open()
    page = opened.page
    complaints = opened.complaints
    shown = page.frameLocator('iframe')
  })
  afterEach(test => world.tellOf(test))
  after(() => world.close())

  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const plainText = () => page.getByRole('textbox', { name: 'Plain text' })
  const markup = () => page.getByRole('textbox', { name: 'Mail (MJML)' })

  test('the invitation stands there as it is used, with the mail that it makes beside it', async () => {
    await page.goto(`${world.url}/templates`)
    await shown.getByRole('heading', { name: 'Set up a second step for your sign-in' }).waitFor()
    await page.getByRole('tab', { name: 'Plain text' }).click()
    await page.locator('pre', { hasText: 'Hello Anna,' }).waitFor()
    await page.getByRole('tab', { name: 'Mail', exact: true }).click()
  })

  test('nobody who has changed nothing is asked whether to leave; a set that cannot be one counts as none', async () => {
    const asked: string[] = []
    page.on('dialog', dialog => {
      asked.push(dialog.type())
      void dialog.accept()
    })
    await page.goto(`${world.url}/templates?set=zzz`)
    await page.getByText('Built in', { exact: true }).first().waitFor()
    assert.deepEqual(asked, [])
  })

  test('the preview can be dark, and as narrow as a phone', async () => {
    await button('Dark').click()
    const body = shown.locator('body')
    await body.waitFor()
    await assertSoon(async () => {
      const colour = await body.evaluate('getComputedStyle(document.querySelector(".page")).backgroundColor')
      assert.equal(colour, 'rgb(17, 22, 29)')
    })
    await button('As wide as a phone').click()
    await assertSoon(async () =>
      assert.equal(await page.evaluate(`document.querySelector('iframe').clientWidth`), 375),
    )
    await button('Light').click()
  })

  test('words are changed and a placeholder put in, and the mail follows', async () => {
    await page.getByLabel('Subject').fill('Five minutes for ')
    await button('Insert a placeholder').click()
    await page.getByRole('menuitem', { name: 'Name of the organisation' }).click()
    await page.getByText('Five minutes for Contoso', { exact: true }).waitFor()
    await page.getByText('Changed, not saved').waitFor()
  })

  test('a mistake is said with its line, and keeps the text from being saved', async () => {
    await plainText().click()
    await page.keyboard.press('ControlOrMeta+Home')
    await page.keyboard.type('{{ person.shoeSize }}')
    await page.getByText('There is no placeholder “person.shoeSize”').first().waitFor()
    assert.ok(await button('Save').isDisabled())
    assert.equal(await button('Send a test').getAttribute('aria-disabled'), 'true')
    await page
      .getByText(/This is not what would be sent|There is no mail to show/)
      .first()
      .waitFor()
    await page.getByText('Plain text, line 1').click()
    for (let typed = 0; typed < '{{ person.shoeSize }}'.length; typed++) await page.keyboard.press('Delete')
    await page.getByText('There is no placeholder').first().waitFor({ state: 'detached' })
  })

  test('Tab leaves the editor, so that nobody is caught in it', async () => {
    await markup().click()
    await page.keyboard.press('Tab')
    assert.notEqual(await page.evaluate('document.activeElement.ariaLabel'), 'Mail (MJML)')
  })

  test('a test goes to oneself and says that it arrived', async () => {
    await button('Send a test').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText(/Waits for its sender|Sent to/).waitFor()
    await world.stage.settle()
    await page.getByText(/^Sent to /).waitFor()
    await page.getByRole('dialog').locator('button[type=submit]:focus').waitFor()
    const inboxes = [...world.stage.box.tenant.world.inboxes.values()].flat()
    assert.deepEqual(
      inboxes.map(mail => mail.subject),
      ['[Test] Five minutes for Contoso'],
    )
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  })

  test('what is refused in a dialog is said at its field; what fails is heard, though the page behind is hidden from screen readers', async () => {
    await button('Send a test').click()
    const dialog = page.getByRole('dialog')
    const address = dialog.locator('input[type=email]')
    const send = dialog.getByRole('button', { name: 'Send', exact: true })
    await address.fill('nobody.at.all@contoso.example')
    await send.click()
    await dialog.getByRole('alert').getByText('Nobody in the tenant’s directory has this address').waitFor()
    await dialog.locator('input[type=email]:focus[aria-invalid=true]').waitFor()
    assert.equal(await page.locator('.fui-Toast').count(), 0)
    await address.fill('somebody.else@contoso.example')
    await dialog.getByRole('alert').waitFor({ state: 'detached' })
    assert.ok(complaints.splice(0).every(said => said.includes('422')))

    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await button('Send a test').click()
    await page.route('**/test-mails', route => route.abort())
    await send.click()
    await page.locator('.fui-Toast', { hasText: 'Muster does not answer' }).waitFor()
    assert.match(await dialog.locator('[aria-live="assertive"]').innerText(), /^Muster does not answer/)
    assert.equal(await dialog.getByRole('alert').count(), 0)
    assert.equal(await page.locator('[aria-hidden="true"] h1').count(), 1, 'the page behind is hidden')
    assert.equal(await page.locator('[aria-hidden="true"] [role="dialog"]').count(), 0)
    assert.ok(complaints.splice(0).every(said => said.includes('ERR_FAILED')))
    await page.unroute('**/test-mails')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
  })

  test('leaving without saving is asked about; saved, the text is one’s own', async () => {
    await page.getByRole('tab', { name: 'Reminder' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await button('Save').click()
    // First what is said for a moment only.
    await page.getByText('Saved; used from the next mail on').first().waitFor()
    await page.getByText('Own text', { exact: true }).first().waitFor()
  })

  /** What is in use changes behind the page that is open. */
  async function writeElsewhere(subject: string): Promise<void> {
    const { client } = world.stage
    const [tenant] = (await client.listTenants()).items
    const params = { tenantId: tenant?.tenantId ?? '', kind: 'invitation' as const, language: 'en' }
    const { mjml, text } = await client.getTemplate({ params })
    const body = { kind: params.kind, language: 'en', subject, mjml, text }
    await client.saveTemplate({ params, body })
  }

  test('whoever saves over the words of somebody else hears of it first', async () => {
    await writeElsewhere('Six minutes')
    await page.getByLabel('Subject').fill('Seven minutes')
    await page.getByText('Seven minutes', { exact: true }).waitFor()
    await button('Save').click()
    await page.getByText(/changed these words meanwhile/).waitFor()
    assert.ok(complaints.splice(0).every(said => said.includes('409')))
    assert.equal(await page.getByLabel('Subject').inputValue(), 'Seven minutes')
    await button('Load it again, and drop mine').click()
    await page.getByText('Six minutes', { exact: true }).waitFor()
    assert.equal(await page.getByLabel('Subject').inputValue(), 'Six minutes')
  })

  test('the built-in text is used again', async () => {
    await button('Use the built-in text').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Use it' }).click()
    await page.getByText('Built in', { exact: true }).first().waitFor()
  })

  test('colour and logo are seen at once, in the mail and on the page', async () => {
    await page.getByRole('link', { name: 'Branding' }).click()
    await page.getByRole('heading', { level: 1, name: 'Branding' }).waitFor()
    await page.getByLabel('A colour of your own').check()
    await page.getByLabel('Colour, as code').fill('red')
    await page.getByText('Give a colour as # and six digits').waitFor()
    assert.ok(await button('Save').isDisabled())
    await page.getByLabel('Colour, as code').fill('#ffd100')
    await page.getByText('Buttons in #ffd100 hardly stand out from the white of the mail').waitFor()
    await page.keyboard.press('Tab')
    await page.getByText(/Links in this colour could not be read/).waitFor()
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.alloc(5_000_000) })
    await page.getByText('a logo may have 64 kB').waitFor()
    await page.locator('input[type=file]').setInputFiles({
      name: 'logo.png',
      mimeType: 'image/png',
      buffer: Buffer.from(contosoLogo()),
    })
    await shown.locator('img[alt="Contoso"]').waitFor()
    await page.getByRole('tab', { name: 'Page of the link' }).click()
    await shown.getByRole('button', { name: 'Set up now' }).waitFor()
    await button('Save').click()
    await page.getByText('Saved', { exact: true }).first().waitFor()
    await page.locator('main button[type=submit]:focus').waitFor()
  })

  test('saving one field leaves what somebody else has changed in another', async () => {
    const { client } = world.stage
    const [tenant] = (await client.listTenants()).items
    const params = { tenantId: tenant?.tenantId ?? '' }
    await client.updateBranding({ params, body: { organisationName: 'Contoso Group' } })
    await page.getByLabel('Whom people may ask').fill('the desk, 4711')
    // With the logo the page hears of the other's name, which the form must not undo.
    const heard = page.waitForResponse(answer => answer.url().endsWith('/branding/logo'))
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(contosoLogo()) })
    await (await heard).finished()
    await button('Save').click()
    await page.locator('input[value="Contoso Group"]').waitFor()
    assert.equal((await client.getBranding({ params })).organisationName, 'Contoso Group')
  })

  test('whoever saves the same field as somebody else hears of it first', async () => {
    const { client } = world.stage
    const [tenant] = (await client.listTenants()).items
    const params = { tenantId: tenant?.tenantId ?? '' }
    const name = page.getByLabel('Name of the organisation')
    await name.fill('Contoso mine')
    await client.updateBranding({ params, body: { organisationName: 'Contoso theirs' } })
    await button('Save').click()
    await page
      .getByRole('alert')
      .getByText('Somebody has changed this meanwhile, to “Contoso theirs”')
      .waitFor()
    assert.ok(complaints.splice(0).every(said => said.includes('409')))
    assert.equal(await name.inputValue(), 'Contoso mine')
    await button('Load it again, and drop mine').click()
    await page.locator('input[value="Contoso theirs"]').waitFor()
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })

  test('a failure is said once however often it happens, can be closed, and leaves when it is mended or the page is left', async () => {
    const notices = page.locator('.fui-ToastTitle', { hasText: 'This is no whole PNG or JPEG picture' })
    const logo = async (buffer: Buffer) =>
      page.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer })
    await logo(Buffer.from('no picture'))
    await notices.waitFor()
    await logo(Buffer.from('no picture'))
    await rest(page)
    await assertSoon(async () => assert.equal(await notices.count(), 1))
    await button('Close this notice').click()
    await notices.waitFor({ state: 'detached' })
    await logo(Buffer.from('no picture'))
    await notices.waitFor()
    await logo(Buffer.from(contosoLogo()))
    await notices.waitFor({ state: 'detached' })
    await logo(Buffer.from('no picture'))
    await notices.waitFor()
    await page.getByRole('link', { name: 'Senders' }).click()
    await notices.waitFor({ state: 'detached' })
    // The browser itself notes each answer of 422.
    assert.ok(complaints.splice(0).every(said => said.includes('422')))
  })

  test('the console had nothing to complain of on the whole way', () => assert.deepEqual(complaints, []))
})

/** What is so only once the page has drawn it. */
async function assertSoon(check: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      await check()
      return
    } catch {
      await new Promise(done => setTimeout(done, 100))
    }
  }
  await check()
}
