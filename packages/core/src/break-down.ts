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
 * Tells the groups that may be shown from those of fewer than five people. A single one that is missing could be told by
 * taking the others from the whole, and so could a handful of people: then the next smallest goes along, until at least
 * two groups and five people are hidden or nothing else is left. Both keep their order.
 */
export function tellSmall<G extends { people: number }>(
  groups: readonly G[],
): { shown: readonly G[]; hidden: readonly G[] } {
  const bySize = groups.toSorted((a, b) => a.people - b.people)
  let count = bySize.filter(group => group.people < smallestShown).length
  if (count === 0) return { shown: groups, hidden: [] }
  while (count < bySize.length && (count < 2 || peopleIn(bySize.slice(0, count)) < smallestShown)) count++
  const hidden = new Set(bySize.slice(0, count))
  return {
    shown: groups.filter(group => !hidden.has(group)),
    hidden: groups.filter(group => hidden.has(group)),
  }
}

/** Puts the groups together that `tellSmall` hides. */
export function hideSmall<G extends Group>(groups: readonly G[]): BreakDown<G> {
  return putTogether(groups, new Set(tellSmall(groups).hidden))
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

function peopleIn(groups: readonly { people: number }[]): number {
  return groups.reduce((sum, group) => sum + group.people, 0)
}
