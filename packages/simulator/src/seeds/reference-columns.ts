/** The columns of the reference product's list, of its first and of its later generation. */

import { plainText } from '../world/columns.ts'
import type { ColumnDraft, Facet } from '../world/list-types.ts'

export type Generation = 'first' | 'later'

const moment: Facet = { kind: 'dateTime', format: 'dateTime', displayAs: 'default' }
const number: Facet = {
  kind: 'number',
  decimalPlaces: 'none',
  displayAs: 'number',
  minimum: null,
  maximum: null,
}
const longText: Facet = { ...plainText, allowMultipleLines: true, linesForEditing: 6, maxLength: 63_999 }

function choice(...choices: string[]): Facet {
  return { kind: 'choice', choices, allowTextEntry: false, displayAs: 'dropDownMenu' }
}

/** As the first generation's page on its list names them, besides `Title`, which every list has. */
const first: readonly ColumnDraft[] = [
  { name: 'DisplayName_', displayName: 'DisplayName', facet: plainText },
  {
    name: 'InviteStatus',
    facet: choice('Pending', 'Sent', 'Clicked', 'AddedToGroup', 'Active'),
    indexed: true,
  },
  { name: 'InGroup', facet: { kind: 'boolean' } },
  { name: 'MFARegistrationState', facet: choice('Registered', 'Not Registered') },
  { name: 'MFARegistrationDate', facet: moment },
  { name: 'ClickedLinkDate', facet: moment },
  { name: 'AddedToGroupDate', facet: moment },
  { name: 'InviteSentDate', facet: moment },
  { name: 'LastReminderDate', facet: moment },
  { name: 'LastChecked', facet: moment },
  { name: 'Source', facet: plainText },
  { name: 'SourceBatchId', facet: plainText },
  { name: 'TrackingToken', facet: plainText, indexed: true },
  { name: 'ErrorDetails', facet: plainText },
]

const later: readonly ColumnDraft[] = [
  ...first,
  { name: 'ReminderCount', facet: number },
  { name: 'EscalatedToManager', facet: { kind: 'boolean' } },
  { name: 'EscalationDate', facet: moment },
  { name: 'EmailOpenedDate', facet: moment },
  { name: 'Department', facet: plainText },
  { name: 'ManagerUPN', facet: plainText },
  { name: 'ObjectId', facet: plainText },
  { name: 'Notes', facet: longText },
]

export interface ColumnWishes {
  generation: Generation
  /** `text` for a list whose dates somebody made as lines of text. */
  dates: 'dateTime' | 'text'
  /** Left out, by name. */
  missing: readonly string[]
  /** Name → the name it has instead. */
  renamed: Readonly<Record<string, string>>
}

export function referenceColumns(wishes: ColumnWishes): ColumnDraft[] {
  return (wishes.generation === 'later' ? later : first)
    .filter(({ name }) => !wishes.missing.includes(name))
    .map(column => ({
      ...column,
      name: wishes.renamed[column.name] ?? column.name,
      displayName: wishes.renamed[column.name] ?? column.displayName ?? column.name,
      facet: wishes.dates === 'text' && column.facet.kind === 'dateTime' ? plainText : column.facet,
    }))
}
