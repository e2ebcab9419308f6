/** How long people take from their invitation to their registration: the middle of it in words, and the spans as bars. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { formatBorder, formatHours, formatSpan } from '../texts/durations.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { BarList } from '../ui/bar-list.tsx'

type TimeToRegister = Output<'campaignEffects'>['timeToRegister']

const useStyles = makeStyles({
  frame: { display: 'grid', gap: '14px' },
  quiet: { color: tokens.colorNeutralForeground2 },
})

export function TimeToRegisterChart({ time }: { time: TimeToRegister }) {
  const styles = useStyles()
  const { t, format, locale } = useTexts()
  const { medianHours, p90Hours, people } = time
  if (medianHours === null || p90Hours === null) return <Text className={styles.quiet}>{t.pace.nobody}</Text>
  // Long spans that nobody needed yet would only be empty lines.
  const last = time.spans.findLastIndex(span => span.people > 0)
  const shown = time.spans.slice(0, last + 1)
  const most = Math.max(...shown.map(span => span.people))
  const bars = shown.map(span => ({
    name: nameOf(span),
    figure: format.number(span.people),
    note: format.share(span.people, people),
    length: span.people / most,
  }))
  return (
    <div className={styles.frame}>
      <Text>{t.pace.summary(formatHours(locale, medianHours), formatHours(locale, p90Hours))}</Text>
      <BarList bars={bars} />
    </div>
  )

  function nameOf({ fromHours, toHours }: TimeToRegister['spans'][number]): string {
    if (toHours === null) return t.pace.longer(formatBorder(locale, fromHours))
    if (fromHours === 0) return t.pace.within(formatBorder(locale, toHours))
    return formatSpan(locale, fromHours, toHours)
  }
}
