/** What the reports ask: the summary, once and when it is looked at again, and the scheduled mails. */

import type { Input } from '@muster/contract/routes'
import { useQuery } from '@tanstack/react-query'
import { api } from '../session.ts'
import { readEveryPage } from '../ui/every-page.ts'

/** A report is read, not watched: it stays as it is while somebody reads or prints it. */
const readingMs = 5 * 60_000

export type SummaryAsked = { tenantId: string | undefined } & Partial<Input<'tenantSummary'>['query']>

export function useSummary({ tenantId, hideSmall, ...how }: SummaryAsked) {
  return useQuery({
    queryKey: ['tenant', tenantId, 'summary', how, hideSmall],
    queryFn: () =>
      api.tenantSummary({
        params: { tenantId: tenantId ?? '' },
        query: { ...how, hideSmall: hideSmall === true },
      }),
    enabled: tenantId !== undefined,
    staleTime: readingMs,
    refetchOnWindowFocus: false,
  })
}

export function useSchedules(tenantId: string | undefined) {
  return useQuery({
    queryKey: ['tenant', tenantId, 'schedules'],
    queryFn: () =>
      readEveryPage(query => api.listSummarySchedules({ params: { tenantId: tenantId ?? '' }, query })),
    enabled: tenantId !== undefined,
    refetchInterval: 15_000,
  })
}
