/**
 * Telling a person from a mail scanner that presses the button: scanners fetch every link within seconds of delivery,
 * and some submit what they find at once. Such a press is not taken; the page is shown again and asks once more.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'

/** Scanners act on delivery; nearly nobody opens a mail, reads it and presses within this time of its arrival. */
const afterMailMs = 120_000
/** Nobody reads the page faster than this. */
const afterPageMs = 3_000

/** When the page was made, signed, for the form's hidden field: the service keeps nothing about a visit. */
export function stampPage(key: Buffer, token: string, at: Date): string {
  const time = at.getTime().toString(36)
  return `${time}.${signature(key, token, time)}`
}

function signature(key: Buffer, token: string, time: string): string {
  return createHmac('sha256', key).update(`page ${token} ${time}`).digest('base64url').slice(0, 22)
}

/** The time in a stamp of ours; null for a missing, foreign or changed one. */
export function readStamp(key: Buffer, token: string, stamp: string | null): Date | null {
  const [time, signed] = (stamp ?? '').split('.')
  if (time === undefined || signed === undefined) return null
  const expected = Buffer.from(signature(key, token, time))
  const given = Buffer.from(signed)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null
  return new Date(Number.parseInt(time, 36))
}

export interface Press {
  at: Date
  /** When the newest mail to this person left; null when none has. */
  mailedAt: Date | null
  /** When the page was made that the press came from; null when it did not come from a page of ours. */
  pageMadeAt: Date | null
  /** True on the page that asks once more. */
  isSecond: boolean
}

/** Both must hold, the mail just delivered and the page just made, so that hardly any person is asked twice. */
export function looksAutomatic(press: Press): boolean {
  if (press.isSecond || press.mailedAt === null) return false
  const isMailFresh = press.at.getTime() - press.mailedAt.getTime() < afterMailMs
  const pageAgeMs = press.pageMadeAt === null ? 0 : press.at.getTime() - press.pageMadeAt.getTime()
  return isMailFresh && pageAgeMs < afterPageMs
}
