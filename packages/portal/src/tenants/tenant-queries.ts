/** What the pages ask about tenants; each answer once, whoever asks. */

import { useQuery } from '@tanstack/react-query'
import { useMay } from '../access/me.ts'
import { live } from '../answers.ts'
import { api } from '../session.ts'
import { readEveryPage } from '../ui/every-page.ts'

/** Each check is a real call of Graph; permissions change when an administrator changes them. */
const doctorFreshMs = 10 * 60_000

export function useTenants() {
  return useQuery({
    queryKey: ['tenants'],
    queryFn: () => readEveryPage(query => api.listTenants({ query })),
    staleTime: 30_000,
  })
}

export function useOverview(tenantId: string | undefined) {
  return useQuery({
    queryKey: ['tenant', tenantId, 'overview'],
    ...live(`tenantOverview ${tenantId}`, () => api.tenantOverview({ params: { tenantId: tenantId ?? '' } })),
    enabled: tenantId !== undefined,
  })
}

/** Only for those who may ask. */
export function useDoctor(tenantId: string | undefined) {
  const may = useMay()
  return useQuery({
    queryKey: ['tenant', tenantId, 'doctor'],
    queryFn: () => api.doctor({ params: { tenantId: tenantId ?? '' } }),
    enabled: tenantId !== undefined && may('doctor'),
    staleTime: doctorFreshMs,
    retry: false,
  })
}

export function useSenders(tenantId: string | undefined) {
  return useQuery({
    queryKey: ['tenant', tenantId, 'senders'],
    queryFn: () => readEveryPage(query => api.listSenders({ params: { tenantId: tenantId ?? '' }, query })),
    enabled: tenantId !== undefined,
  })
}
