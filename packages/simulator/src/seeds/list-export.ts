/** A list as SharePoint's "Export to CSV" gives it: what people see, in the format of their region. */

import type { Column, FieldValue, List, Row } from '../world/list-types.ts'

export interface ExportOptions {
  /** Region of the site: how dates look and what Yes and No are called. */
  locale?: 'en-US' | 'en-GB' | 'de-DE'
  /** Of the site; UTC by default. */
  timeZone?: string
  /** "Export to CSV with schema": a first line that describes the columns. */
  withSchema?: boolean
  /** Names of the columns in the view that is exported; all of the list's own by default. */
  columns?: readonly string[]
}

const YES_NO = { 'en-US': ['Yes', 'No'], 'en-GB': ['Yes', 'No'], 'de-DE': ['Ja', 'Nein'] } as const

/** With the mark that tells Excel of UTF-8, every value in quotes, lines ended as on Windows. */
export function exportCsv(list: List, options: ExportOptions = {}): string {
  const columns = chooseColumns(list, options.columns)
  const show = createShow(options)
  const head = columns.map(({ displayName }) => quote(displayName)).join(',')
  const lines = list.rows
    .filter(row => row !== undefined)
    .map(row => columns.map(column => quote(show(column, row))).join(','))
  const schema = options.withSchema === true ? [composeSchema(columns)] : []
  return `\ufeff${[...schema, head, ...lines].join('\r\n')}\r\n`
}

function chooseColumns(list: List, names: readonly string[] | undefined): Column[] {
  const shown = list.columns.filter(({ isBuiltIn, name }) => !isBuiltIn || name === 'Title')
  if (names === undefined) return shown
  return names.flatMap(name => list.columns.find(column => column.name === name) ?? [])
}

function createShow(options: ExportOptions): (column: Column, row: Row) => string {
  const locale = options.locale ?? 'en-US'
  const [yes, no] = YES_NO[locale]
  const formats = { dateOnly: formatOf(options, false), dateTime: formatOf(options, true) }
  return (column, row) => {
    const value: FieldValue | Date | undefined = systemValueOf(column, row) ?? row.fields[column.name]
    if (value === undefined) return ''
    if (typeof value === 'boolean') return value ? yes : no
    if (column.facet.kind !== 'dateTime') return String(value)
    // Blanks that Intl puts before AM and PM are not the ones people and files use.
    return formats[column.facet.format]
      .format(new Date(value as string | Date))
      .replaceAll(/[\u202f,]/g, mark => (mark === ',' ? '' : ' '))
  }
}

function systemValueOf(column: Column, row: Row): Date | number | undefined {
  if (column.name === 'Created') return row.createdAt
  if (column.name === 'Modified') return row.modifiedAt
  return column.name === 'ID' ? row.id : undefined
}

function formatOf(options: ExportOptions, withTime: boolean): Intl.DateTimeFormat {
  const { locale = 'en-US', timeZone = 'UTC' } = options
  const digits = locale === 'en-US' ? 'numeric' : '2-digit'
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    year: 'numeric',
    month: digits,
    day: digits,
    ...(withTime ? { hour: locale === 'en-US' ? 'numeric' : '2-digit', minute: '2-digit' } : {}),
  })
}

const TYPES: Record<Column['facet']['kind'], string> = {
  text: 'Text',
  choice: 'Choice',
  boolean: 'Boolean',
  dateTime: 'DateTime',
  number: 'Number',
  personOrGroup: 'User',
  none: 'Computed',
}

function composeSchema(columns: readonly Column[]): string {
  const schemaXmlList = columns.map(
    ({ name, displayName, facet }) =>
      `<Field Name="${name}" StaticName="${name}" DisplayName="${displayName}" Type="${TYPES[facet.kind]}" />`,
  )
  return `ListSchema=${JSON.stringify({ schemaXmlList })}`
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
