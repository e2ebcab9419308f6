/** The funnel: how many people have ever got to each step, as bars with their figures. */

import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { BarList } from './bar-list.tsx'

type Funnel = Output<'campaignStatus'>['funnel']

interface FunnelChartProps {
  funnel: Funnel
  /** A campaign without a group has no such step. */
  hasGroup: boolean
}

export function FunnelChart({ funnel, hasGroup }: FunnelChartProps) {
  const { t, format } = useTexts()
  const steps = (['enrolled', 'invited', 'confirmed', 'joined', 'registered'] as const).filter(
    step => hasGroup || step !== 'joined',
  )
  const bars = steps.map(step => ({
    name: t.funnel[step],
    figure: format.number(funnel[step]),
    note: format.share(funnel[step], funnel.enrolled),
    length: funnel[step] / Math.max(1, funnel.enrolled),
  }))
  return <BarList bars={bars} />
}
