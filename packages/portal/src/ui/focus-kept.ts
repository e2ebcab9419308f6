/** A page that goes on to its next step takes the button away that had the focus; what comes instead gets it. */

import { type RefObject, useEffect, useRef } from 'react'

/** For an element with `tabIndex={-1}`. Nothing is done where the focus is somewhere, or when the page has just been opened. */
export function useFocusKept(step: string): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null)
  const before = useRef(step)
  useEffect(() => {
    if (before.current === step) return
    before.current = step
    if (document.activeElement === document.body) element.current?.focus()
  }, [step])
  return element
}
