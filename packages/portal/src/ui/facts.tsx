/** A list of facts: what something is called, and what it is. */

import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(130px, max-content) minmax(0, 1fr)',
    gap: '8px 20px',
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
    '@media (max-width: 560px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      gap: '2px',
      '& dd': { marginBottom: '8px' },
    },
  },
  fact: { display: 'contents' },
})

export function Facts({ children }: { children: ReactNode }) {
  return <dl className={useStyles().facts}>{children}</dl>
}

export function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className={useStyles().fact}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}
