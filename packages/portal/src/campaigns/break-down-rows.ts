/** The rows of a break-down: named groups in the order asked for, small ones together, and last what has no name. Pure. */

import type { Output } from '@muster/contract/routes'
import { tellSmall } from '@muster/core/break-down'
import { askedOf } from './asked.ts'

type BreakDown = Output<'campaignBreakDown'>
type Counts = BreakDown['none']['counts']

export const sortings = ['people', 'name', 'share'] as const
export type Sorting = (typeof sortings)[number]

/** `group` leads to its people; the others cannot be searched for. */
export type Row = { people: number; asked: number; counts: Counts } & (
  | { kind: 'group'; key: string; name: string | null }
  | { kind: 'none' }
  | { kind: 'small' }
  | { kind: 'others' }
)

interface Wanted {
  sorting: Sorting
  isDescending: boolean
  isHidingSmall: boolean
  language: string
}

export function rowsOf(breakDown: BreakDown, wanted: Wanted): readonly Row[] {
  const { none, others } = breakDown
  const all: Row[] = breakDown.groups.map(group => ({
    kind: 'group',
    ...group,
    asked: askedOf(group.counts),
  }))
  if (none.people > 0) all.push({ kind: 'none', ...none, asked: askedOf(none.counts) })
  const { shown, hidden } = wanted.isHidingSmall ? tellSmall(all) : { shown: all, hidden: [] }
  const named = shown.filter(row => row.kind === 'group').sort(compare(wanted))
  return [
    ...named,
    ...shown.filter(row => row.kind === 'none'),
    ...(hidden.length === 0 ? [] : [sumUp('small', hidden)]),
    ...(others.people === 0 ? [] : [{ kind: 'others' as const, ...others, asked: askedOf(others.counts) }]),
  ]
}

type Named = Extract<Row, { kind: 'group' }>

function compare({ sorting, isDescending, language }: Wanted): (a: Named, b: Named) => number {
  const byName = (a: Named, b: Named) => (a.name ?? a.key).localeCompare(b.name ?? b.key, language)
  const sign = isDescending ? -1 : 1
  const first = (a: Named, b: Named) => {
    if (sorting === 'name') return byName(a, b)
    if (sorting === 'people') return a.asked - b.asked
    return shareOf(a) - shareOf(b)
  }
  return (a, b) => sign * first(a, b) || byName(a, b)
}

/** Of a group of which nobody is asked, nobody is missing. */
function shareOf({ counts, asked }: Row): number {
  return counts.active / Math.max(1, asked)
}

function sumUp(kind: 'small', rows: readonly Row[]): Row {
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
  // Object.keys forgets the key type, which the object itself states.
  for (const status of Object.keys(counts) as (keyof Counts)[]) {
    counts[status] = rows.reduce((total, row) => total + row.counts[status], 0)
  }
  return { kind, people: rows.reduce((total, row) => total + row.people, 0), asked: askedOf(counts), counts }
}
