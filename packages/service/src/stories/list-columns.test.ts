/** A list is shown as it was understood, another column can be chosen, and a workbook is a list like any other. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'
import { makeWorkbook } from '../testing/workbook.ts'

const story = createStoryTeller()

/** Hands in bytes as the portal does, and waits until they are worked. */
async function bring(
  told: Story,
  body: Uint8Array<ArrayBuffer>,
  query: { dryRun?: boolean; column?: number },
) {
  const { client } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  const { batch } = await client.importPeople({ params, query, body, fileName: 'list' })
  await told.stage.settle()
  return (await client.getBatch({ params: { batchId: batch.batchId } })).batch
}

const textOf = (text: string) => new TextEncoder().encode(text)

test('a trial says which column was taken for what, and shows the first rows as they stand in the file', async () => {
  await using told = await story()
  const { marisol, wei } = told.people
  const list = `Anzeigename;UPN;Raum\nMarisol;${marisol.userPrincipalName};4\nWei;${wei.userPrincipalName};\n`
  const { reading, state } = await bring(told, textOf(list), { dryRun: true })
  assert.equal(state, 'done')
  assert.equal(reading?.certainty, 'named')
  assert.deepEqual(
    reading?.columns.map(column => column.use),
    ['displayName', 'upn', null],
  )
  assert.deepEqual(reading?.rows[0], { line: 2, cells: ['Marisol', marisol.userPrincipalName, '4'] })
})

test('a column without a known name is guessed in a trial only; people are taken in once it is chosen', async () => {
  await using told = await story()
  const { marisol, wei } = told.people
  const list = textOf(`Wer;Kontakt\nMarisol;${marisol.userPrincipalName}\nWei;${wei.userPrincipalName}\n`)
  const tried = await bring(told, list, { dryRun: true })
  assert.deepEqual([tried.reading?.certainty, tried.counts.added], ['guessed', 2])
  const refused = await bring(told, list, {})
  assert.deepEqual([refused.state, refused.reading], ['refused', null])
  assert.match(refused.problem?.remedy ?? '', /--column/)
  const chosen = await bring(told, list, { column: 2 })
  assert.deepEqual([chosen.state, chosen.counts.added], ['done', 2])
})

test('a chosen column beyond the last is refused in words', async () => {
  await using told = await story()
  const tried = await bring(told, textOf('UPN,Name\nwei@contoso.example,Wei\n'), { dryRun: true, column: 9 })
  assert.deepEqual([tried.state, tried.problem?.detail], ['refused', 'There is no column 9.'])
})

test('a workbook is read from its first sheet with people, and each row keeps its number', async () => {
  await using told = await story()
  const { marisol, tomasz } = told.people
  const book = makeWorkbook({
    Cover: [[]],
    People: [
      ['Everybody of the first wave'],
      [],
      ['Display name', 'E-Mail', 'Since'],
      ['Marisol', marisol.mail, new Date('2024-05-01T00:00:00Z')],
      ['Tomasz', tomasz.userPrincipalName, null],
      ['Nobody', 'nobody@contoso.example', null],
    ],
  })
  const tried = await bring(told, book, { dryRun: true })
  assert.deepEqual([tried.state, tried.sheet, tried.problem], ['done', 'People', null])
  const { items } = await told.stage.client.listBatchRows({ params: { batchId: tried.batchId } })
  assert.deepEqual(items.map(row => [row.line, row.outcome]).slice(-3), [
    [4, 'added'],
    [5, 'skipped'],
    [6, 'invalid'],
  ])
})

test('a workbook with a plain header needs no choice, and is taken in', async () => {
  await using told = await story()
  const { marisol, wei } = told.people
  const book = makeWorkbook({ Sheet1: [['Email'], [marisol.mail], [wei.mail]] })
  const batch = await bring(told, book, {})
  assert.deepEqual([batch.state, batch.counts.added, batch.sheet], ['done', 2, 'Sheet1'])
})

test('what only looks like a workbook is refused with a way out', async () => {
  await using told = await story()
  const batch = await bring(told, new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 1, 2]), {})
  assert.deepEqual(
    [batch.state, batch.problem?.detail],
    ['refused', 'This file cannot be read as an Excel workbook (xlsx).'],
  )
})
