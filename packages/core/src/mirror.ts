/**
 * What the mirror's list says of one person in one campaign: the columns of the reference product's list, exactly, and
 * what of a row has to be written so that it says so.
 */

import type { Cell, Cells, ListColumn } from './board.ts'
import type { Status } from './enrolment.ts'

/** How lists and exports write our words. */
export const statusLabels: Readonly<Record<Status, string>> = {
  pending: 'Pending',
  sent: 'Sent',
  clicked: 'Clicked',
  addedToGroup: 'AddedToGroup',
  active: 'Active',
  skipped: 'Skipped',
  failed: 'Failed',
  excluded: 'Excluded',
}

export const registrationLabels = { yes: 'Registered', no: 'Not Registered' } as const

const plain = { isIndexed: false, choices: [] } as const
const indexed = { isIndexed: true, choices: [] } as const

/**
 * With an index on what people filter by: a list of more than 5,000 rows answers no other question. SharePoint takes 20
 * indexes in a list.
 */
export const mirrorColumns: readonly ListColumn[] = (
  [
    ['Title', 'text', indexed],
    ['DisplayName_', 'text', plain],
    ['InviteStatus', 'choice', { isIndexed: true, choices: Object.values(statusLabels) }],
    ['InGroup', 'boolean', indexed],
    ['MFARegistrationState', 'choice', { isIndexed: true, choices: Object.values(registrationLabels) }],
    ['MFARegistrationDate', 'dateTime', indexed],
    ['ClickedLinkDate', 'dateTime', plain],
    ['AddedToGroupDate', 'dateTime', plain],
    ['InviteSentDate', 'dateTime', indexed],
    ['LastReminderDate', 'dateTime', indexed],
    ['LastChecked', 'dateTime', plain],
    ['Source', 'text', plain],
    ['SourceBatchId', 'text', indexed],
    ['TrackingToken', 'text', indexed],
    ['ErrorDetails', 'text', plain],
  ] as const
).map(([name, kind, rest]) => ({ name, label: name, kind, ...rest }))

/** What the list is about, whoever reads it. */
export interface MirroredPerson {
  upn: string
  displayName: string
  status: Status
  registeredAt: Date | null
  lostAt: Date | null
  confirmedAt: Date | null
  joinedAt: Date | null
  invitedAt: Date | null
  remindedAt: Date | null
  checkedAt: Date | null
  source: string
  sourceBatchId: string
  token: string
  /** What went wrong, in words; null when nothing did. */
  error: string | null
}

export interface MirrorPolicy {
  /** What becomes of the row of somebody who was excluded from the campaign. */
  leavers: 'remove' | 'mark'
  /** Whether the list has people's tokens: whoever may read it could then follow their links. */
  withToken: boolean
}

/** A cell of the kind `text` takes no more (facts, section 11). */
const textMax = 255
/**
 * A look at somebody that found nothing new is no reason to write: every row would be written every day, and would have
 * a version more. It is brought up to date together with the next change.
 */
const withOthersOnly: ReadonlySet<string> = new Set(['LastChecked'])

/** The row that somebody should have; null for none. */
export function mirroredCells(person: MirroredPerson, policy: MirrorPolicy): Cells | null {
  if (person.status === 'excluded' && policy.leavers === 'remove') return null
  const isRegistered = person.registeredAt !== null && person.lostAt === null
  return {
    Title: textCell(person.upn),
    DisplayName_: textCell(person.displayName),
    InviteStatus: statusLabels[person.status],
    InGroup: person.joinedAt !== null,
    MFARegistrationState: isRegistered ? registrationLabels.yes : registrationLabels.no,
    MFARegistrationDate: timeCell(person.registeredAt),
    ClickedLinkDate: timeCell(person.confirmedAt),
    AddedToGroupDate: timeCell(person.joinedAt),
    InviteSentDate: timeCell(person.invitedAt),
    LastReminderDate: timeCell(person.remindedAt),
    LastChecked: timeCell(person.checkedAt),
    Source: textCell(person.source),
    SourceBatchId: textCell(person.sourceBatchId),
    TrackingToken: policy.withToken ? person.token : null,
    ErrorDetails: person.error === null ? null : textCell(person.error),
  }
}

/** The cells to write so that a row that has `actual` says what is `wanted`; null when there is nothing to write. */
export function changedCells(wanted: Cells, actual: Cells): Cells | null {
  const changed = Object.entries(wanted).filter(([name, cell]) => !isSame(cell, actual[name] ?? null))
  return changed.every(([name]) => withOthersOnly.has(name)) ? null : Object.fromEntries(changed)
}

/** Of what a list has, the cells that the mirror writes. */
export function ownCells(cells: Cells): Cells {
  return Object.fromEntries(
    mirrorColumns.flatMap(({ name }) => {
      const cell = cells[name] ?? null
      return isEmpty(cell) ? [] : [[name, cell]]
    }),
  )
}

/** A new row: its empty cells need not be named. */
export function filledCells(cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([, cell]) => !isEmpty(cell)))
}

function isEmpty(cell: Cell): boolean {
  return cell === null || cell === ''
}

/** An empty text is none, and a box that nobody has ticked is not ticked. */
function isSame(one: Cell, other: Cell): boolean {
  const plainOf = (cell: Cell) => (isEmpty(cell) || cell === false ? null : cell)
  return plainOf(one) === plainOf(other)
}

function textCell(text: string): string {
  return text.length <= textMax ? text : `${text.slice(0, textMax - 1)}…`
}

/** A list keeps whole seconds. */
function timeCell(at: Date | null): string | null {
  return at === null ? null : `${at.toISOString().slice(0, 19)}Z`
}

export type ColumnFault =
  | { kind: 'missing'; column: string }
  /** There, and of a kind that cannot say what the mirror has to say. */
  | { kind: 'otherKind'; column: string; wanted: ListColumn['kind']; found: ListColumn['kind'] }
  | { kind: 'missingChoices'; column: string; choices: readonly string[] }

/** What keeps a list that is there already from being the mirror's. */
export function judgeColumns(found: readonly ListColumn[]): ColumnFault[] {
  const byName = new Map(found.map(column => [column.name, column]))
  return mirrorColumns.flatMap((wanted): ColumnFault[] => {
    const column = byName.get(wanted.name)
    if (column === undefined) return [{ kind: 'missing', column: wanted.name }]
    if (!canHold(wanted, column)) {
      return [{ kind: 'otherKind', column: wanted.name, wanted: wanted.kind, found: column.kind }]
    }
    const missing = wanted.choices.filter(choice => !column.choices.includes(choice))
    if (column.kind !== 'choice' || missing.length === 0) return []
    return [{ kind: 'missingChoices', column: wanted.name, choices: missing }]
  })
}

/** Text takes any word; longer text any text. */
function canHold(wanted: ListColumn, found: ListColumn): boolean {
  if (wanted.kind === found.kind) return true
  const isText = found.kind === 'text' || found.kind === 'note'
  return isText && (wanted.kind === 'text' || wanted.kind === 'choice')
}
