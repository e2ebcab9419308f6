/** Who is signed in, and what the role allows by the API's own table. */

import { mayCall } from '@muster/contract/route'
import { type Output, type RouteName, routes } from '@muster/contract/routes'
import { useQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { api } from '../session.ts'

export type Me = Output<'me'>

const MeContext = createContext<Me | null>(null)
export const MeProvider = MeContext.Provider

/** A role is fixed in its session: one question for as long as the page lives. */
export function useAskMe() {
  return useQuery({ queryKey: ['me'], queryFn: () => api.me(), staleTime: Number.POSITIVE_INFINITY })
}

export function useMe(): Me | null {
  return use(MeContext)
}

/** Whether the reader may call a route; what they may not is not offered. The service decides all the same. */
export function useMay(): (name: RouteName) => boolean {
  const me = use(MeContext)
  return name => me !== null && mayCall(me.role, routes[name].role)
}
