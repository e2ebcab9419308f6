/** What the pages ask about automations; each answer once, whoever asks. */

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { live, liveEveryMs } from '../answers.ts'
import { api } from '../session.ts'
import { readEveryPage } from '../ui/every-page.ts'

/** The list of Entra's activities changes with versions of Muster, the presets as well. */
const lastingMs = 60 * 60_000
/** Rows of one request; more come when they are asked for. */
const entriesAtOnce = 50

export function useRules(tenantId: string | undefined) {
  return useQuery({
    queryKey: ['rules', tenantId],
    ...live(`rules ${tenantId}`, () =>
      readEveryPage(query => api.listRules({ params: { tenantId: tenantId ?? '' }, query })),
    ),
    enabled: tenantId !== undefined,
  })
}

export function useRule(ruleId: string) {
  return useQuery({
    queryKey: ['rule', ruleId],
    ...live(`rule ${ruleId}`, () => api.getRule({ params: { ruleId } })),
  })
}

export function usePresets() {
  return useQuery({
    queryKey: ['rule presets'],
    queryFn: () => readEveryPage(query => api.listRulePresets({ query })),
    staleTime: lastingMs,
  })
}

export function useActivities(tenantId: string | undefined) {
  return useQuery({
    queryKey: ['audit activities', tenantId],
    queryFn: () => api.auditActivities({ params: { tenantId: tenantId ?? '' } }),
    enabled: tenantId !== undefined,
    staleTime: lastingMs,
  })
}

export function useAutomationSettings(tenantId: string | undefined) {
  return useQuery({
    queryKey: ['automation settings', tenantId],
    ...live(`automation settings ${tenantId}`, () =>
      api.getAutomationSettings({ params: { tenantId: tenantId ?? '' } }),
    ),
    enabled: tenantId !== undefined,
  })
}

export function useFailedActs(tenantId: string | undefined) {
  return useInfiniteQuery({
    queryKey: ['failed acts', tenantId],
    queryFn: ({ pageParam }) =>
      api.listFailedActs({
        params: { tenantId: tenantId ?? '' },
        query: { limit: entriesAtOnce, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
    enabled: tenantId !== undefined,
    refetchInterval: liveEveryMs,
  })
}

export function useEntries(ruleId: string, state: 'waiting' | 'listed' | 'passed' | undefined) {
  return useInfiniteQuery({
    queryKey: ['rule', ruleId, 'entries', state],
    queryFn: ({ pageParam }) =>
      api.listRuleEntries({
        params: { ruleId },
        query: {
          limit: entriesAtOnce,
          ...(state === undefined ? {} : { state }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
    refetchInterval: liveEveryMs,
  })
}
