/** What the pages ask about protected people. */

import type { Output } from '@muster/contract/routes'
import { useQuery } from '@tanstack/react-query'
import { api } from '../session.ts'
import { readEveryPage } from '../ui/every-page.ts'

export type ProtectedPerson = Output<'listProtected'>['items'][number]

export function useProtected(tenantId: string | undefined) {
  return useQuery({
    queryKey: ['tenant', tenantId, 'protected'],
    queryFn: () => readEveryPage(query => api.listProtected({ params: { tenantId: tenantId ?? '' }, query })),
    enabled: tenantId !== undefined,
  })
}

/** What the directory shows of somebody; the id where it shows nothing any more. */
export function nameOf({ displayName, userPrincipalName, objectId }: ProtectedPerson): string {
  return displayName ?? userPrincipalName ?? objectId
}
