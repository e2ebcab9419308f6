/** The lane that keeps a tenant's local copy of the directory: all pages at first, then what changed. */

import type { Clock, Directory, PeoplePage } from '@muster/core/ports'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { judgePeople } from '../enrolments/eligibility.ts'
import type { Log } from '../log.ts'
import { readSyncState, type SyncState, unread, writeSyncState } from '../tenants/sync-state.ts'
import { markDeleted, markMissing, writePeople } from './directory-copy.ts'

/** How often changes are asked for: one request most of the time. */
const everyMs = 4 * 60 * 60 * 1000
const noAnswerMs = 60_000
const refusedMs = 30 * 60 * 1000

export interface SyncOptions {
  db: Database
  clock: Clock
  log: Log
  directoryOf(tenantId: string): Promise<Directory>
}

export function createPeopleLane(options: SyncOptions) {
  const { db, clock } = options

  return async function workPeople(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    const directory = await options.directoryOf(tenantId)
    for (;;) {
      if (signal.aborted) return clock.now()
      const state = await readSyncState(db, tenantId)
      const answer = await directory.readPeople(state.cursor)
      const at = clock.now()
      switch (answer.kind) {
        case 'page':
          await takeIn(tenantId, state, answer)
          if (answer.isLast) return new Date(at.getTime() + everyMs)
          break
        case 'startOver':
          await writeSyncState(db, { tenantId, at, state: { ...unread, completedAt: state.completedAt } })
          break
        case 'refused':
          options.log.warn({ tenantId, code: answer.code }, 'the directory refuses to be read')
          await writeSyncState(db, { tenantId, at, state: { ...state, problem: answer.reason } })
          return new Date(at.getTime() + refusedMs)
        case 'noAnswer':
          return answer.retryAt ?? new Date(at.getTime() + noAnswerMs)
        default:
          answer satisfies never
      }
    }
  }

  async function takeIn(tenantId: string, state: SyncState, page: PeoplePage): Promise<void> {
    const at = clock.now()
    const walkStartedAt = state.cursor === null ? at.toISOString() : state.walkStartedAt
    await inTransaction(db, async tx => {
      await writePeople(tx, { tenantId, people: page.people, at })
      await markDeleted(tx, { tenantId, ids: page.removedIds, at })
      const isWalkOver = page.isLast && walkStartedAt !== null
      const missed = isWalkOver ? await markMissing(tx, { tenantId, since: new Date(walkStartedAt), at }) : []
      const changed = [...page.people.map(p => p.id), ...page.removedIds, ...missed]
      await judgePeople(tx, { tenantId, personIds: changed, at })
      await writeSyncState(tx, {
        tenantId,
        at,
        state: {
          cursor: page.cursor,
          completedAt: page.isLast ? at.toISOString() : state.completedAt,
          readSoFar: state.readSoFar + page.people.length,
          problem: null,
          walkStartedAt: page.isLast ? null : walkStartedAt,
        },
      })
    })
  }
}
