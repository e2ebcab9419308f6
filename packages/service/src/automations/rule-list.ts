/** A rule's list as a file: the two columns of the second seed, or with what else is known. Streamed page by page. */

import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { type CsvCell, writeCsv } from '../reports/csv.ts'

const pageRows = 1_000

interface ListedRow {
  id: string
  upn: string | null
  display_name: string | null
  mail: string | null
  person_id: string | null
  activity: string
  event_at: Date
  listed_at: Date
  comm_sent_at: Date | null
  acts: string | null
  problem: string | null
}

type Column = readonly [name: string, cell: (row: ListedRow) => CsvCell]

/** The SharePoint list of the second seed: who was met, and whether they were written to. */
const seedColumns: readonly Column[] = [
  ['userPrincipalName', row => row.upn ?? row.person_id],
  ['CommSent', row => (row.comm_sent_at === null ? 'No' : 'Yes')],
]

const fullColumns: readonly Column[] = [
  ...seedColumns,
  ['CommSentAt', row => row.comm_sent_at],
  ['displayName', row => row.display_name],
  ['mail', row => row.mail],
  ['objectId', row => row.person_id],
  ['activity', row => row.activity],
  ['happenedAt', row => row.event_at],
  ['listedAt', row => row.listed_at],
  ['acts', row => row.acts],
  ['problem', row => row.problem],
]

export function exportList(db: Database, ruleId: string, shape: 'seed' | 'full'): AsyncIterable<string> {
  const columns = shape === 'seed' ? seedColumns : fullColumns
  return writeCsv(cellsOf(db, ruleId, columns), {
    header: columns.map(([name]) => name),
    byteOrderMark: true,
  })
}

async function* cellsOf(
  db: Database,
  ruleId: string,
  columns: readonly Column[],
): AsyncGenerator<readonly CsvCell[]> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<ListedRow>`
      select entry.id, person.upn, person.display_name, person.mail, entry.person_id, entry.activity, entry.event_at,
             entry.listed_at, told.*
      from rule_entry as entry
      left join person on person.tenant_id = entry.tenant_id and person.id = entry.person_id
      cross join lateral (
        select min(settled_at) filter (where kind in ('mail', 'mailAddresses') and state = 'done') as comm_sent_at,
               string_agg(action_key || ': ' || state, '; ' order by action_key, target, number) as acts,
               string_agg(outcome, '; ' order by action_key, target, number) filter (where state <> 'done') as problem
        from rule_act where rule_act.entry_id = entry.id
      ) as told
      where entry.rule_id = ${ruleId} and entry.state = 'listed' and entry.id > ${after}
      order by entry.id limit ${pageRows}
    `.execute(db)
    const last = rows.at(-1)
    if (last === undefined) return
    for (const row of rows) yield columns.map(([, cell]) => cell(row))
    after = last.id
  }
}
