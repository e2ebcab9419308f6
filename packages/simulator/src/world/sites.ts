/** The sites and lists of a simulated tenant, and the acts that change them. */

import { createBuiltInColumns, createColumn } from './columns.ts'
import type { Author, ColumnDraft, List, Site, SiteGrant, Sites, WriteCount } from './list-types.ts'
import { buildIndex, changeRow, insertRow, removeRow } from './rows.ts'
import type { Clock } from './types.ts'

export interface SitesOptions {
  clock: Clock
  newId: () => string
  /** The tenant's default domain; its first label names the SharePoint host. */
  domain: string
  tenantId: string
}

/** Whoever edits a list in the browser when a test does not say who. */
export const listOwner: Author = {
  kind: 'person',
  userId: null,
  displayName: 'Megan Bowen',
  email: 'megan.bowen@contoso.example',
}

export function createSites(options: SitesOptions): Sites {
  const { clock, newId } = options
  const hostname = `${options.domain.split('.')[0]}.sharepoint.com`
  const all = new Map<string, Site>()
  const add = (draft: { path: string; displayName: string }): Site => {
    const site = createSite({ ...draft, hostname, newId, at: clock.now() })
    all.set(site.id, site)
    return site
  }
  const root = add({ path: '', displayName: 'Communication site' })
  const siteAt = (path: string): Site | undefined => {
    const wanted = `/${path}`.replaceAll(/\/+/g, '/').replace(/\/$/, '').toLowerCase()
    return [...all.values()].find(site => site.path.toLowerCase() === wanted)
  }
  const writer = { now: () => clock.now(), newId }
  return {
    hostname,
    root,
    all,
    siteAt,
    addSite(draft) {
      if (siteAt(draft.path) !== undefined) throw new RangeError(`there is a site at ${draft.path}`)
      return add(draft)
    },
    grant: (site, draft) => grant(site, { displayName: '', ...draft }, options.tenantId),
    addList(site, draft, by = listOwner) {
      const list = createList({ ...draft, newId, by, at: clock.now() })
      site.lists.set(list.id, list)
      return list
    },
    listOf: (site, idOrTitle) => findList(site, idOrTitle),
    deleteList: (site, list) => void site.lists.delete(list.id),
    addColumn: (list, draft) => addColumn(list, draft, newId),
    changeColumn(list, column, changes) {
      const wasIndexed = column.indexed
      Object.assign(column, changes)
      list.version++
      if (column.indexed && !wasIndexed) buildIndex(list, column.name)
      if (!column.indexed) list.indexes.delete(column.name)
    },
    deleteColumn(list, column) {
      list.columns = list.columns.filter(known => known !== column)
      list.indexes.delete(column.name)
      list.version++
      for (const row of list.rows) delete row?.fields[column.name]
    },
    addRow: (list, fields, by = listOwner) => insertRow(writer, list, { fields, by }),
    editRow: (list, id, fields, by = listOwner) => changeRow(writer, list, { id, fields, by }),
    deleteRow: (list, id, by = listOwner) => removeRow(writer, list, { id, by }),
    rowsOf: list => list.rows.filter(row => row !== undefined),
    expireDeltas(list) {
      list.deltasSince = clock.now()
    },
    countWrites: list => countWrites(list),
  }
}

function createSite(draft: {
  path: string
  displayName: string
  hostname: string
  newId: () => string
  at: Date
}): Site {
  const { path, displayName, hostname, newId } = draft
  return {
    id: `${hostname},${newId()},${newId()}`,
    path,
    name: path.split('/').at(-1) ?? '',
    displayName,
    webUrl: `https://${hostname}${path}`,
    createdAt: draft.at,
    lists: new Map(),
    grants: new Map(),
    authors: new Map(),
  }
}

function grant(site: Site, draft: Omit<SiteGrant, 'id'>, tenantId: string): SiteGrant {
  // The form of ids in recorded answers: what SharePoint calls the application, in base64.
  const id = Buffer.from(`i:0i.t|ms.sp.ext|${draft.appId}@${tenantId}`).toString('base64url')
  const made = { ...draft, id }
  site.grants.set(id, made)
  return made
}

function createList(draft: {
  displayName: string
  description?: string
  columns?: ColumnDraft[]
  newId: () => string
  by: Author
  at: Date
}): List {
  const list: List = {
    id: draft.newId(),
    name: draft.displayName,
    displayName: draft.displayName,
    description: draft.description ?? '',
    createdAt: draft.at,
    createdBy: draft.by,
    modifiedAt: draft.at,
    modifiedBy: draft.by,
    version: 1,
    columns: createBuiltInColumns(draft.newId),
    rows: [],
    count: 0,
    indexes: new Map(),
    changes: [],
    deltasSince: null,
    writes: new Map(),
  }
  for (const column of draft.columns ?? []) addColumn(list, column, draft.newId)
  return list
}

function addColumn(list: List, draft: ColumnDraft, newId: () => string) {
  const column = createColumn(draft, newId())
  list.columns.push(column)
  list.version++
  if (column.indexed) buildIndex(list, column.name)
  return column
}

function findList(site: Site, idOrTitle: string): List | undefined {
  const wanted = idOrTitle.toLowerCase()
  const byId = site.lists.get(wanted)
  if (byId !== undefined) return byId
  return [...site.lists.values()].find(
    list => list.displayName.toLowerCase() === wanted || list.name.toLowerCase() === wanted,
  )
}

function countWrites(list: List): WriteCount {
  const total: WriteCount = { created: 0, updated: 0, deleted: 0, unchanged: 0 }
  for (const [who, count] of list.writes) {
    if (who === 'byHand') continue
    total.created += count.created
    total.updated += count.updated
    total.deleted += count.deleted
    total.unchanged += count.unchanged
  }
  return total
}
