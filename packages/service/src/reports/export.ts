/** Everybody in a campaign as a file: in the columns of the first seed exactly, or in ours. Streamed page by page. */

import type { Input } from '@muster/contract/routes'
import type { Level } from '@muster/core/methods'
import { statusLabels } from '@muster/core/mirror'
import { sql } from 'kysely'
import type { CampaignRow } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import { writeCursor } from '../http/cursor.ts'
import { type CsvCell, writeCsv } from './csv.ts'
import { errorOf, type PersonRow, selectPeople } from './people-columns.ts'
import { findPeople, keyOf } from './people-search.ts'

const pageRows = 1_000

type Column = readonly [name: string, cell: (row: PersonRow) => CsvCell]

/** The SharePoint list of the first seed, column by column. */
export const seedColumns: readonly Column[] = [
  ['Title', row => row.upn],
  ['DisplayName_', row => row.display_name],
  ['InviteStatus', row => statusLabels[row.status]],
  ['InGroup', row => (row.joined_at === null ? 'No' : 'Yes')],
  ['MFARegistrationState', row => (isRegistered(row) ? 'Registered' : 'Not Registered')],
  ['MFARegistrationDate', row => row.registered_at],
  ['ClickedLinkDate', row => row.confirmed_at],
  ['AddedToGroupDate', row => row.joined_at],
  ['InviteSentDate', row => row.invited_at],
  ['LastReminderDate', row => row.reminded_at],
  ['LastChecked', row => row.checked_at],
  ['Source', row => row.source],
  ['SourceBatchId', row => row.source_batch_id],
  ['TrackingToken', row => row.token],
  ['ErrorDetails', row => errorOf(row)],
]

/** How a file writes our levels. */
const levelWords: Readonly<Record<Level, string>> = {
  none: 'None',
  phone: 'Phone',
  mfa: 'MFA',
  phishingResistant: 'PhishingResistant',
  unknown: 'Unknown',
}

/** Our own, under names that a person reads and an import recognises. */
const fullColumns: readonly Column[] = [
  ['Object id', row => row.person_id],
  ['User principal name', row => row.upn],
  ['Mail', row => row.mail],
  ['Display name', row => row.display_name],
  ['Department', row => row.department],
  ['State', row => statusLabels[row.status]],
  ['Reason', row => row.aside?.reason ?? null],
  ['Detail', row => errorOf(row)],
  ['Excluded by', row => row.aside?.owner ?? null],
  ['Level', row => levelWords[row.level]],
  ['Registered at', row => row.registered_at],
  ['Registration seen by', row => row.registration_source],
  ['Registration lost at', row => row.lost_at],
  ['Enrolled at', row => row.enrolled_at],
  ['Invited at', row => row.invited_at],
  ['Reminders sent', row => row.reminders_accepted],
  ['Last reminder at', row => row.reminded_at],
  ['Manager told', row => (row.escalated_at === null ? 'No' : 'Yes')],
  ['Manager told at', row => row.escalated_at],
  ['Manager', row => row.manager_upn],
  ['Why the manager was not told', row => row.escalation_outcome],
  ['Followed link at', row => row.confirmed_at],
  ['Added to group at', row => row.joined_at],
  ['Last checked at', row => row.checked_at],
  ['Source', row => row.source],
  ['Batch', row => row.source_batch_id],
  ['Enrolment id', row => row.id],
]

function isRegistered(row: PersonRow): boolean {
  return row.registered_at !== null && row.lost_at === null
}

/** Chunks of a CSV with a byte-order mark, so that a spreadsheet reads the names right. */
export function exportPeople(
  db: Database,
  campaignId: string,
  shape: 'seed' | 'full',
): AsyncIterable<string> {
  const columns = shape === 'seed' ? seedColumns : fullColumns
  return writeCsv(cellsOf(db, campaignId, columns), {
    header: columns.map(([name]) => name),
    byteOrderMark: true,
  })
}

async function* cellsOf(
  db: Database,
  campaignId: string,
  columns: readonly Column[],
): AsyncGenerator<readonly CsvCell[]> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<PersonRow>`
      ${selectPeople} where enrolment.campaign_id = ${campaignId} and enrolment.id > ${after}
      order by enrolment.id limit ${pageRows}
    `.execute(db)
    const last = rows.at(-1)
    if (last === undefined) return
    for (const row of rows) yield columns.map(([, cell]) => cell(row))
    after = last.id
  }
}

/** Exactly the people of a search, in its order, in our columns. */
export function exportFound(
  db: Database,
  campaign: CampaignRow,
  filter: Input<'downloadPeople'>['body'],
): AsyncIterable<string> {
  return writeCsv(cellsOfFound(db, campaign, filter), {
    header: fullColumns.map(([name]) => name),
    byteOrderMark: true,
  })
}

async function* cellsOfFound(
  db: Database,
  campaign: CampaignRow,
  filter: Input<'downloadPeople'>['body'],
): AsyncGenerator<readonly CsvCell[]> {
  let cursor: string | undefined
  for (;;) {
    const rows = await findPeople(db, { campaign, filter }, { limit: pageRows, cursor })
    const last = rows.at(-1)
    if (last === undefined) return
    for (const row of rows) yield fullColumns.map(([, cell]) => cell(row))
    cursor = writeCursor(keyOf(last))
  }
}
