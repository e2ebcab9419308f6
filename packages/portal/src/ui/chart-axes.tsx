/** The quiet lines and words behind a chart: figures at the left, days below. */

import { tokens } from '@fluentui/react-components'
import { useTexts } from '../texts/use-texts.tsx'
import { type Box, spread } from './scales.ts'

/** Room that the words of a chart take around it. */
export const margins = { left: 48, right: 12, top: 14, bottom: 26 } as const
/** A day such as "14. Nov." needs about this much. */
const labelWidth = 76

export function boxOf(width: number, height: number): Box {
  return {
    left: margins.left,
    right: width - margins.right,
    top: margins.top,
    bottom: height - margins.bottom,
  }
}

interface AxesProps {
  box: Box
  ticks: readonly number[]
  y(value: number): number
  days: readonly string[]
  x(index: number): number
}

export function Axes({ box, ticks, y, days, x }: AxesProps) {
  const { format } = useTexts()
  const labelled = spread(days.length, Math.max(2, Math.floor((box.right - box.left) / labelWidth)))
  return (
    <g fill={tokens.colorNeutralForeground3} fontSize="12">
      {ticks.map(tick => (
        <g key={tick}>
          <path
            d={`M${box.left} ${y(tick)}H${box.right}`}
            stroke={tokens.colorNeutralStroke2}
            strokeWidth="1"
          />
          <text x={box.left - 8} y={y(tick) + 4} textAnchor="end">
            {format.number(tick)}
          </text>
        </g>
      ))}
      {labelled.map(index => (
        <text key={index} x={x(index)} y={box.bottom + 18} textAnchor={anchorOf(index, days.length)}>
          {format.shortDay(days[index] ?? '')}
        </text>
      ))}
    </g>
  )
}

function anchorOf(index: number, length: number): 'start' | 'middle' | 'end' {
  if (index === 0) return 'start'
  return index === length - 1 ? 'end' : 'middle'
}
