/** Break-downs: groups that are so small that a figure would tell of a person are shown together, without their names. Pure. */

/** A group of fewer people is small: with four or less, colleagues know who is meant. */
export const smallGroupBelow = 5

/**
 * Tells the groups that may be shown from those that are to be summed up as "smaller groups"; both keep their order. One
 * small group alone would be told by what is missing from the whole, so the smallest of the others joins it until
 * those hidden are enough together.
 */
export function hideSmall<Group extends { people: number }>(
  groups: readonly Group[],
): { shown: readonly Group[]; hidden: readonly Group[] } {
  const bySize = groups.toSorted((a, b) => a.people - b.people)
  const small = bySize.filter(group => group.people < smallGroupBelow).length
  if (small === 0) return { shown: groups, hidden: [] }
  let together = 0
  const hidden = new Set(
    bySize.filter((group, index) => {
      const isHidden = index < small || together < smallGroupBelow
      if (isHidden) together += group.people
      return isHidden
    }),
  )
  return {
    shown: groups.filter(group => !hidden.has(group)),
    hidden: groups.filter(group => hidden.has(group)),
  }
}
