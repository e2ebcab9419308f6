/** A dialog that closes gives the focus back to whatever had it, so that the keyboard goes on where it was. */

import { useEffect, useMemo } from 'react'

export function useFocusBack(isOpen = true): void {
  // While it is drawn for the first time; afterwards the dialog has taken the focus.
  const before = useMemo(() => (isOpen ? document.activeElement : null), [isOpen])
  useEffect(() => {
    if (!(before instanceof HTMLElement)) return
    return () => {
      // Its trap lets go of the focus only once it is out of the page.
      requestAnimationFrame(() => {
        const { activeElement, body } = document
        const isLost =
          activeElement === null ||
          activeElement === body ||
          activeElement.closest('[role$="dialog"]') !== null
        if (isLost && before.isConnected) before.focus()
      })
    }
  }, [before])
}
