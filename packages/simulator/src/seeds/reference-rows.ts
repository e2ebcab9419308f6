/** One row of the reference product's list: the dates that its status brings along, and what its defect does to them. */

import type { Fields } from '../world/list-types.ts'
import { drawId } from '../world/random.ts'
import type { User } from '../world/types.ts'
import { between, pick, type Random } from './chance.ts'
import type { Defect } from './reference-list.ts'

export type ReferenceStatus = 'Pending' | 'Sent' | 'Clicked' | 'AddedToGroup' | 'Active'

/** Who is in a row and how far they are. */
export interface RowDraft {
  user: User | null
  title: string
  name: string
  status: ReferenceStatus
  defect: Defect | null
  /** The row that this one doubles, as a whole or in its token. */
  twinOf: RowDraft | null
}

export interface RowScene {
  draft: RowDraft
  /** The token of the row that is doubled. */
  twinToken: string | null
  now: Date
  random: Random
  managerUpnOf: (user: User) => string
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** What people type into a line of text that was meant for a date. */
const UNREADABLE = ['n/a', 'last Tuesday', '31.02.2026', '2026-13-45', 'tbd']

/** Columns of both generations; who writes it keeps those that the list has. */
export function composeFields(scene: RowScene): Fields {
  const { draft, random } = scene
  const fields = composeSound(scene)
  switch (draft.defect) {
    case 'activeWithoutDate':
      return without(fields, 'MFARegistrationDate')
    case 'sentWithoutDate':
      return without(fields, 'InviteSentDate')
    case 'clickedWithoutDate':
      return without(fields, 'ClickedLinkDate')
    case 'pendingWithDates':
      return { ...fields, ...datesOf('Clicked', scene) }
    case 'tokenIsAddress':
      return { ...fields, TrackingToken: draft.title }
    case 'tokenEmpty':
      return without(fields, 'TrackingToken')
    case 'tokenDuplicate':
      return { ...fields, TrackingToken: scene.twinToken ?? '' }
    case 'duplicateOtherCase':
      return { ...fields, Title: draft.title.toUpperCase() }
    case 'dateUnreadable':
      return { ...fields, InviteSentDate: pick(random, UNREADABLE) }
    case 'trailingSpace':
      return { ...fields, Title: `${draft.title}${pick(random, [' ', '  ', '\u00a0'])}` }
    default:
      return fields
  }
}

function composeSound(scene: RowScene): Fields {
  const { draft, random, now } = scene
  const { user, status } = draft
  const reminders = status === 'Pending' ? 0 : Math.floor(random() * 3)
  const dates = datesOf(status, scene)
  const escalated = reminders === 2 && status !== 'Active'
  const remindedAt =
    reminders === 0
      ? {}
      : { LastReminderDate: write(new Date(now.getTime() - between(random, 1, 4) * DAY_MS)) }
  return {
    Title: draft.title,
    DisplayName_: draft.name,
    InviteStatus: status,
    InGroup: status === 'AddedToGroup' || status === 'Active',
    MFARegistrationState: status === 'Active' ? 'Registered' : 'Not Registered',
    ...dates,
    ...remindedAt,
    LastChecked: write(new Date(now.getTime() - between(random, 0, 1) * DAY_MS)),
    Source: pick(random, ['CSV Upload', 'CSV Upload', 'Manual']),
    SourceBatchId: `batch-${1 + Math.floor(random() * 12)}`,
    TrackingToken: drawId(random),
    ...(random() < 0.01 ? { ErrorDetails: 'Mail could not be sent: mailbox not found' } : {}),
    ReminderCount: reminders,
    EscalatedToManager: escalated,
    ...(escalated ? { EscalationDate: write(new Date(now.getTime() - between(random, 0, 1) * DAY_MS)) } : {}),
    ...(typeof dates.InviteSentDate === 'string' && random() < 0.5
      ? { EmailOpenedDate: dates.InviteSentDate }
      : {}),
    Department: user?.department ?? '',
    ManagerUPN: user === null ? '' : scene.managerUpnOf(user),
    ObjectId: user?.id ?? '',
    Notes: random() < 0.02 ? 'Is on leave.\nAsk again in spring.' : '',
  }
}

/** Each step has a moment, one after the other, all of them in the past. */
function datesOf(status: ReferenceStatus, { now, random }: RowScene): Fields {
  if (status === 'Pending') return {}
  const sentMs = now.getTime() - between(random, 20, 60) * DAY_MS
  const clickedMs = sentMs + between(random, 0.1, 10) * DAY_MS
  const addedMs = clickedMs + between(random, 1, 60) * 1_000
  const registeredMs = addedMs + between(random, 0.1, 72) * HOUR_MS
  const steps: [ReferenceStatus, string, number][] = [
    ['Sent', 'InviteSentDate', sentMs],
    ['Clicked', 'ClickedLinkDate', clickedMs],
    ['AddedToGroup', 'AddedToGroupDate', addedMs],
    ['Active', 'MFARegistrationDate', registeredMs],
  ]
  const reached = steps.findIndex(([step]) => step === status)
  return Object.fromEntries(
    steps.slice(0, reached + 1).map(([, name, atMs]) => [name, write(new Date(atMs))]),
  )
}

function without(fields: Fields, name: string): Fields {
  const { [name]: _, ...rest } = fields
  return rest
}

function write(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}
