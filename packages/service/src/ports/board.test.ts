/** What the port Board promises: lists found and made, each write with an outcome of its own, pages and changes read to their end. */

import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { type Board, fromNowOn, type ListPlace, rowsWrittenMax } from '@muster/core/board'
import { judgeColumns, mirrorColumns } from '@muster/core/mirror'
import {
  addRow,
  drawName,
  hello,
  indexTitle,
  makeList,
  promiseOnSite,
  readAll,
  readChanges,
  seedList,
  siteOf,
  writeOne,
} from './board-stage.ts'
import { type OpenStage, type PortStage, promiseArranged, setRoles } from './stage.ts'
import { drawId, holdEverywhere, useBox } from './stages.ts'
import { holdUnanswered } from './unanswered-suite.ts'

/** Beyond it SharePoint answers no question about a list, however it is asked. */
const thresholdRows = 5_000
const role = 'Sites.Manage.All'

function suite(open: OpenStage): void {
  promiseOnSite(
    'a site is found by its address, and one that is not there is absent',
    open,
    async (stage, siteUrl) => {
      const { board } = stage.connection
      const found = await board.findSite(siteUrl)
      assert.ok(found.kind === 'site', JSON.stringify(found))
      assert.equal(found.site.url.toLowerCase(), siteUrl.toLowerCase())
      assert.notEqual(found.site.name, '')
      assert.deepEqual(await board.findSite(`${siteUrl}-${drawId()}`), { kind: 'absent' })
      assert.deepEqual(await board.findList(found.site.id, drawName()), { kind: 'absent' })
    },
  )

  promiseOnSite(
    'a list is made with its columns, choices and indexes, found by its name, and its name is taken then',
    open,
    async (stage, siteUrl) => {
      const { board } = stage.connection
      const siteId = await siteOf(stage, siteUrl)
      const wanted = {
        name: drawName(),
        description: 'Made by a test; may be deleted',
        columns: mirrorColumns,
      }
      const made = await board.createList(siteId, wanted)
      assert.ok(made.kind === 'list', JSON.stringify(made))
      const found = await board.findList(siteId, wanted.name)
      assert.ok(found.kind === 'list', JSON.stringify(found))
      assert.equal(found.list.id, made.list.id)
      assert.match(found.list.url, /^https:/)
      assert.deepEqual(judgeColumns(found.list.columns), [])
      const indexed = found.list.columns.filter(column => column.isIndexed).map(column => column.name)
      for (const column of mirrorColumns) assert.equal(indexed.includes(column.name), column.isIndexed)
      assert.deepEqual(await board.createList(siteId, wanted), { kind: 'nameTaken' })
    },
  )

  promiseOnSite('a column can be added to a list that is there', open, async (stage, siteUrl) => {
    const { board } = stage.connection
    const siteId = await siteOf(stage, siteUrl)
    const name = drawName()
    const made = await board.createList(siteId, { name, description: '', columns: [] })
    assert.ok(made.kind === 'list', JSON.stringify(made))
    const [, , status] = mirrorColumns
    assert.ok(status !== undefined)
    const added = await board.addColumn({ siteId, listId: made.list.id }, status)
    assert.deepEqual(added, { kind: 'added' })
    const found = await board.findList(siteId, name)
    assert.ok(found.kind === 'list', JSON.stringify(found))
    assert.deepEqual(found.list.columns.find(column => column.name === status.name)?.choices, status.choices)
  })

  promiseOnSite(
    'a row is added, changed cell by cell, and removed; its etag goes on with each change',
    open,
    async (stage, siteUrl) => {
      const { board } = stage.connection
      const place = await makeList(stage, siteUrl)
      const { itemId, etag } = await addRow(board, place)
      const changed = await writeOne(board, place, {
        ...{ kind: 'change', itemId, etag },
        cells: { InviteStatus: 'Sent', InviteSentDate: '2026-11-02T08:00:00Z' },
      })
      assert.ok(changed.kind === 'written', JSON.stringify(changed))
      const read = await board.readRow(place, itemId)
      assert.ok(read.kind === 'row', JSON.stringify(read))
      assert.equal(read.row.cells.Title, hello.Title)
      assert.equal(read.row.cells.InviteStatus, 'Sent')
      assert.equal(read.row.cells.InviteSentDate, '2026-11-02T08:00:00Z')
      assert.equal(read.row.isByApp, true)
      assert.notEqual(read.row.etag, etag)
      const emptied = { kind: 'change', itemId, etag: null, cells: { InviteSentDate: null } } as const
      assert.equal((await writeOne(board, place, emptied)).kind, 'written')
      const again = await board.readRow(place, itemId)
      assert.equal(again.kind === 'row' && again.row.cells.InviteSentDate, undefined)
      assert.equal((await writeOne(board, place, { kind: 'remove', itemId })).kind, 'written')
      assert.deepEqual(await board.readRow(place, itemId), { kind: 'absent' })
    },
  )

  promiseOnSite(
    'a change with an etag of before conflicts and changes nothing; without one it is made',
    open,
    async (stage, siteUrl) => {
      const { board } = stage.connection
      const place = await makeList(stage, siteUrl)
      const { itemId } = await addRow(board, place)
      const before = await board.readRow(place, itemId)
      assert.ok(before.kind === 'row' && before.row.etag !== null, JSON.stringify(before))
      const change = (cells: Record<string, string>, etag: string | null) =>
        writeOne(board, place, { kind: 'change', itemId, etag, cells })
      assert.equal((await change({ InviteStatus: 'Sent' }, before.row.etag)).kind, 'written')
      assert.deepEqual(await change({ InviteStatus: 'Active' }, before.row.etag), { kind: 'conflict' })
      const now = await board.readRow(place, itemId)
      assert.equal(now.kind === 'row' && now.row.cells.InviteStatus, 'Sent')
      assert.equal((await change({ InviteStatus: 'Active' }, null)).kind, 'written')
    },
  )

  promiseOnSite(
    'of many writes each has an outcome, in the order given; what is not there is absent and fails no other',
    open,
    async (stage, siteUrl) => {
      const { board } = stage.connection
      const place = await makeList(stage, siteUrl)
      const { itemId } = await addRow(board, place)
      assert.deepEqual(await board.write(place, []), [])
      const nobodys = '999999'
      const outcomes = await board.write(place, [
        { kind: 'change', itemId: nobodys, etag: null, cells: { Source: 'x' } },
        { kind: 'add', cells: { ...hello, Title: 'somebody.else@contoso.example' } },
        { kind: 'remove', itemId: nobodys },
        { kind: 'change', itemId, etag: null, cells: { NoSuchColumn: 'x' } },
        { kind: 'change', itemId, etag: null, cells: { Source: 'x' } },
      ])
      assert.deepEqual(
        outcomes.map(outcome => outcome.kind),
        ['absent', 'written', 'absent', 'refused', 'written'],
      )
      const many = Array.from({ length: rowsWrittenMax + 1 }, () => ({ kind: 'remove', itemId }) as const)
      await assert.rejects(board.write(place, many), RangeError)
    },
  )

  promiseOnSite('of a list that is not there everything is absent', open, async (stage, siteUrl) => {
    const { board } = stage.connection
    const place = { siteId: await siteOf(stage, siteUrl), listId: drawId() }
    const absent = { kind: 'absent' }
    assert.deepEqual(await board.readRows(place, { columns: ['Title'], cursor: null }), absent)
    assert.deepEqual(await board.readChanges(place, null), absent)
    assert.deepEqual(await writeOne(board, place, { kind: 'add', cells: hello }), absent)
  })

  promiseOnSite(
    'rows are found by an indexed column, quotes and all; by one without an index they cannot be',
    open,
    async (stage, siteUrl) => {
      const { board } = stage.connection
      const place = await makeList(stage, siteUrl)
      const title = "miles.o'brien@contoso.example"
      const added = await writeOne(board, place, { kind: 'add', cells: { ...hello, Title: title } })
      await addRow(board, place)
      const found = await board.findRows(place, { column: 'Title', value: title })
      assert.ok(found.kind === 'rows', JSON.stringify(found))
      assert.deepEqual(
        found.rows.map(row => row.itemId),
        [added.kind === 'written' ? added.itemId : ''],
      )
      const none = await board.findRows(place, { column: 'Title', value: 'nobody@contoso.example' })
      assert.deepEqual(none, { kind: 'rows', rows: [] })
      const unasked = await board.findRows(place, { column: 'Source', value: 'x' })
      assert.deepEqual(unasked, { kind: 'notFilterable' })
    },
  )

  promiseOnSite(
    'changes are what is there, then what was added, changed or removed since; or only what follows from now on',
    open,
    async (stage, siteUrl) => {
      const { board } = stage.connection
      const place = await makeList(stage, siteUrl)
      const kept = await addRow(board, place)
      const gone = await addRow(board, place)
      const first = await readChanges(board, place, null)
      assert.deepEqual(first.rows.map(row => row.itemId).sort(), [kept.itemId, gone.itemId].sort())
      const now = await readChanges(board, place, fromNowOn)
      assert.deepEqual(now.rows, [])
      await writeOne(board, place, {
        kind: 'change',
        itemId: kept.itemId,
        etag: null,
        cells: { Source: 'x' },
      })
      await writeOne(board, place, { kind: 'remove', itemId: gone.itemId })
      for (const { cursor } of [first, now]) {
        const next = await readChanges(board, place, cursor)
        assert.deepEqual(
          next.rows.map(row => [row.itemId, row.cells.Source]),
          [[kept.itemId, 'x']],
        )
        assert.deepEqual(next.removedIds, [gone.itemId])
        assert.deepEqual((await readChanges(board, place, next.cursor)).rows, [])
      }
    },
  )

  promiseArranged(
    'beyond 5,000 rows with the same value there is no answer to wait for',
    open,
    async ({ connection }, arranged) => {
      const { place, list } = seedList(arranged, 0)
      indexTitle(arranged, list)
      const { sites } = arranged.box.tenant.world
      for (let rows = 0; rows <= thresholdRows; rows++) sites.addRow(list, { Title: 'the same' })
      sites.addRow(list, { Title: 'another' })
      const many = await connection.board.findRows(place, { column: 'Title', value: 'the same' })
      assert.deepEqual(many, { kind: 'notFilterable' })
      const one = await connection.board.findRows(place, { column: 'Title', value: 'another' })
      assert.equal(one.kind === 'rows' && one.rows.length, 1)
    },
  )

  promiseArranged(
    'who wrote a row by hand is told from an application; a cursor that is too old starts over',
    open,
    async ({ connection }, arranged) => {
      const { place, list } = seedList(arranged, 2)
      const { cursor, rows } = await readChanges(connection.board, place, null)
      assert.deepEqual(
        rows.map(row => row.isByApp),
        [false, false],
      )
      arranged.box.tenant.world.sites.expireDeltas(list)
      assert.deepEqual(await connection.board.readChanges(place, cursor), { kind: 'startOver' })
    },
  )

  promiseArranged(
    'an added row whose answer is lost is of unknown fate, and is there; one that was throttled is certainly not',
    open,
    async ({ connection, now }, arranged) => {
      const { place } = seedList(arranged, 0)
      const { faults } = arranged.box.tenant
      const add = () => writeOne(connection.board, place, { kind: 'add', cells: { Title: 'Wei' } })
      faults.next({ family: 'lists', method: 'POST', path: '/items', status: 504, afterAct: true })
      assert.equal((await add()).kind, 'unknown')
      assert.equal((await readAll(connection.board, place)).length, 1)
      faults.next({ family: 'lists', method: 'POST', path: '/items', status: 429, retryAfterSeconds: 40 })
      const later = await add()
      assert.ok(later.kind === 'later', JSON.stringify(later))
      assert.deepEqual(later.retryAt, new Date(now().getTime() + 40_000))
    },
  )

  promiseArranged(
    'without the permission a write is refused with its code',
    open,
    async ({ connection }, arranged) => {
      const { place } = seedList(arranged, 0)
      setRoles(arranged, roles => [...roles.filter(one => one !== role), 'Domain.Read.All'])
      const outcome = await writeOne(connection.board, place, { kind: 'add', cells: { Title: 'Wei' } })
      assert.ok(outcome.kind === 'refused', JSON.stringify(outcome))
      assert.equal(outcome.code, 'accessDenied')
    },
  )

  promisePages(open)

  const common = { family: 'lists', tries: 3, needs: { roles: [role], code: 'accessDenied' } } as const
  const onList = (
    call: (board: Board, place: ListPlace) => Promise<{ kind: string }>,
  ): ((stage: PortStage) => Promise<{ kind: string } | undefined>) => {
    return async ({ connection, arranged }) =>
      arranged === null ? undefined : call(connection.board, seedList(arranged, 1).place)
  }
  for (const call of [
    {
      ...{ ...common, name: 'findSite', good: 'site' },
      make: s => s.connection.board.findSite(s.siteUrl ?? ''),
    },
    {
      ...{ ...common, name: 'findList', good: 'list' },
      make: onList((board, { siteId, listId }) => board.findList(siteId, listId)),
    },
    {
      ...{ ...common, name: 'createList', good: 'list', tries: 1 },
      make: onList((board, { siteId }) =>
        board.createList(siteId, { name: drawName(), description: '', columns: [] }),
      ),
    },
    {
      ...{ ...common, name: 'readRows', good: 'page' },
      make: onList((board, place) => board.readRows(place, { columns: ['Title'], cursor: null })),
    },
    {
      ...{ ...common, name: 'readRow', good: 'row' },
      make: onList((board, place) => board.readRow(place, '1')),
    },
    {
      ...{ ...common, name: 'readChanges', good: 'page' },
      make: onList((board, place) => board.readChanges(place, null)),
    },
  ] satisfies Parameters<typeof holdUnanswered>[0][]) {
    holdUnanswered(call, open)
  }
}

function promisePages(open: OpenStage): void {
  promiseArranged(
    'rows and changes of several pages are read to their end, each row once',
    open,
    async ({ connection }, arranged) => {
      const { place } = seedList(arranged, 2_300)
      const rows = await readAll(connection.board, place)
      assert.equal(new Set(rows.map(row => row.itemId)).size, 2_300)
      assert.equal(rows.length, 2_300)
      assert.equal(rows[0]?.cells.Title, 'Person 0')
      const changes = await readChanges(connection.board, place, null)
      assert.equal(new Set(changes.rows.map(row => row.itemId)).size, 2_300)
    },
  )
}

holdEverywhere('Board', suite, { roles: [role] })

describe('Board, of a tenant whose pages lead to SharePoint itself', () =>
  promisePages(useBox({ roles: [role], foreignNextLinks: true })))
