/** What happened day by day: three thin bars a day for invited, followed the link, registered. */

import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { Axes, boxOf } from './chart-axes.tsx'
import { ChartFrame, type Series, stepColors } from './chart-frame.tsx'
import { dayOf, daysBetween, roundTicks } from './scales.ts'
import { useWidth } from './width.ts'

type Adoption = Output<'campaignAdoption'>

const height = 220
/** More bars than this cannot be told apart; older days stand in the table. */
const daysMax = 92
const leastDays = 14
const steps = ['invited', 'confirmed', 'registered'] as const

export function DailyChart({ adoption, at }: { adoption: Adoption; at: Date }) {
  const { t, format } = useTexts()
  const [ref, width] = useWidth()
  const all = everyDay(adoption, at)
  const shown = all.slice(-daysMax)
  const series: Series[] = steps.map(step => ({
    name: t.charts[step],
    color: stepColors[step],
    stroke: 'solid',
  }))
  const sum = (step: (typeof steps)[number]) => shown.reduce((total, day) => total + day[step], 0)
  const summary = t.charts.dailySummary(
    shown.length,
    steps.map(step => `${t.charts[step]}: ${format.number(sum(step))}`),
  )
  const rows = all.map(day => [format.day(day.day), ...steps.map(step => format.number(day[step]))]).reverse()
  return (
    <ChartFrame series={series} columns={[t.charts.day, ...steps.map(step => t.charts[step])]} rows={rows}>
      <div ref={ref} style={{ height }}>
        {width > 0 && <Bars days={shown} width={width} summary={summary} />}
      </div>
    </ChartFrame>
  )
}

type Day = Adoption['days'][number]

function everyDay(adoption: Adoption, at: Date): Day[] {
  const today = dayOf(at)
  const from = adoption.days[0]?.day ?? today
  const least = dayOf(new Date(Date.parse(from) + (leastDays - 1) * 86_400_000))
  const of = new Map(adoption.days.map(day => [day.day, day]))
  return daysBetween(from, today > least ? today : least).map(
    day => of.get(day) ?? { day, invited: 0, confirmed: 0, registered: 0 },
  )
}

function Bars({ days, width, summary }: { days: readonly Day[]; width: number; summary: string }) {
  const box = boxOf(width, height)
  const ticks = roundTicks(Math.max(...days.flatMap(day => steps.map(step => day[step]))))
  const top = ticks.at(-1) ?? 1
  const slot = (box.right - box.left) / days.length
  const bar = Math.max(1, Math.min(14, (slot - 3) / steps.length))
  const x = (index: number) => box.left + (index + 0.5) * slot
  const y = (value: number) => box.bottom - (value / top) * (box.bottom - box.top)
  return (
    <svg width={width} height={height} role="img" aria-label={summary}>
      <Axes box={box} ticks={ticks} y={y} days={days.map(day => day.day)} x={x} />
      {days.map((day, index) =>
        steps.map((step, place) => (
          <rect
            key={`${day.day} ${step}`}
            x={x(index) + (place - steps.length / 2) * bar}
            y={y(day[step])}
            width={Math.max(1, bar - 1)}
            height={box.bottom - y(day[step])}
            rx="1.5"
            fill={stepColors[step]}
          />
        )),
      )}
    </svg>
  )
}
