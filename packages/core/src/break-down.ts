/** Break-downs without small groups: what is said of four people is said of each of them. Pure. */

export interface Group {
  people: number
  registered: number
}

/** What is not named on its own. */
export interface SmallerGroups extends Group {
  groups: number
}

export interface BreakDown<G extends Group> {
  shown: readonly G[]
  /** Null where every group is shown. */
  smaller: SmallerGroups | null
}

/** A figure about fewer people than this tells of single ones. */
export const smallestShown = 5

/**
 * Puts groups of fewer than five people together. A single one that is missing could be told by taking the others from
 * the whole, and so could a handful of people: then the next smallest goes along, until at least two groups and five
 * people stand in that row or nothing else is left. The order of the others stays.
 */
export function hideSmall<G extends Group>(groups: readonly G[]): BreakDown<G> {
  const bySize = [...groups].sort((a, b) => a.people - b.people)
  let count = bySize.filter(group => group.people < smallestShown).length
  if (count === 0) return { shown: groups, smaller: null }
  while (count < bySize.length && (count < 2 || peopleIn(bySize.slice(0, count)) < smallestShown)) count++
  return putTogether(groups, new Set(bySize.slice(0, count)))
}

/** The largest `max` groups with everybody else together; what `hideSmall` put together already stays there. */
export function keepLargest<G extends Group>(all: BreakDown<G>, max: number): BreakDown<G> {
  const bySize = [...all.shown].sort((a, b) => b.people - a.people)
  const { shown, smaller } = putTogether(all.shown, new Set(bySize.slice(max)))
  return { shown, smaller: add(all.smaller, smaller) }
}

function putTogether<G extends Group>(groups: readonly G[], hidden: ReadonlySet<G>): BreakDown<G> {
  if (hidden.size === 0) return { shown: groups, smaller: null }
  const together = [...hidden]
  return {
    shown: groups.filter(group => !hidden.has(group)),
    smaller: {
      groups: together.length,
      people: peopleIn(together),
      registered: together.reduce((sum, group) => sum + group.registered, 0),
    },
  }
}

function add(a: SmallerGroups | null, b: SmallerGroups | null): SmallerGroups | null {
  if (a === null || b === null) return a ?? b
  return {
    groups: a.groups + b.groups,
    people: a.people + b.people,
    registered: a.registered + b.registered,
  }
}

function peopleIn(groups: readonly Group[]): number {
  return groups.reduce((sum, group) => sum + group.people, 0)
}
