/**
 * The port Board: lists of a SharePoint site, as a mirror writes them and a take-over reads them. Values of cells are
 * what JSON has; a time is ISO 8601 text in UTC. An expected answer is a value; only bugs throw.
 */

import type { NoAnswer, Refusal } from './ports.ts'

export type Cell = string | number | boolean | null
export type Cells = Readonly<Record<string, Cell>>

export interface Site {
  id: string
  /** Where people open it. */
  url: string
  name: string
}

export interface ListColumn {
  /** What the API calls it; fixed once made. */
  name: string
  /** What people see, and a CSV export has as its header. */
  label: string
  kind: 'text' | 'note' | 'choice' | 'boolean' | 'dateTime' | 'number' | 'other'
  isIndexed: boolean
  /** Of a choice. */
  choices: readonly string[]
}

export interface BoardList {
  id: string
  name: string
  url: string
  /** The columns that can be written, `Title` among them. */
  columns: readonly ListColumn[]
}

export interface ListPlace {
  siteId: string
  listId: string
}

export interface ListRow {
  itemId: string
  /** Changes with every change of the row; null when the other side did not say. */
  etag: string | null
  /** Empty cells are left out by the other side, so a column that is not here is null. */
  cells: Cells
  /** Whether an application wrote the row first, and not somebody by hand; null when the other side did not say. */
  isByApp: boolean | null
}

export type RowWrite =
  | { kind: 'add'; cells: Cells }
  /** Only the cells that change. With an etag it is refused when the row is no longer that one. */
  | { kind: 'change'; itemId: string; etag: string | null; cells: Cells }
  | { kind: 'remove'; itemId: string }

export type RowOutcome =
  /** `etag` null: not told. */
  | { kind: 'written'; itemId: string; etag: string | null }
  /** Somebody else changed the row meanwhile: read it, then decide again. */
  | { kind: 'conflict' }
  /** There is no such row. */
  | { kind: 'absent' }
  /** Certainly not done: again later. */
  | { kind: 'later'; reason: string; retryAt: Date | null }
  /** It may have been done or not. Changing and removing may be repeated; what was added is looked for first. */
  | { kind: 'unknown'; reason: string }
  | Refusal

/** Graph takes 20 requests in one batch. */
export const rowsWrittenMax = 20

export interface RowsPage {
  kind: 'page'
  rows: readonly ListRow[]
  /** Null after the last page. */
  cursor: string | null
}

export interface RowChangesPage {
  kind: 'page'
  /** Rows that are new or have changed, as they are now. */
  rows: readonly ListRow[]
  removedIds: readonly string[]
  /** Hand this in to go on; opaque. */
  cursor: string
  /** No more for now: the cursor asks for what changes from here on. */
  isLast: boolean
}

export interface Board {
  /** By the address that a browser shows, e.g. `https://contoso.sharepoint.com/sites/it-security`. */
  findSite(address: string): Promise<{ kind: 'site'; site: Site } | { kind: 'absent' } | NoAnswer | Refusal>
  /** By the name that people see. */
  findList(
    siteId: string,
    name: string,
  ): Promise<{ kind: 'list'; list: BoardList } | { kind: 'absent' } | NoAnswer | Refusal>
  /** An empty list with these columns beside `Title`, whose own index is asked for where it is among them. */
  createList(
    siteId: string,
    wanted: { name: string; description: string; columns: readonly ListColumn[] },
  ): Promise<{ kind: 'list'; list: BoardList } | { kind: 'nameTaken' } | NoAnswer | Refusal>
  addColumn(place: ListPlace, column: ListColumn): Promise<{ kind: 'added' } | NoAnswer | Refusal>
  /** Every row with these cells, page by page. */
  readRows(
    place: ListPlace,
    asked: { columns: readonly string[]; cursor: string | null },
  ): Promise<RowsPage | { kind: 'absent' } | NoAnswer | Refusal>
  /** One row as it is now. */
  readRow(
    place: ListPlace,
    itemId: string,
  ): Promise<{ kind: 'row'; row: ListRow } | { kind: 'absent' } | NoAnswer | Refusal>
  /**
   * The rows, at most `rowsFoundMax`, whose cell is this text. `notFilterable`: the list cannot be asked so, because the
   * column has no index or too many rows answer; asking again does not mend it.
   */
  findRows(
    place: ListPlace,
    asked: { column: string; value: string },
  ): Promise<{ kind: 'rows'; rows: readonly ListRow[] } | { kind: 'notFilterable' } | NoAnswer | Refusal>
  /** All rows at first (cursor null), what changed since later; `latest` asks for a cursor that begins now. */
  readChanges(
    place: ListPlace,
    cursor: string | null,
  ): Promise<RowChangesPage | { kind: 'startOver' } | { kind: 'absent' } | NoAnswer | Refusal>
  /** One outcome per write, in the order given; at most `rowsWrittenMax`. */
  write(place: ListPlace, writes: readonly RowWrite[]): Promise<readonly RowOutcome[]>
}

/** The cursor of `readChanges` that passes over everything there is. */
export const fromNowOn = 'latest'
/** Several rows of one person are a fault that one looks at; more than these are no answer to a question. */
export const rowsFoundMax = 50
