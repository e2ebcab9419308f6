/** Waiting for another process: a condition asked again and again until it holds, or a deadline that names it. */

import { setTimeout as pause } from 'node:timers/promises'

const everyMs = 50
const deadlineMsDefault = 60_000

/** Resolves with the first answer that is not null. Throws, saying what was waited for, when the time is up. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null> | T | null,
  deadlineMs: number = deadlineMsDefault,
): Promise<T> {
  const endsAt = Date.now() + deadlineMs
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (Date.now() > endsAt) throw new Error(`waited ${deadlineMs / 1000} s in vain for ${what}`)
    await pause(everyMs)
  }
}
