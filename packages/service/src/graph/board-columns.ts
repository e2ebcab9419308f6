/** Columns of a list between Graph's facets and the port's kinds (facts, section 11). */

import type { BoardList, ListColumn } from '@muster/core/board'
import { asList, asObject, type Json, textOf } from './answers.ts'

/** With the id by which Graph changes the column. */
export interface KnownColumn extends ListColumn {
  id: string
}

export interface KnownList extends BoardList {
  columns: readonly KnownColumn[]
}

/** A list that was asked for with its columns; those that SharePoint keeps for itself are left out. */
export function readList(list: Json): KnownList {
  return {
    id: textOf(list, 'id') ?? '',
    name: textOf(list, 'displayName') ?? textOf(list, 'name') ?? '',
    url: textOf(list, 'webUrl') ?? '',
    columns: asList(list.columns)
      .map(asObject)
      .filter(column => column.readOnly !== true && column.hidden !== true)
      .map(columnOf),
  }
}

function columnOf(column: Json): KnownColumn {
  const name = textOf(column, 'name') ?? ''
  const choices = asList(asObject(column.choice).choices)
  return {
    id: textOf(column, 'id') ?? '',
    name,
    label: textOf(column, 'displayName') ?? name,
    kind: kindOf(column),
    isIndexed: column.indexed === true,
    choices: choices.map(String),
  }
}

function kindOf(column: Json): ListColumn['kind'] {
  if (isThere(column.text)) return asObject(column.text).allowMultipleLines === true ? 'note' : 'text'
  for (const kind of ['choice', 'boolean', 'dateTime', 'number'] as const) {
    if (isThere(column[kind])) return kind
  }
  return 'other'
}

function isThere(facet: unknown): boolean {
  return facet !== undefined && facet !== null
}

/** A column as Graph is asked to make it. */
export function facetOf({ name, label, kind, isIndexed, choices }: ListColumn): Json {
  const facets: Readonly<Record<ListColumn['kind'], Json>> = {
    text: { text: {} },
    note: { text: { allowMultipleLines: true } },
    choice: { choice: { choices, allowTextEntry: false, displayAs: 'dropDownMenu' } },
    boolean: { boolean: {} },
    dateTime: { dateTime: { format: 'dateTime', displayAs: 'standard' } },
    number: { number: {} },
    other: { text: {} },
  }
  return {
    name,
    displayName: label,
    indexed: isIndexed,
    required: false,
    enforceUniqueValues: false,
    hidden: false,
    ...facets[kind],
  }
}
