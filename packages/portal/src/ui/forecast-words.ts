/** The forecast in words, and the forecast of a campaign or tenant from what its page has been told. */

import type { Output } from '@muster/contract/routes'
import { type Forecast, forecast } from '@muster/core/forecast'
import { useMemo } from 'react'
import type { Texts } from '../texts/en.ts'
import type { Formats } from '../texts/formats.ts'
import { dayOf } from './scales.ts'

interface Asked {
  adoption: Output<'campaignAdoption'>
  dueOn: string | null
  at: Date
  /** People whom no mail reaches. */
  unreachable: number
  isInviting: boolean
}

/** Reckoned again when a figure or the day has changed, not each time that the page asks for them. */
export function useForecast({ adoption, dueOn, at, unreachable, isInviting }: Asked): Forecast {
  const today = dayOf(at)
  return useMemo(
    () => forecast({ ...adoption, dueOn, today, unreachable, isInviting }),
    [adoption, dueOn, today, unreachable, isInviting],
  )
}

type Told =
  | Extract<Forecast, { kind: 'tooLittle' | 'done' }>
  | Pick<Extract<Forecast, { kind: 'forecast' }>, 'kind' | 'reachable' | 'due'>

interface Words {
  t: Texts
  format: Formats
}

/** One or two sentences. `dueOn` is there also when it has passed. */
export function tellForecast(
  told: Told,
  about: { dueOn: string | null; days: readonly Ahead[] },
  { t, format }: Words,
): string {
  if (told.kind === 'done') return t.forecast.done
  if (told.kind === 'tooLittle') return t.forecast.tooLittle[told.reason]
  const { reachable, due } = told
  const share = (people: number) => format.share(people, reachable)
  if (due !== null) {
    const words = t.forecast.by(share(due.likely), share(due.low), share(due.high), format.day(due.day))
    return `${words} ${t.forecast.verdict[due.verdict]}`
  }
  const date = about.dueOn === null ? t.forecast.noDate : t.forecast.passed(format.day(about.dueOn))
  const last = about.days.at(-1)
  if (last === undefined) return date
  const ahead = t.forecast.ahead(share(last.likely), share(last.low), share(last.high), format.day(last.day))
  return `${date} ${ahead}`
}

export interface Ahead {
  day: string
  low: number
  likely: number
  high: number
}

/** The days of a forecast that has any. */
export function daysAhead(made: Forecast): readonly Ahead[] {
  return made.kind === 'forecast' ? made.days : []
}
