/** Adoption over time against the date: how many are registered, how many were asked, and the pace that the date needs. */

import { tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { Axes, boxOf } from './chart-axes.tsx'
import { ChartFrame, dashes, type Series, stepColors } from './chart-frame.tsx'
import { dayOf, daysBetween, linePath, roundTicks } from './scales.ts'
import { useWidth } from './width.ts'

type Adoption = Output<'campaignAdoption'>

interface AdoptionChartProps {
  adoption: Adoption
  dueOn: string | null
  at: Date
}

const height = 264
/** Before anything has happened the chart still shows two weeks. */
const leastDays = 14

export function AdoptionChart({ adoption, dueOn, at }: AdoptionChartProps) {
  const { t, format } = useTexts()
  const [ref, width] = useWidth()
  const curve = curveOf({ adoption, dueOn, at })
  const series: Series[] = [
    { name: t.charts.registered, color: stepColors.registered, stroke: 'solid' },
    { name: t.charts.invited, color: stepColors.invited, stroke: 'dashed' },
    ...(curve.dueAt === null
      ? []
      : [{ name: t.charts.paceNeeded, color: stepColors.quiet, stroke: 'dotted' } as const]),
  ]
  const rows = curve.days
    .slice(0, curve.today + 1)
    .map((day, index) => [
      format.day(day),
      format.number(curve.registered[index] ?? 0),
      format.number(curve.invited[index] ?? 0),
    ])
    .reverse()
  const summary = t.charts.adoptionSummary(
    format.number(curve.registered.at(-1) ?? 0),
    format.number(adoption.people),
    dueOn === null ? null : format.day(dueOn),
  )
  return (
    <ChartFrame series={series} columns={[t.charts.day, t.charts.registered, t.charts.invited]} rows={rows}>
      <div ref={ref} style={{ height }}>
        {width > 0 && <Drawing curve={curve} width={width} summary={summary} dueOn={dueOn} />}
      </div>
    </ChartFrame>
  )
}

interface Curve {
  days: string[]
  /** Running totals up to and including today. */
  registered: number[]
  invited: number[]
  today: number
  dueAt: number | null
  people: number
}

function curveOf({ adoption, dueOn, at }: AdoptionChartProps): Curve {
  const today = dayOf(at)
  const from = adoption.days[0]?.day ?? today
  const least = dayOf(new Date(Date.parse(from) + (leastDays - 1) * 86_400_000))
  const [to = today] = [today, least, ...(dueOn === null ? [] : [dueOn])].sort().reverse()
  const days = daysBetween(from, to)
  const of = new Map(adoption.days.map(day => [day.day, day]))
  let registered = adoption.registeredBefore
  let invited = 0
  const soFar = days.slice(0, Math.max(1, days.indexOf(today) + 1))
  const totals = soFar.map(day => {
    registered += of.get(day)?.registered ?? 0
    invited += of.get(day)?.invited ?? 0
    return { registered, invited }
  })
  return {
    days,
    registered: totals.map(total => total.registered),
    invited: totals.map(total => total.invited),
    today: soFar.length - 1,
    dueAt: dueOn === null ? null : Math.max(0, days.indexOf(dueOn)),
    people: adoption.people,
  }
}

interface DrawingProps {
  curve: Curve
  width: number
  summary: string
  dueOn: string | null
}

function Drawing({ curve, width, summary, dueOn }: DrawingProps) {
  const { t } = useTexts()
  const box = boxOf(width, height)
  const ticks = roundTicks(Math.max(curve.people, ...curve.invited, ...curve.registered))
  const top = ticks.at(-1) ?? 1
  const x = (index: number) =>
    box.left + (index / Math.max(1, curve.days.length - 1)) * (box.right - box.left)
  const y = (value: number) => box.bottom - (value / top) * (box.bottom - box.top)
  const registered = curve.registered.map((value, index) => [x(index), y(value)] as const)
  const [lastX, lastY] = registered.at(-1) ?? [box.left, box.bottom]
  return (
    <svg width={width} height={height} role="img" aria-label={summary}>
      <Axes box={box} ticks={ticks} y={y} days={curve.days} x={x} />
      <path
        d={`${linePath(registered)}L${lastX} ${box.bottom}L${box.left} ${box.bottom}Z`}
        fill={tokens.colorPaletteGreenBackground2}
        opacity="0.55"
      />
      {curve.dueAt !== null && curve.dueAt > curve.today && (
        <path
          d={linePath([
            [lastX, lastY],
            [x(curve.dueAt), y(curve.people)],
          ])}
          stroke={stepColors.quiet}
          strokeWidth="2"
          strokeDasharray={dashes.dotted ?? ''}
          fill="none"
        />
      )}
      <path
        d={linePath(curve.invited.map((value, index) => [x(index), y(value)] as const))}
        stroke={stepColors.invited}
        strokeWidth="2"
        strokeDasharray={dashes.dashed ?? ''}
        fill="none"
      />
      <path d={linePath(registered)} stroke={stepColors.registered} strokeWidth="3" fill="none" />
      <circle cx={lastX} cy={lastY} r="4.5" fill={stepColors.registered} />
      {curve.dueAt !== null && dueOn !== null && (
        <g>
          <path
            d={`M${x(curve.dueAt)} ${box.top}V${box.bottom}`}
            stroke={tokens.colorNeutralForeground2}
            strokeWidth="1"
          />
          <text
            x={x(curve.dueAt) - 6}
            y={box.top + 4}
            textAnchor="end"
            fontSize="12"
            fontWeight="600"
            fill={tokens.colorNeutralForeground1}
          >
            {t.charts.due}
          </text>
        </g>
      )}
    </svg>
  )
}
