/** Two clicks that are one: whether something is under way is known only after the next drawing, and a hand is quicker. */

import { useRef } from 'react'

/** How far apart two clicks of one hand are at most when they are meant as one. */
const doubleClickMs = 500

/** Says of each click, in milliseconds of the page, whether it is one of its own. */
export function useOnce(): (event: { timeStamp: number }) => boolean {
  const lastAt = useRef(Number.NEGATIVE_INFINITY)
  return ({ timeStamp }) => {
    if (timeStamp - lastAt.current < doubleClickMs) return false
    lastAt.current = timeStamp
    return true
  }
}
