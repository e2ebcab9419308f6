/** Two clicks that are one: whether something is under way is known only after the next drawing, and a hand is quicker. */

import { useEffect, useRef } from 'react'

/** How far apart two clicks of one hand are at most when they are meant as one. */
const doubleClickMs = 500

/** Says of each click, in milliseconds of the page, whether it is one of its own; it begins anew whenever `about` changes. */
export function useOnce(about: unknown = null): (event: { timeStamp: number }) => boolean {
  const lastAt = useRef(Number.NEGATIVE_INFINITY)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the clicks are about is not read, only whether it is another
  useEffect(() => {
    lastAt.current = Number.NEGATIVE_INFINITY
  }, [about])
  return ({ timeStamp }) => {
    if (timeStamp - lastAt.current < doubleClickMs) return false
    lastAt.current = timeStamp
    return true
  }
}
