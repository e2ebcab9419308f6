/** When people do things: mostly in working hours, rarely in the evening or at the weekend, never at night. */
import { between, type Random } from '../seeds/chance.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** UTC for everybody: the simulation needs nights and weekends, not time zones. */
const startHour = 7
const endHour = 18
const bedHour = 22

/** How many look into their mail outside working hours. */
const shares = { weekend: 0.06, evening: 0.1 }

/** `at` itself when the person would act then; otherwise a moment in the next working morning. */
export function toWakingHours(at: Date, random: Random): Date {
  const hour = at.getUTCHours()
  const awake = hour >= startHour && hour < (random() < shares.evening ? bedHour : endHour)
  const working = !isWeekend(at) || random() < shares.weekend
  if (awake && working) return at
  return nextMorning(at, random)
}

function nextMorning(at: Date, random: Random): Date {
  const midnight = Math.floor(at.getTime() / dayMs) * dayMs
  let day = at.getUTCHours() < startHour ? midnight : midnight + dayMs
  while (isWeekend(new Date(day))) day += dayMs
  return new Date(day + Math.round(between(random, startHour, startHour + 3.5) * hourMs))
}

function isWeekend(at: Date): boolean {
  return at.getUTCDay() === 0 || at.getUTCDay() === 6
}
