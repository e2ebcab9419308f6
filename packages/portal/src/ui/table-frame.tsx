/** What a plain table stands in: where it is wider than its card it scrolls by itself, by keyboard too. */

import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { useTableStyles } from './table-styles.ts'

export function TableFrame({ children }: { children: ReactNode }) {
  const styles = useTableStyles()
  const frame = useRef<HTMLDivElement>(null)
  const [isWider, setWider] = useState(false)
  useLayoutEffect(() => {
    const element = frame.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWider(element.scrollWidth > element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return (
    // What scrolls must be reachable by keyboard (WCAG 2.1.1); what does not would only be in the way.
    <div ref={frame} className={styles.scroll} {...(isWider ? { tabIndex: 0 } : {})}>
      {children}
    </div>
  )
}
