/** Adoption over time against the date: how many are registered, how many were asked, and the pace that the date needs. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { type Curve, curveOf } from './adoption-curve.ts'
import { Axes, boxOf } from './chart-axes.tsx'
import { ChartFrame, dashes, type Series, stepColors } from './chart-frame.tsx'
import type { Ahead } from './forecast-words.ts'
import { linePath, roundTicks } from './scales.ts'
import { useWidth } from './width.ts'

type Adoption = Output<'campaignAdoption'>

interface AdoptionChartProps {
  adoption: Adoption
  dueOn: string | null
  at: Date
  /** From today on; left out where nobody has reckoned one. */
  ahead?: readonly Ahead[]
  /** The forecast in words, which stand under the chart and are said with it. */
  words?: string
}

const height = 264

const useStyles = makeStyles({
  words: { margin: '0 0 8px' },
  // On paper the drawing is as wide as the page, whatever the window was.
  drawing: { '@media print': { width: '100%', height: 'auto', maxHeight: '75mm' } },
})

export function AdoptionChart({ adoption, dueOn, at, ahead = [], words }: AdoptionChartProps) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const [ref, width] = useWidth()
  const curve = curveOf({ adoption, dueOn, at, ahead })
  const series: Series[] = [
    { name: t.charts.registered, color: stepColors.registered, stroke: 'solid' },
    { name: t.charts.invited, color: stepColors.invited, stroke: 'dashed' },
    ...(curve.dueAt === null
      ? []
      : [{ name: t.charts.paceNeeded, color: stepColors.quiet, stroke: 'dotted' } as const]),
    ...(curve.ahead.length === 0
      ? []
      : ([
          { name: t.forecast.line, color: stepColors.registered, stroke: 'broken' },
          { name: t.forecast.band, color: stepColors.registered, stroke: 'band' },
        ] as const)),
  ]
  const summary = t.charts.adoptionSummary(
    format.number(curve.registered.at(-1) ?? 0),
    format.number(adoption.people),
    dueOn === null ? null : format.day(dueOn),
  )
  return (
    <>
      {words !== undefined && (
        <p className={styles.words}>
          <Text weight="semibold">{words}</Text>
        </p>
      )}
      <ChartFrame series={series} {...tableOf(curve, { t, format })}>
        <div ref={ref}>
          {width > 0 && (
            <Drawing curve={curve} width={width} summary={[summary, words ?? ''].join(' ')} dueOn={dueOn} />
          )}
        </div>
      </ChartFrame>
    </>
  )
}

/** Newest first, what is still to come at the top. */
function tableOf(curve: Curve, { t, format }: Pick<ReturnType<typeof useTexts>, 't' | 'format'>) {
  const soFar = curve.days
    .slice(0, curve.today + 1)
    .map((day, index) => [
      format.day(day),
      format.number(curve.registered[index] ?? 0),
      format.number(curve.invited[index] ?? 0),
    ])
  const columns = [t.charts.day, t.charts.registered, t.charts.invited]
  const ahead = curve.ahead.slice(1)
  if (ahead.length === 0) return { columns, rows: soFar.reverse() }
  const toCome = ahead.map(({ day, likely, low, high }) => [
    ...[format.day(day), t.none, t.none],
    format.number(likely),
    t.forecast.range(format.number(low), format.number(high)),
  ])
  return {
    columns: [...columns, t.forecast.line, t.forecast.band],
    rows: [...soFar.map(row => [...row, t.none, t.none]), ...toCome].reverse(),
  }
}

interface DrawingProps {
  curve: Curve
  width: number
  summary: string
  dueOn: string | null
}

function Drawing({ curve, width, summary, dueOn }: DrawingProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const box = boxOf(width, height)
  const ticks = roundTicks(Math.max(curve.people, ...curve.invited, ...curve.registered))
  const top = ticks.at(-1) ?? 1
  const x = (index: number) =>
    box.left + (index / Math.max(1, curve.days.length - 1)) * (box.right - box.left)
  const y = (value: number) => box.bottom - (value / top) * (box.bottom - box.top)
  const registered = curve.registered.map((value, index) => [x(index), y(value)] as const)
  const [lastX, lastY] = registered.at(-1) ?? [box.left, box.bottom]
  const side = (of: 'low' | 'likely' | 'high') => [
    [lastX, lastY] as const,
    ...curve.ahead.slice(1).map((one, index) => [x(curve.today + 1 + index), y(one[of])] as const),
  ]
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={styles.drawing}
      role="img"
      aria-label={summary}
    >
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
      {curve.ahead.length > 1 && (
        <>
          <path
            d={`${linePath(side('high'))}${linePath(side('low').reverse()).replace('M', 'L')}Z`}
            fill={stepColors.registered}
            opacity="0.22"
          />
          <path
            d={linePath(side('likely'))}
            stroke={stepColors.registered}
            strokeWidth="2.5"
            strokeDasharray={dashes.broken ?? ''}
            fill="none"
          />
        </>
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
