/** A dialog that closes gives the focus back to whatever had it, so that the keyboard goes on where it was. */

import { useEffect, useMemo } from 'react'

export function useFocusBack(isOpen = true): void {
  // While it is drawn for the first time; afterwards the dialog has taken the focus.
  const before = useMemo(() => (isOpen ? openerOf(document.activeElement) : null), [isOpen])
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
        if (!isLost) return
        // What opened it may be gone by what it did: Pause has become Resume.
        const next = before.isConnected ? before : document.querySelector('h1')
        next?.focus({ preventScroll: !before.isConnected })
      })
    }
  }, [before])
}

/** An entry of a menu is gone with the menu; the button that opened it names it. */
function openerOf(active: Element | null): Element | null {
  const button = active?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  return button == null ? active : document.getElementById(button)
}
