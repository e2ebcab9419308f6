/**
 * What SharePoint holds in a simulated tenant: sites, lists, columns, rows, and who may. Plain state, read and changed
 * through `Sites`. Property names follow Microsoft Graph v1.0 where Graph has a word for the thing.
 */

/** Who did something: an application with its own token, or a person in the browser. */
export type Author =
  | { kind: 'application'; appId: string; displayName: string }
  | { kind: 'person'; userId: string | null; displayName: string; email: string }

export type SiteRole = 'read' | 'write' | 'owner' | 'fullcontrol'

/** What `Sites.Selected` opens for one application. */
export interface SiteGrant {
  id: string
  appId: string
  displayName: string
  roles: SiteRole[]
}

export interface Site {
  /** `{hostname},{site collection},{web}`. */
  id: string
  /** `/sites/it-security`; empty for the root site. */
  path: string
  name: string
  displayName: string
  webUrl: string
  createdAt: Date
  lists: Map<string, List>
  grants: Map<string, SiteGrant>
  /** What `AuthorLookupId` counts: everybody who ever did something in the site, in order. */
  authors: Map<string, number>
}

/** Exactly one per column, with its settings as Graph names them. */
export type Facet =
  | {
      kind: 'text'
      allowMultipleLines: boolean
      appendChangesToExistingText: boolean
      linesForEditing: number
      maxLength: number
    }
  | { kind: 'choice'; choices: string[]; allowTextEntry: boolean; displayAs: string }
  | { kind: 'boolean' }
  | { kind: 'dateTime'; format: 'dateOnly' | 'dateTime'; displayAs: string }
  | {
      kind: 'number'
      decimalPlaces: string
      displayAs: string
      minimum: number | null
      maximum: number | null
    }
  | { kind: 'personOrGroup'; allowMultipleSelection: boolean; chooseFromType: string; displayAs: string }
  /** Of system columns that Graph shows without a type. */
  | { kind: 'none' }

export interface Column {
  id: string
  /** As the API calls it; fixed once the column is there. */
  name: string
  displayName: string
  description: string
  facet: Facet
  indexed: boolean
  required: boolean
  enforceUniqueValues: boolean
  hidden: boolean
  readOnly: boolean
  /** One of SharePoint's own, `Title` included: it can neither be deleted nor made again. */
  isBuiltIn: boolean
  defaultValue: string | null
}

/** What a column is made of, before SharePoint fills in the rest. */
export type ColumnDraft = Pick<Column, 'name' | 'facet'> & Partial<Omit<Column, 'id' | 'name' | 'facet'>>

/** Dates are `2026-09-07T08:00:00Z`. An empty field is absent. */
export type FieldValue = string | number | boolean
export type Fields = Record<string, FieldValue>

export interface Row {
  /** Running number in the list, from 1. */
  id: number
  /** The GUID in its ETag. */
  uniqueId: string
  /** Each write makes one. */
  version: number
  fields: Fields
  createdAt: Date
  createdBy: Author
  modifiedAt: Date
  modifiedBy: Author
  /** How many of its versions applications made, the first included. */
  writesByApplications: number
}

export interface WriteCount {
  created: number
  updated: number
  deleted: number
  /** Of those updated, how many said what was there already. */
  unchanged: number
}

export interface List {
  id: string
  /** Its part of the web address. */
  name: string
  displayName: string
  description: string
  createdAt: Date
  createdBy: Author
  modifiedAt: Date
  modifiedBy: Author
  version: number
  columns: Column[]
  /** By id; a hole where a row was deleted. Row 1 is at index 1. */
  rows: (Row | undefined)[]
  /** How many rows are not deleted. */
  count: number
  /** Column name → key of a value → ids of the rows that have it; for indexed columns only. */
  indexes: Map<string, Map<string, Set<number>>>
  /** Ids of rows as they were created, changed or deleted; a delta token is a position in it. */
  changes: number[]
  /** Delta tokens from before that moment are dead. */
  deltasSince: Date | null
  /** Writes of rows, for an auditor: per application id, and `byHand`. */
  writes: Map<string, WriteCount>
}

/** SharePoint of one tenant. Every act is stamped with the tenant's clock; nothing is judged here, Graph's face judges. */
export interface Sites {
  /** `contoso.sharepoint.com` */
  readonly hostname: string
  readonly root: Site
  /** By id, the root site first. */
  readonly all: Map<string, Site>
  /** Throws when there is one at the path. */
  addSite(site: { path: string; displayName: string }): Site
  /** By server-relative path, case aside. */
  siteAt(path: string): Site | undefined
  /** Opens the site to an application with `Sites.Selected`; another grant to the same application replaces its roles. */
  grant(site: Site, grant: { appId: string; displayName?: string; roles: SiteRole[] }): SiteGrant
  addList(
    site: Site,
    list: { displayName: string; description?: string; columns?: ColumnDraft[] },
    by?: Author,
  ): List
  /** By id or title, case aside. */
  listOf(site: Site, idOrTitle: string): List | undefined
  deleteList(site: Site, list: List): void
  addColumn(list: List, draft: ColumnDraft): Column
  /** Fills or drops the index as `indexed` says. */
  changeColumn(list: List, column: Column, changes: Partial<Omit<Column, 'id' | 'name'>>): void
  /** With its values. */
  deleteColumn(list: List, column: Column): void
  addRow(list: List, fields: Fields, by?: Author): Row
  /** `null` empties a field. Throws for a row that is not there. */
  editRow(list: List, id: number, fields: Record<string, FieldValue | null>, by?: Author): Row
  deleteRow(list: List, id: number, by?: Author): void
  /** All rows there are, in order of their ids. */
  rowsOf(list: List): Row[]
  /** All delta tokens issued so far answer 410 from now on. */
  expireDeltas(list: List): void
  /** Writes of rows by all applications together; what people did by hand is not in it. */
  countWrites(list: List): WriteCount
}
