/** What a plain table stands in: where it is wider than its card it scrolls by itself, by keyboard too, and shows that there is more. */

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { useTableStyles } from './table-styles.ts'

const useStyles = makeStyles({
  frame: { position: 'relative', marginInline: '-20px' },
  edge: {
    position: 'absolute',
    insetBlock: 0,
    width: '20px',
    pointerEvents: 'none',
    '@media print': { display: 'none' },
  },
  start: {
    left: 0,
    backgroundImage: `linear-gradient(to right, ${tokens.colorNeutralStroke1}, transparent)`,
  },
  end: { right: 0, backgroundImage: `linear-gradient(to left, ${tokens.colorNeutralStroke1}, transparent)` },
})

/** Fractions of a pixel are no way to scroll. */
const leastPx = 1

export function TableFrame({ children }: { children: ReactNode }) {
  const table = useTableStyles()
  const styles = useStyles()
  const scroller = useRef<HTMLDivElement>(null)
  const [more, setMore] = useState({ before: false, after: false })
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const look = () => {
      const left = element.scrollWidth - element.clientWidth - element.scrollLeft
      const before = element.scrollLeft > leastPx
      const after = left > leastPx
      setMore(old => (old.before === before && old.after === after ? old : { before, after }))
    }
    const observer = new ResizeObserver(look)
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [])
  const isWider = more.before || more.after
  return (
    <div className={styles.frame}>
      {/* What scrolls must be reachable by keyboard (WCAG 2.1.1); what does not would only be in the way. */}
      <div ref={scroller} className={table.scroll} {...(isWider ? { tabIndex: 0 } : {})}>
        {children}
      </div>
      {more.before && <div className={mergeClasses(styles.edge, styles.start)} aria-hidden />}
      {more.after && <div className={mergeClasses(styles.edge, styles.end)} aria-hidden />}
    </div>
  )
}
