/** How long something took, in the reader's language: "20 hours", "2–3 days". */

const dayHours = 24
const weekHours = 7 * dayHours

/** Hours up to two days, then days: a figure is read, not calculated with. */
export function formatHours(language: string, hours: number): string {
  const isDays = hours >= 2 * dayHours
  const unit = isDays ? 'day' : 'hour'
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: hours < 1 ? 1 : 0,
  })
  return format.format(isDays ? hours / dayHours : hours)
}

/** Both borders in the unit that suits the first of them. */
export function formatSpan(language: string, fromHours: number, toHours: number): string {
  const [unit, size] = unitOf(fromHours)
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' })
  return format.formatRange(fromHours / size, toHours / size)
}

/** One border, in whole weeks where it is that long. */
export function formatBorder(language: string, hours: number): string {
  const [unit, size] = unitOf(hours)
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(hours / size)
}

function unitOf(hours: number): ['hour' | 'day' | 'week', number] {
  if (hours < dayHours) return ['hour', 1]
  return hours < weekHours ? ['day', dayHours] : ['week', weekHours]
}
