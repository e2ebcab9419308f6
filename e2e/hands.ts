/** What a person's hands do on a page: clicks and fields that are counted, and the way to a place by the Tab key alone. */

import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'

export interface Hands {
  clicks: number
  fields: number
  click(target: Locator): Promise<void>
  fill(field: Locator, text: string): Promise<void>
  choose(input: Locator, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void>
}

export function countingHands(): Hands {
  return {
    clicks: 0,
    fields: 0,
    async click(target) {
      this.clicks++
      await target.click()
    },
    async fill(field, text) {
      this.fields++
      await field.fill(text)
    },
    /** A click on the button and one in the system's own window. */
    async choose(input, file) {
      this.clicks += 2
      await input.setInputFiles(file)
    },
  }
}

/** No page has more places to stop at before the one that is looked for. */
const stopsMax = 80

/** Presses Tab until the element, or something in it, has the focus; fails when it cannot be reached. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let stops = 0; stops < stopsMax; stops++) {
    if (await target.evaluate(element => element.contains(element.ownerDocument.activeElement))) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the Tab key does not lead to ${target}`)
}
