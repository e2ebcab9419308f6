/** What the suite of the port Board asks with: lists made in the site or by hand, rows written one by one, pages read to their end. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Board, ListPlace, ListRow, RowChangesPage, RowOutcome, RowWrite } from '@muster/core/board'
import { mirrorColumns } from '@muster/core/mirror'
import type { List } from '@muster/simulator/world/list-types'
import type { Arranged, OpenStage, PortStage } from './stage.ts'
import { drawId } from './stages.ts'

/** More pages than a test's list has. */
const pagesMax = 200

export const drawName = () => `Muster promise ${drawId()}`
export const hello = { Title: 'wei.chen@contoso.example', InviteStatus: 'Pending', InGroup: false }

/** A promise that holds anywhere where lists may be made. */
export function promiseOnSite(
  name: string,
  open: OpenStage,
  hold: (stage: PortStage, siteUrl: string) => Promise<void>,
): void {
  test(name, async context => {
    const stage = await open()
    if (stage.siteUrl === null) context.skip('the live tenant names no siteUrl')
    else await hold(stage, stage.siteUrl)
  })
}

export async function siteOf({ connection }: PortStage, siteUrl: string): Promise<string> {
  const found = await connection.board.findSite(siteUrl)
  assert.ok(found.kind === 'site', JSON.stringify(found))
  return found.site.id
}

export async function makeList(stage: PortStage, siteUrl: string): Promise<ListPlace> {
  const siteId = await siteOf(stage, siteUrl)
  const made = await stage.connection.board.createList(siteId, {
    name: drawName(),
    description: 'Made by a test; may be deleted',
    columns: mirrorColumns,
  })
  assert.ok(made.kind === 'list', JSON.stringify(made))
  return { siteId, listId: made.list.id }
}

export async function writeOne(board: Board, place: ListPlace, write: RowWrite): Promise<RowOutcome> {
  const [outcome] = await board.write(place, [write])
  assert.ok(outcome !== undefined)
  return outcome
}

export async function addRow(
  board: Board,
  place: ListPlace,
): Promise<{ itemId: string; etag: string | null }> {
  const outcome = await writeOne(board, place, { kind: 'add', cells: hello })
  assert.ok(outcome.kind === 'written', JSON.stringify(outcome))
  return outcome
}

export async function readAll(board: Board, place: ListPlace): Promise<ListRow[]> {
  const rows: ListRow[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < pagesMax; pages++) {
    const page = await board.readRows(place, { columns: ['Title'], cursor })
    assert.ok(page.kind === 'page', JSON.stringify(page))
    rows.push(...page.rows)
    cursor = page.cursor
    if (cursor === null) return rows
  }
  throw new Error('the pages have no end')
}

export async function readChanges(
  board: Board,
  place: ListPlace,
  from: string | null,
): Promise<RowChangesPage> {
  const rows: ListRow[] = []
  const removedIds: string[] = []
  let cursor = from
  for (let pages = 0; pages < pagesMax; pages++) {
    const page = await board.readChanges(place, cursor)
    assert.ok(page.kind === 'page', JSON.stringify(page))
    rows.push(...page.rows)
    removedIds.push(...page.removedIds)
    cursor = page.cursor
    if (page.isLast) return { kind: 'page', rows, removedIds, cursor, isLast: true }
  }
  throw new Error('the changes have no end')
}

/** A list with so many rows that somebody made by hand. */
export function seedList({ box }: Arranged, rows: number): { place: ListPlace; list: List } {
  const { sites } = box.tenant.world
  const list = sites.addList(box.site, { displayName: drawName() })
  for (let at = 0; at < rows; at++) sites.addRow(list, { Title: `Person ${at}` })
  return { place: { siteId: box.site.id, listId: list.id }, list }
}

export function indexTitle({ box }: Arranged, list: List): void {
  const title = list.columns.find(column => column.name === 'Title')
  assert.ok(title !== undefined)
  box.tenant.world.sites.changeColumn(list, title, { indexed: true })
}
