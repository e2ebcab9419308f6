/**
 * The lane of a tenant's mirrors: writes what has changed into their lists, and once a day looks at what others have
 * changed there. Whatever changes an enrolment wakes it soon after (`enrolments/mirrored.ts`).
 */

import type { Board } from '@muster/core/board'
import type { Clock } from '@muster/core/ports'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import { checkList } from './checking.ts'
import { type MirrorRow, noteEnd, type PassEnd, readMirror, readMirrorsAtWork } from './mirror-row.ts'
import { readNextRow } from './rows.ts'
import { writeChanges } from './writing.ts'

/** What changes without waking the lane, such as somebody's name, is written within the hour. */
const everyMs = 60 * 60_000

export function createMirrorLane(options: {
  db: Database
  clock: Clock
  log: Log
  boardOf(tenantId: string): Promise<Board>
}) {
  const { db, clock, log } = options

  return async function workMirrors(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    const mirrors = await readMirrorsAtWork(db, tenantId)
    const times: Date[] = []
    for (const mirror of mirrors) {
      if (signal.aborted) return clock.now()
      times.push(await workMirror(mirror, signal))
    }
    return earliest(times)
  }

  /** Says when to come back. */
  async function workMirror(mirror: MirrorRow, signal: AbortSignal): Promise<Date> {
    const at = clock.now()
    if (mirror.tried_again_at !== null && mirror.tried_again_at > at) return mirror.tried_again_at
    const work = { db, clock, mirror, board: await options.boardOf(mirror.tenant_id) }
    const isCheckDue = mirror.checking !== null || mirror.check_at <= at
    const checked: PassEnd = isCheckDue ? await checkList(work, signal) : { kind: 'done' }
    const end = checked.kind === 'done' ? await writeChanges(work, signal) : checked
    await noteEnd(db, mirror, end, clock.now())
    if (end.kind === 'broken') {
      log.warn({ mirrorId: mirror.id, code: end.problem.code }, 'a mirror cannot be kept in step')
    }
    return nextTime(mirror, end)
  }

  async function nextTime(mirror: MirrorRow, end: PassEnd): Promise<Date> {
    if (end.kind === 'wait') return end.until
    const latest = new Date(clock.now().getTime() + everyMs)
    if (end.kind === 'broken') return latest
    const row = await readNextRow(db, mirror.id)
    const { check_at } = (await readMirror(db, mirror.campaign_id)) ?? { check_at: latest }
    return earliest([latest, check_at, ...(row === null ? [] : [row])]) ?? latest
  }
}

function earliest(times: readonly Date[]): Date | null {
  return times.length === 0 ? null : new Date(Math.min(...times.map(time => time.getTime())))
}
