/** When a page has come to rest: nothing is asked, nothing loads, nothing moves, and what follows from all that is drawn. */

import type { Page } from 'playwright-core'

const loading = '.fui-Skeleton, .fui-SkeletonItem, .fui-Spinner'
/** Looks in a row, each after a turn of the page's own timers and a frame, that find everything as it was. */
const quietLooks = 4

/**
 * Runs in the page. A look comes after a timer and a frame, so what was put off to a later turn (a measured width, a
 * list that is drawn in its second pass) has had its turn on a machine of any speed. What turns for ever, a spinner,
 * is told by its element.
 */
const settle = `new Promise(done => {
  let quiet = 0
  const watch = new MutationObserver(() => { quiet = 0 })
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  const look = () => {
    const isMoving = document.getAnimations().some(one => one.playState === 'running' && one.effect?.getTiming().iterations !== Infinity)
    quiet = isMoving || document.querySelector('${loading}') !== null ? 0 : quiet + 1
    if (quiet < ${quietLooks}) return next()
    watch.disconnect()
    done()
  }
  const next = () => setTimeout(() => requestAnimationFrame(look), 20)
  next()
})`

/** Waits; a page that never rests lets the caller's time-out speak. */
export async function rest(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await page.evaluate(settle)
}
