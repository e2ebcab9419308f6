/** Where the sweep of a tenant's registration report stands, kept so that it goes on after a stop. */

import { type PageWalk, walkBegins } from '@muster/core/page-walk'
import type { Database } from '../db/database.ts'
import { keepProgress } from './progress.ts'

export interface ReportProgress {
  /** Where the sweep under way stands; null at its beginning and between sweeps. */
  next: string | null
  walk: PageWalk
  startedAt: string | null
  /** When the other side may be asked again; null: at once. */
  retryAt: string | null
  /** When the last whole sweep began, or was found to be impossible: what it saw is as old as that. */
  finishedAt: string | null
}

export const reportProgress = keepProgress<ReportProgress>('report', {
  next: null,
  walk: walkBegins,
  startedAt: null,
  retryAt: null,
  finishedAt: null,
})

export async function readReportProgress(db: Database, tenantId: string): Promise<ReportProgress> {
  return reportProgress.read(db, tenantId)
}
