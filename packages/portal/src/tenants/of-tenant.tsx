/** What a page shows of the tenant that is looked at: once the tenants are known, else that there is none or that they could not be had. */

import type { Output } from '@muster/contract/routes'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Answered } from '../ui/states.tsx'

interface OfTenantProps {
  tenants: UseQueryResult<readonly Output<'getTenant'>[]>
  /** Where no tenant is connected yet. */
  none: ReactNode
  children: ReactNode
}

/** Whatever is asked of a tenant waits for its id; without this it would wait for ever when the tenants fail. */
export function OfTenant({ tenants, none, children }: OfTenantProps) {
  return <Answered query={tenants}>{all => (all.length === 0 ? none : children)}</Answered>
}
