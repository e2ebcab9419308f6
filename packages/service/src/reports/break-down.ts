/** People of a campaign by what they have in common: the largest groups one by one, the others together. */

import type { Output } from '@muster/contract/routes'
import { type Status, statuses } from '@muster/core/enrolment'
import type { Database } from '../db/database.ts'
import { countOf, type Figure, readLargest } from './tallies.ts'

type Counts = Output<'campaignStatus'>['counts']

/** What people are broken down by; the names of the figures, too. */
export type BrokenDownBy = 'batch' | 'department' | 'country' | 'manager'

export interface Group {
  /** Null: the people of whom it is not known, or who have none. */
  key: string | null
  people: number
  counts: Counts
}

export interface BreakDown {
  /** The largest first. */
  groups: readonly Group[]
  /** Everybody in groups that are too many to be shown. */
  rest: Omit<Group, 'key'>
}

export async function readBreakDown(
  db: Database,
  campaignId: string,
  { by, max }: { by: BrokenDownBy; max: number },
): Promise<BreakDown> {
  const figures = await readLargest(db, campaignId, { figure: by, max })
  const rows = figures.filter(({ figure }) => figure === by)
  const groups = [...Map.groupBy(rows, row => row.key)].map(([key, group]): Group => {
    const counts = countsOf(
      group.flatMap(({ part, people }) => (isStatus(part) ? [{ status: part, people }] : [])),
    )
    return { key: key === '' ? null : key, people: sumOf(counts), counts }
  })
  return { groups, rest: restOf(groups, figures) }
}

function restOf(groups: readonly Group[], figures: readonly Figure[]): BreakDown['rest'] {
  const all = countOf(figures, 'status')
  const counts = countsOf(
    statuses.map(status => {
      const shown = groups.reduce((total, group) => total + group.counts[status], 0)
      return { status, people: (all.get(status) ?? 0) - shown }
    }),
  )
  return { counts, people: sumOf(counts) }
}

function isStatus(word: string): word is Status {
  return statuses.some(status => status === word)
}

export function countsOf(rows: readonly { status: Status; people: number }[]): Counts {
  const counts = {
    pending: 0,
    sent: 0,
    clicked: 0,
    addedToGroup: 0,
    active: 0,
    skipped: 0,
    failed: 0,
    excluded: 0,
  }
  for (const row of rows) counts[row.status] += row.people
  return counts
}

export function sumOf(counts: Counts): number {
  return statuses.reduce((total, status) => total + counts[status], 0)
}
