/** The API's executive summary, as an answer and as a file. */

import type { Handlers } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import type { Database } from '../db/database.ts'
import { type CsvCell, writeCsv } from './csv.ts'
import { breakDownOf, readOwnCampaign, readSummary } from './summary.ts'
import { breakDownAsked, type NamedGroup } from './summary-counts.ts'

type SummaryHandlers = Pick<Handlers, 'tenantSummary' | 'downloadSummary'>

export function createSummaryHandlers({ db, clock }: { db: Database; clock: Clock }): SummaryHandlers {
  return {
    async tenantSummary({ params, query }) {
      const { campaignId = null, ...how } = query
      return readSummary(db, { ...params, ...how, campaignId }, clock.now())
    },

    async downloadSummary({ params, query }) {
      const { campaignId = null, hideSmall } = query
      const campaign = await readOwnCampaign(db, { ...params, campaignId })
      const groups = await breakDownAsked(db, { ...params, campaignId })
      const rows = [
        ...rowsOf('department', groups.byDepartment, hideSmall),
        ...rowsOf('country', groups.byCountry, hideSmall),
      ]
      const name = (campaign?.name ?? 'all campaigns').replaceAll(/[^\w-]+/g, '-')
      return {
        fileName: `${name}-summary.csv`,
        chunks: writeCsv(rows, {
          header: ['breakDown', 'name', 'groups', 'people', 'registered', 'open'],
          byteOrderMark: true,
        }),
      }
    },
  }
}

/** What stands together has a number of groups above one. */
function rowsOf(by: string, groups: readonly NamedGroup[], hideSmall: boolean): CsvCell[][] {
  const { shown, smaller } = breakDownOf(groups, { hideSmall })
  const named = shown.map(({ name, people, registered }) => [
    ...[by, name ?? '(none)', 1],
    ...[people, registered, people - registered],
  ])
  if (smaller === null) return named
  const { people, registered } = smaller
  return [...named, [by, '(smaller groups)', smaller.groups, people, registered, people - registered]]
}
