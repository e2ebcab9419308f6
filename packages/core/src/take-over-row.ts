/** A row of a list of the reference product, read into what it claims, with what is wrong in its cells. Pure. */

import type { Cell } from './board.ts'
import type { FoundColumn, ListField } from './take-over-columns.ts'
import type { Finding } from './take-over-findings.ts'

export type ListedStatus = 'pending' | 'sent' | 'clicked' | 'addedToGroup' | 'active'

/** What a row says of somebody. Nothing of it is believed yet. */
export interface ListClaim {
  /** The line of the file, or the item's id. */
  row: number
  upn: string | null
  objectId: string | null
  status: ListedStatus | null
  inGroup: boolean
  /** Null where the list has no such cell. */
  isRegistered: boolean | null
  registeredAt: Date | null
  clickedAt: Date | null
  joinedAt: Date | null
  invitedAt: Date | null
  remindedAt: Date | null
  /** Null where the list does not count them. */
  reminders: number | null
  isEscalated: boolean
  escalatedAt: Date | null
  source: string | null
  batch: string | null
  token: string | null
  findings: readonly Finding[]
}

export type DateOrder = 'dayFirst' | 'monthFirst'

export interface RowReading {
  columns: readonly FoundColumn[]
  dateOrder: DateOrder
  /** What lies behind this has not happened yet. */
  now: Date
}

/** A name, a batch or a token longer than this is none. */
const textLengthMax = 400
/** Clocks of two systems and time zones of an export differ by less. */
const futureSlackMs = 26 * 60 * 60 * 1000

/** Reads the cells of a row, given in the order of the list's columns. */
export function readListRow(row: number, cells: readonly Cell[], reading: RowReading): ListClaim {
  const findings: Finding[] = []
  const place = new Map(reading.columns.map(column => [column.field, column]))
  const cellOf = (field: ListField): Cell => cells[place.get(field)?.at ?? -1] ?? null
  const textOf = (field: ListField) => readWords(cellOf(field))
  const note = (code: Finding['code'], field: ListField) => {
    findings.push({
      code,
      detail: `${place.get(field)?.listed ?? field}: ${shorten(readWords(cellOf(field)) ?? '')}`,
    })
  }
  const dateOf = (field: ListField): Date | null => {
    const text = textOf(field)
    if (text === null) return null
    const date = readDate(text, reading.dateOrder)
    const isFuture = date !== null && date.getTime() > reading.now.getTime() + futureSlackMs
    if (date === null || isFuture) note(isFuture ? 'dateInFuture' : 'dateUnreadable', field)
    return isFuture ? null : date
  }
  const isSaid = (field: ListField): boolean | null => {
    const said = readFlag(cellOf(field))
    if (said === 'unreadable') note('cellUnreadable', field)
    return said === 'unreadable' ? null : said
  }
  const statusText = textOf('status')
  const status = readStatus(statusText)
  if (statusText !== null && status === null) note('statusUnknown', 'status')
  const reminders = readCount(cellOf('reminders'))
  if (reminders === 'unreadable') note('cellUnreadable', 'reminders')
  const objectId = readObjectId(textOf('objectId'))
  if (objectId === null && textOf('objectId') !== null) note('cellUnreadable', 'objectId')
  if (textOf('error') !== null) note('errorNoted', 'error')
  const claim = {
    row,
    upn: textOf('upn')?.toLowerCase() ?? null,
    objectId,
    status,
    inGroup: isSaid('inGroup') ?? false,
    isRegistered: readRegistration(textOf('registration')),
    registeredAt: dateOf('registeredAt'),
    clickedAt: dateOf('clickedAt'),
    joinedAt: dateOf('joinedAt'),
    invitedAt: dateOf('invitedAt'),
    remindedAt: dateOf('remindedAt'),
    reminders: reminders === 'unreadable' ? null : reminders,
    isEscalated: isSaid('isEscalated') ?? false,
    escalatedAt: dateOf('escalatedAt'),
    source: textOf('source'),
    batch: textOf('batch'),
    token: textOf('token'),
  }
  if (claim.upn === null && claim.objectId === null) findings.push({ code: 'personMissing', detail: null })
  return { ...claim, findings: [...findings, ...judgeToken(claim.token)] }
}

const guid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

export type TokenKind = 'guid' | 'address' | 'other'

export function kindOfToken(token: string): TokenKind {
  if (guid.test(token)) return 'guid'
  return token.includes('@') ? 'address' : 'other'
}

/** A token is as good as a key, and may be an address: no word of a report shows it. */
function judgeToken(token: string | null): Finding[] {
  if (token === null) return [{ code: 'tokenMissing', detail: null }]
  const kind = kindOfToken(token)
  if (kind === 'guid') return []
  return [{ code: kind === 'address' ? 'tokenIsAddress' : 'tokenNotGuid', detail: null }]
}

function readWords(cell: Cell): string | null {
  if (cell === null) return null
  // An export guards cells that a spreadsheet would take for a formula.
  const text = String(cell)
    .trim()
    .replace(/^'(?=[=+\-@])/, '')
  return text === '' ? null : text.slice(0, textLengthMax)
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function readObjectId(text: string | null): string | null {
  return text !== null && guid.test(text) ? text.toLowerCase() : null
}

const statusOf: Readonly<Record<string, ListedStatus>> = {
  pending: 'pending',
  sent: 'sent',
  invited: 'sent',
  clicked: 'clicked',
  addedtogroup: 'addedToGroup',
  active: 'active',
  registered: 'active',
}

function readStatus(text: string | null): ListedStatus | null {
  return text === null ? null : (statusOf[text.toLowerCase().replaceAll(/[^a-z]/g, '')] ?? null)
}

function readRegistration(text: string | null): boolean | null {
  return text === null ? null : /^(registered|yes|true|1)$/i.test(text)
}

/** As SharePoint writes them in English, German and French, and as JSON has them. */
function readFlag(cell: Cell): boolean | null | 'unreadable' {
  if (typeof cell === 'boolean') return cell
  const text = readWords(cell)
  if (text === null) return null
  if (/^(true|yes|ja|oui|wahr|1)$/i.test(text)) return true
  return /^(false|no|nein|non|falsch|0)$/i.test(text) ? false : 'unreadable'
}

function readCount(cell: Cell): number | null | 'unreadable' {
  const text = readWords(cell)
  if (text === null) return null
  const count = Number(text)
  return Number.isInteger(count) && count >= 0 && count < 1_000 ? count : 'unreadable'
}

/** Day, month, year in either order, and a time; what an export writes by the site's own language. */
const written =
  /^(\d{1,4})[./-](\d{1,2})[./-](\d{2,4})(?:,?[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?m?\.?)?$/i
const iso = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** A time without a zone is read as UTC: hours do not matter to a cadence of days. Null for what is no date. */
export function readDate(text: string, order: DateOrder): Date | null {
  if (iso.test(text)) {
    const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text) && text.length > 10
    return validDate(new Date(hasZone || text.length === 10 ? text : `${text.replace(' ', 'T')}Z`))
  }
  const parts = written.exec(text)
  if (parts === null) return null
  const [a = 0, b = 0, year = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map(part => Number(part ?? 0))
  // With dots it is a day first wherever that is written; otherwise what the rest of the list shows.
  const isDayFirst = text.includes('.') || order === 'dayFirst'
  const [day, month] = isDayFirst ? [a, b] : [b, a]
  const half = parts[7]?.toLowerCase()
  const hours = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0)
  const whole = year < 100 ? 2000 + year : year
  const date = new Date(Date.UTC(whole, month - 1, day, hours, minute, second))
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hours < 24 && minute < 60
  return isReal ? validDate(date) : null
}

/** Before the product there was nothing to note; SharePoint's empty date of 1899 is none. */
function validDate(date: Date): Date | null {
  const year = date.getUTCFullYear()
  return Number.isNaN(date.getTime()) || year < 2010 || year > 2100 ? null : date
}

/** What a date shows of the order that its list is written in; null when it could be either. */
export function orderShownBy(text: string): DateOrder | null {
  const parts = written.exec(text.trim())
  if (parts === null) return null
  const [first, second] = [Number(parts[1]), Number(parts[2])]
  if (first > 12 && first <= 31) return 'dayFirst'
  return second > 12 ? 'monthFirst' : null
}
