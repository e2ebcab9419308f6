/**
 * Which column of a list of the reference product is which: by its internal name or by the label that people see, of
 * either generation, or by what an operator says of a renamed one. Pure.
 */

/** What a row can say, in our words. */
export type ListField =
  | 'upn'
  | 'displayName'
  | 'status'
  | 'inGroup'
  | 'registration'
  | 'registeredAt'
  | 'clickedAt'
  | 'joinedAt'
  | 'invitedAt'
  | 'remindedAt'
  | 'checkedAt'
  | 'source'
  | 'batch'
  | 'token'
  | 'error'
  | 'reminders'
  | 'isEscalated'
  | 'escalatedAt'
  | 'openedAt'
  | 'department'
  | 'managerUpn'
  | 'objectId'
  | 'notes'

export interface KnownColumn {
  field: ListField
  /** As the reference product calls it. */
  name: string
  /** Columns that came with the later generation may be missing without a word. */
  generation: 1 | 2
  /** Other names that the same thing has been seen under; the column's own name and its words are known anyway. */
  also?: readonly string[]
}

/** Both generations, in the order of the documents. */
export const knownColumns: readonly KnownColumn[] = [
  { field: 'upn', name: 'Title', generation: 1, also: ['UPN', 'UserPrincipalName', 'User', 'Titel'] },
  { field: 'displayName', name: 'DisplayName_', generation: 1, also: ['Name'] },
  { field: 'status', name: 'InviteStatus', generation: 1, also: ['Status'] },
  { field: 'inGroup', name: 'InGroup', generation: 1, also: ['InMFAGroup'] },
  { field: 'registration', name: 'MFARegistrationState', generation: 1, also: ['RegistrationState'] },
  { field: 'registeredAt', name: 'MFARegistrationDate', generation: 1, also: ['RegistrationDate'] },
  { field: 'clickedAt', name: 'ClickedLinkDate', generation: 1, also: ['ClickedDate'] },
  { field: 'joinedAt', name: 'AddedToGroupDate', generation: 1 },
  { field: 'invitedAt', name: 'InviteSentDate', generation: 1, also: ['SentDate', 'InvitationSentDate'] },
  { field: 'remindedAt', name: 'LastReminderDate', generation: 1, also: ['ReminderDate'] },
  { field: 'checkedAt', name: 'LastChecked', generation: 1, also: ['LastCheckedDate'] },
  { field: 'source', name: 'Source', generation: 1 },
  { field: 'batch', name: 'SourceBatchId', generation: 1, also: ['BatchId', 'Batch'] },
  { field: 'token', name: 'TrackingToken', generation: 1, also: ['Token'] },
  { field: 'error', name: 'ErrorDetails', generation: 1, also: ['Error'] },
  { field: 'reminders', name: 'ReminderCount', generation: 2, also: ['RemindersSent'] },
  { field: 'isEscalated', name: 'EscalatedToManager', generation: 2, also: ['Escalated'] },
  { field: 'escalatedAt', name: 'EscalationDate', generation: 2, also: ['EscalatedDate'] },
  { field: 'openedAt', name: 'EmailOpenedDate', generation: 2, also: ['OpenedDate'] },
  { field: 'department', name: 'Department', generation: 2 },
  { field: 'managerUpn', name: 'ManagerUPN', generation: 2, also: ['Manager'] },
  {
    field: 'objectId',
    name: 'ObjectId',
    generation: 2,
    also: ['AzureADObjectId', 'EntraObjectId', 'UserId'],
  },
  { field: 'notes', name: 'Notes', generation: 2, also: ['Comments'] },
]

/** A column as the list has it. A CSV export knows the label alone. */
export interface ListedColumn {
  name: string
  label: string
}

export interface FoundColumn {
  field: ListField
  /** The reference product's name. */
  column: string
  /** The list's own. */
  listed: string
  /** Its place in the list's columns. */
  at: number
  /** Under another name than the reference product's. */
  isRenamed: boolean
}

export interface ColumnsFound {
  found: readonly FoundColumn[]
  /** Columns of the reference product's first generation that the list has not. */
  missing: readonly string[]
  /** Columns of the list that nobody knows: among them may be a renamed one. */
  unknown: readonly string[]
  /** Names in an operator's mapping that the list, or the reference product, has not. */
  unmapped: readonly string[]
}

/** List column → column of the reference product, as an operator says. */
export type ColumnMapping = Readonly<Record<string, string>>

/** What an operator says counts before a column's own name, and that before other names for the same thing. */
export function findColumns(listed: readonly ListedColumn[], mapping: ColumnMapping): ColumnsFound {
  const mapped = readMapping(listed, mapping)
  const taken = new Set<number>()
  const found: FoundColumn[] = []
  const take = (known: KnownColumn, at: number, isRenamed: boolean) => {
    taken.add(at)
    found.push({ field: known.field, column: known.name, listed: labelOf(listed[at]), at, isRenamed })
  }
  const open = () => knownColumns.filter(known => found.every(one => one.field !== known.field))
  for (const { known, at } of mapped.pairs) {
    if (!taken.has(at) && open().includes(known)) take(known, at, true)
  }
  for (const names of [(known: KnownColumn) => [known.name], (known: KnownColumn) => known.also ?? []]) {
    for (const known of open()) {
      const at = listed.findIndex((one, place) => !taken.has(place) && isNamed(one, names(known)))
      // A label with blanks in it is what the reference product's own set-up makes; only other words are a renaming.
      if (at !== -1) take(known, at, !isNamed(listed[at], [known.name]))
    }
  }
  return {
    found,
    missing: open().flatMap(known => (known.generation === 1 ? [known.name] : [])),
    unknown: listed.flatMap((one, at) => (taken.has(at) || isOfSharePoint(one) ? [] : [labelOf(one)])),
    unmapped: mapped.unmapped,
  }
}

function readMapping(listed: readonly ListedColumn[], mapping: ColumnMapping) {
  const pairs: { known: KnownColumn; at: number }[] = []
  const unmapped: string[] = []
  for (const [theirs, ours] of Object.entries(mapping)) {
    const at = listed.findIndex(one => isNamed(one, [theirs]))
    const known = knownColumns.find(column => keyOf(column.name) === keyOf(ours))
    if (at === -1) unmapped.push(theirs)
    else if (known === undefined) unmapped.push(ours)
    else pairs.push({ known, at })
  }
  return { pairs, unmapped }
}

function isNamed(column: ListedColumn | undefined, names: readonly string[]): boolean {
  if (column === undefined) return false
  const own = [keyOf(column.name), keyOf(column.label)]
  return names.some(name => own.includes(keyOf(name)))
}

function labelOf(column: ListedColumn | undefined): string {
  return column === undefined ? '' : column.label.trim() || column.name
}

/** Letters and digits alone: `Invite_x0020_Status`, `Invite Status` and `invitestatus` are one name. */
function keyOf(name: string): string {
  return name
    .replaceAll(/_x[0-9a-f]{4}_/gi, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** What every list has and an export brings along. */
const sharePointColumns: ReadonlySet<string> = new Set(
  [
    'ID',
    'Created',
    'Modified',
    'Created By',
    'Modified By',
    'Author',
    'Editor',
    'Attachments',
    'Item Type',
    'Path',
  ]
    .concat(['Content Type', 'ContentType', 'Compliance Asset Id', '_ColorTag', 'Color Tag', 'Version'])
    .map(keyOf),
)

function isOfSharePoint({ name, label }: ListedColumn): boolean {
  return sharePointColumns.has(keyOf(name)) || sharePointColumns.has(keyOf(label)) || keyOf(label) === ''
}
