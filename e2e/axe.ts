/** What axe finds on a page by the rules of WCAG 2.2 AA and its own best practices. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  help: string
  nodes: { target: unknown; failureSummary?: string }[]
}

/** Brings axe into the page, evaluated and not added as an element: the page's policy lets no foreign script in. */
export async function createAxe(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(axeSource)
  return () => violationsOf(page)
}

/**
 * The marks by which Fluent's focus library (tabster) turns the Tab key around hand the focus on at once, which axe
 * cannot know.
 */
async function violationsOf(page: Page): Promise<string[]> {
  const found: Violation[] = await page.evaluate(
    "axe.run({ exclude: ['[data-tabster-dummy]'] }, { resultTypes: ['violations'] }).then(result => result.violations)",
  )
  return found.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(node => String(node.target)).join('\n  ')}`,
  )
}
