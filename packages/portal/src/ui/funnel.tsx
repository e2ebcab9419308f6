/** The funnel: how many people have ever got to each step, as bars with their figures. */

import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { BarList } from './bar-list.tsx'

type Step = 'asked' | Exclude<keyof Output<'campaignStatus'>['funnel'], 'enrolled'>

interface FunnelChartProps {
  /** Whoever is asked is the whole of which each step is a share. */
  steps: Readonly<Record<Step, number>>
  /** A campaign without a group has no such step. */
  hasGroup: boolean
}

export function FunnelChart({ steps, hasGroup }: FunnelChartProps) {
  const { t, format } = useTexts()
  const shown = (['asked', 'invited', 'confirmed', 'joined', 'registered'] as const).filter(
    step => hasGroup || step !== 'joined',
  )
  const bars = shown.map(step => ({
    name: t.funnel[step],
    figure: format.number(steps[step]),
    note: format.share(steps[step], steps.asked),
    // Somebody who was invited may have been left out since.
    length: Math.min(1, steps[step] / Math.max(1, steps.asked)),
  }))
  return <BarList bars={bars} />
}
