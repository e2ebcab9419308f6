/** The frame of a page: its heading, which takes the focus on arrival, its actions, and cards for what it shows. */

import { makeStyles, mergeClasses, Subtitle2, tokens, typographyStyles } from '@fluentui/react-components'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTexts } from '../texts/use-texts.tsx'

const useStyles = makeStyles({
  above: { marginBottom: tokens.spacingVerticalS, overflowWrap: 'anywhere' },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalM,
    marginBottom: tokens.spacingVerticalXL,
  },
  titles: {
    flexGrow: 1,
    minWidth: 'min(100%, 280px)',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalXS,
  },
  title: {
    ...typographyStyles.title2,
    margin: 0,
    outlineStyle: 'none',
    overflowWrap: 'anywhere',
  },
  lead: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  card: {
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    padding: '16px 20px 20px',
    minWidth: 0,
    '@media print': { padding: '8px 14px 12px', borderRadius: 0 },
  },
  cardHead: {
    display: 'flex',
    gap: tokens.spacingHorizontalM,
    alignItems: 'center',
    justifyContent: 'space-between',
    minHeight: '32px',
    marginBottom: tokens.spacingVerticalS,
  },
  cardTitle: { margin: 0, overflowWrap: 'anywhere' },
  grid: {
    display: 'grid',
    alignContent: 'start',
    gap: '16px',
    gridTemplateColumns: 'minmax(0, 1fr)',
    '@media print': { gap: '10px' },
  },
  wide: { '@media (min-width: 1080px)': { gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr)' } },
  even: {
    '@media (min-width: 880px)': { gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)' },
    '@media print': { gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)' },
  },
})

interface PageProps {
  title: string
  lead?: ReactNode
  above?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

export function Page({ title, lead, above, actions, children }: PageProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t.product}`
  }, [title, t])
  // A keyboard or a screen reader begins at the new page, not where the old one was left.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <>
      {above !== undefined && <div className={styles.above}>{above}</div>}
      <div className={styles.head}>
        <div className={styles.titles}>
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {lead !== undefined && <div className={styles.lead}>{lead}</div>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </>
  )
}

interface CardProps {
  title: string
  aside?: ReactNode
  children: ReactNode
}

export function Card({ title, aside, children }: CardProps) {
  const styles = useStyles()
  const id = useId()
  return (
    <section className={styles.card} aria-labelledby={id}>
      <div className={styles.cardHead}>
        <Subtitle2 as="h2" id={id} className={styles.cardTitle}>
          {title}
        </Subtitle2>
        {aside}
      </div>
      {children}
    </section>
  )
}

/** Cards beside one another where there is room; `wide` gives the first two thirds of it. */
export function Cards({ layout, children }: { layout: 'wide' | 'even' | 'stack'; children: ReactNode }) {
  const styles = useStyles()
  const extra = { wide: styles.wide, even: styles.even, stack: undefined }[layout]
  return <div className={mergeClasses(styles.grid, extra)}>{children}</div>
}
