/** The lane that keeps a tenant's local copy of the directory: all pages at first, then what changed. */

import type { Clock, Directory, PeoplePage } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { judgePeople } from '../enrolments/eligibility.ts'
import type { Log } from '../log.ts'
import { markDeleted, writePeople } from './directory-copy.ts'

/** How often changes are asked for: one request most of the time. */
const everyMs = 4 * 60 * 60 * 1000
const noAnswerMs = 60_000
const refusedMs = 30 * 60 * 1000
const cursorName = 'people'

/** Where the copy stands. `problem` is why the directory cannot be read, for those who wait for it. */
export interface SyncState {
  cursor: string | null
  completedAt: string | null
  readSoFar: number
  problem: string | null
}

const unread: SyncState = { cursor: null, completedAt: null, readSoFar: 0, problem: null }

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
    await inTransaction(db, async tx => {
      await writePeople(tx, { tenantId, people: page.people, at })
      await markDeleted(tx, { tenantId, ids: page.removedIds, at })
      await judgePeople(tx, { tenantId, personIds: [...page.people.map(p => p.id), ...page.removedIds], at })
      await writeSyncState(tx, {
        tenantId,
        at,
        state: {
          cursor: page.cursor,
          completedAt: page.isLast ? at.toISOString() : state.completedAt,
          readSoFar: state.readSoFar + page.people.length,
          problem: null,
        },
      })
    })
  }
}

export async function readSyncState(db: Database | Tx, tenantId: string): Promise<SyncState> {
  const row = await db
    .selectFrom('cursor')
    .select('value')
    .where('tenant_id', '=', tenantId)
    .where('name', '=', cursorName)
    .executeTakeFirst()
  return (row?.value as SyncState | undefined) ?? unread
}

async function writeSyncState(
  db: Database | Tx,
  write: { tenantId: string; state: SyncState; at: Date },
): Promise<void> {
  await sql`
    insert into cursor (tenant_id, name, value, updated_at)
    values (${write.tenantId}, ${cursorName}, ${JSON.stringify(write.state)}::jsonb, ${write.at})
    on conflict (tenant_id, name) do update set value = excluded.value, updated_at = excluded.updated_at
  `.execute(db)
}
