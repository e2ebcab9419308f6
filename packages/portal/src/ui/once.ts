/** Two clicks that are one: whether something is under way is known only after the next drawing, and a hand is quicker. */

import { useEffect, useRef } from 'react'

/** How far apart two clicks of one hand are at most when they are meant as one. */
const doubleClickMs = 500

/** Says of each click, in milliseconds of the page, whether it is one of its own. A dialog that opens again begins anew. */
export function useOnce(isOpen = true): (event: { timeStamp: number }) => boolean {
  const lastAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    if (!isOpen) lastAt.current = Number.NEGATIVE_INFINITY
  }, [isOpen])
  return ({ timeStamp }) => {
    if (timeStamp - lastAt.current < doubleClickMs) return false
    lastAt.current = timeStamp
    return true
  }
}
