/** The funnel: how many people have ever got to each step, as bars with their figures. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'

type Funnel = Output<'campaignStatus'>['funnel']

const useStyles = makeStyles({
  list: { display: 'grid', gap: '12px', margin: 0, padding: 0, listStyleType: 'none' },
  words: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  figure: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  track: {
    height: '14px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground4,
    overflow: 'hidden',
    marginTop: '4px',
  },
  bar: {
    height: '100%',
    backgroundColor: tokens.colorBrandBackground,
    borderRadius: tokens.borderRadiusMedium,
    minWidth: '2px',
  },
})

interface FunnelChartProps {
  funnel: Funnel
  /** A campaign without a group has no such step. */
  hasGroup: boolean
}

export function FunnelChart({ funnel, hasGroup }: FunnelChartProps) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const steps = (['enrolled', 'invited', 'confirmed', 'joined', 'registered'] as const).filter(
    step => hasGroup || step !== 'joined',
  )
  return (
    <ol className={styles.list}>
      {steps.map(step => (
        <li key={step}>
          <div className={styles.words}>
            <Text>{t.funnel[step]}</Text>
            <Text className={styles.figure}>
              <Text weight="semibold">{format.number(funnel[step])}</Text>
              {` · ${format.share(funnel[step], funnel.enrolled)}`}
            </Text>
          </div>
          <div className={styles.track} aria-hidden>
            <div
              className={styles.bar}
              style={{ width: `${(funnel[step] / Math.max(1, funnel.enrolled)) * 100}%` }}
            />
          </div>
        </li>
      ))}
    </ol>
  )
}
