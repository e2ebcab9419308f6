/** The console's pages on SharePoint: which lists there are, who wrote how much into them, and their rows. */
import { html } from 'hono/html'
import type { Author, List, Row, Site, WriteCount } from '../world/list-types.ts'
import type { World } from '../world/types.ts'
import { type Markup, renderCount, renderPager, renderSearch, renderTable, renderTime } from './layout.ts'
import { matcher, type Query, type Slice, slice } from './views.ts'

export interface ListLine {
  id: string
  displayName: string
  site: string
  rows: number
  byApplications: WriteCount
  byHand: WriteCount
}

export interface RowLine {
  id: number
  version: number
  fields: Row['fields']
  modifiedAt: Date
  modifiedBy: string
}

export interface ListView extends ListLine, Slice<RowLine> {
  columns: { name: string; type: string; indexed: boolean }[]
}

/** As many as fit beside each other; the others of a row open below its first. */
const shownColumnsMax = 3

export function readLists(world: World): { lists: ListLine[] } {
  const lists = [...world.sites.all.values()].flatMap(site =>
    [...site.lists.values()].map(list => toListLine(world, site, list)),
  )
  return { lists }
}

/** Null: no such list. */
export function readList(world: World, id: string, query: Query): ListView | null {
  const found = findList(world, id)
  if (found === null) return null
  const { site, list } = found
  const matches = matcher(query.search)
  const rows = world.sites.rowsOf(list).filter(row => matches(...Object.values(row.fields).map(String)))
  const own = list.columns.filter(({ isBuiltIn, name }) => !isBuiltIn || name === 'Title')
  return {
    ...toListLine(world, site, list),
    columns: own.map(({ name, facet, indexed }) => ({ name, type: facet.kind, indexed })),
    ...slice(rows, query, toRowLine),
  }
}

export function findList(world: World, id: string): { site: Site; list: List } | null {
  for (const site of world.sites.all.values()) {
    const list = site.lists.get(id)
    if (list !== undefined) return { site, list }
  }
  return null
}

function toListLine(world: World, site: Site, list: List): ListLine {
  return {
    id: list.id,
    displayName: list.displayName,
    site: site.webUrl,
    rows: list.count,
    byApplications: world.sites.countWrites(list),
    byHand: list.writes.get('byHand') ?? { created: 0, updated: 0, deleted: 0, unchanged: 0 },
  }
}

function toRowLine(row: Row): RowLine {
  const { id, version, fields, modifiedAt } = row
  return { id, version, fields, modifiedAt, modifiedBy: nameOf(row.modifiedBy) }
}

function nameOf(author: Author): string {
  return author.displayName === '' && author.kind === 'application' ? author.appId : author.displayName
}

export function renderLists(view: ReturnType<typeof readLists>): Markup {
  const rows = view.lists.map(list => [
    html`<a href="/lists/${list.id}">${list.displayName}</a>`,
    list.site,
    renderCount(list.rows),
    describeWrites(list.byApplications),
    describeWrites(list.byHand),
  ])
  return html`<h1>Lists</h1><p class="lead">What SharePoint holds, and who wrote it.</p>
${renderTable(['List', 'Site', 'Rows', 'By applications', 'By hand'], rows)}`
}

function describeWrites({ created, updated, deleted }: WriteCount): string {
  return `${renderCount(created)} made, ${renderCount(updated)} changed, ${renderCount(deleted)} deleted`
}

export function renderList(view: ListView): Markup {
  const path = `/lists/${view.id}`
  const shown = view.columns.slice(0, shownColumnsMax)
  const rows = view.items.map(row => [
    String(row.id),
    ...shown.map(({ name }, index) =>
      index === 0 ? renderFields(row, name) : String(row.fields[name] ?? ''),
    ),
    html`${renderTime(row.modifiedAt)}<br><span class="soft">version ${row.version}, ${row.modifiedBy}</span>`,
    html`<form method="post" action="${path}/rows/${row.id}/delete"><button class="quiet">Delete</button></form>`,
  ])
  return html`<h1>${view.displayName}</h1>
<p class="lead">${renderCount(view.rows)} rows in ${view.site} · ${view.id}<br>By applications: ${describeWrites(view.byApplications)}. By hand: ${describeWrites(view.byHand)}.</p>
${renderSearch(path, view.search, 'Anything in a row')}
${renderTable(['Id', ...shown.map(({ name }) => name), 'Last change', ''], rows)}${renderPager(path, view)}`
}

/** What stands in the first column, and behind it all that the row has. */
function renderFields(row: RowLine, first: string): Markup {
  const all = Object.entries(row.fields).map(([name, value]) => html`${name}: ${String(value)}<br>`)
  return html`<details><summary>${String(row.fields[first] ?? '(empty)')}</summary><span class="soft">${all}</span></details>`
}
