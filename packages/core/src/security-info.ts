/**
 * What an entry of the directory's audit log about somebody's security info means, and whether it is worth a live read
 * of that person's methods. An entry proves nothing by itself: not every registered method is a second factor.
 */

import type { Status } from './enrolment.ts'

/** `registered` may have brought somebody to the goal, `reduced` may have taken them from it. */
export type SecurityAct = 'registered' | 'reduced' | 'other'

/**
 * The names of "Authentication Methods" activities (Microsoft Entra audit activity reference; facts, section 9), in the
 * spelling of `readActivity`.
 */
const acts: ReadonlyMap<string, SecurityAct> = new Map([
  ['user registered all required security info', 'registered'],
  ['user registered security info', 'registered'],
  ['admin registered security info', 'registered'],
  ['user deleted security info', 'reduced'],
  ['admin deleted security info', 'reduced'],
  ['user changed default security info', 'reduced'],
  ['user updated security info', 'reduced'],
  ['admin updated security info', 'reduced'],
])

/** Lower case, single blanks, "canceled" with one l: Microsoft's own lists differ in case and in spelling. */
export function readActivity(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/cancelled/g, 'canceled')
}

/**
 * What an entry says was done. Only `success` counts: giving the registration up is logged as a failure of the very
 * activity that a finished one has.
 */
export function securityActOf(entry: { activity: string; result: string }): SecurityAct {
  return entry.result.toLowerCase() === 'success'
    ? (acts.get(readActivity(entry.activity)) ?? 'other')
    : 'other'
}

/**
 * Whether a live read could change anything for somebody with this status; `isLost`: the registration that made them
 * active was lost since. The excluded are looked at too, so that nobody who has registered is mailed on coming back.
 */
export function isWorthReading(act: SecurityAct, now: { status: Status; isLost: boolean }): boolean {
  if (act === 'other') return false
  const isThere = now.status === 'active' && !now.isLost
  return isThere ? act === 'reduced' : act === 'registered'
}
