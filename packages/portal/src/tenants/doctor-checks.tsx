/** What the doctor found: each permission with what a real call came to, and how to grant what is missing. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import {
  CheckmarkCircle20Filled,
  DismissCircle20Filled,
  SubtractCircle20Regular,
} from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import type { ReactElement } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { tellCheck } from './doctor-words.ts'

type Check = Output<'doctor'>['checks'][number]

const useStyles = makeStyles({
  checks: {
    listStyleType: 'none',
    margin: '16px 0 0',
    padding: 0,
    display: 'grid',
    gap: '12px 28px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 360px), 1fr))',
  },
  check: { display: 'flex', gap: '10px' },
  words: { display: 'grid', gap: '2px', minWidth: 0, overflowWrap: 'anywhere', alignContent: 'start' },
  quiet: { color: tokens.colorNeutralForeground2 },
  ok: { color: tokens.colorPaletteGreenForeground1 },
  bad: { color: tokens.colorPaletteRedForeground1 },
})

/** What is wrong stands first. */
const order: readonly Check['outcome'][] = ['missing', 'failed', 'ok', 'skipped']

export function DoctorChecks({ checks }: { checks: readonly Check[] }) {
  const styles = useStyles()
  const sorted = [...checks].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
  return (
    <ul className={styles.checks}>
      {sorted.map(check => (
        <CheckLine key={`${check.name} ${check.permission}`} check={check} />
      ))}
    </ul>
  )
}

const icons: Readonly<Record<Check['outcome'], ReactElement>> = {
  ok: <CheckmarkCircle20Filled />,
  missing: <DismissCircle20Filled />,
  failed: <DismissCircle20Filled />,
  skipped: <SubtractCircle20Regular />,
}

function CheckLine({ check }: { check: Check }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const { name, message, remedy } = tellCheck(check, t, format)
  const look = { ok: styles.ok, missing: styles.bad, failed: styles.bad, skipped: styles.quiet }
  return (
    <li className={styles.check}>
      <span className={look[check.outcome]} aria-hidden>
        {icons[check.outcome]}
      </span>
      <span className={styles.words}>
        <Text weight="semibold">{`${name}: ${t.checkOutcome[check.outcome]}`}</Text>
        <Text size={200} className={styles.quiet}>
          {check.permission === null ? message : `${check.permission} · ${message}`}
        </Text>
        {remedy !== null && <Text size={200}>{remedy}</Text>}
      </span>
    </li>
  )
}
