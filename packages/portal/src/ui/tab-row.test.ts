/** Tabs stand in rows that break: Fluent's bare list of them is used in one place. */

import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { test } from 'node:test'

const source = new URL('..', import.meta.url)

test('Nora on her phone sees every tab of every page, for each list of tabs is a row that breaks', async () => {
  const bare: string[] = []
  for await (const file of glob('**/*.tsx', { cwd: source.pathname })) {
    const text = await readFile(new URL(file, source), 'utf8')
    if (/<TabList\b/.test(text)) bare.push(file)
  }
  assert.deepEqual(bare, ['ui/tab-row.tsx'])
})
