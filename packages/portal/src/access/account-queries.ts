/** What the pages ask about accounts and their sessions. */

import type { Output } from '@muster/contract/routes'
import { useQuery } from '@tanstack/react-query'
import { live } from '../answers.ts'
import { api } from '../session.ts'
import { readEveryPage } from '../ui/every-page.ts'

export type Account = Output<'listAccounts'>['items'][number]
export type Session = Output<'listSessions'>['items'][number]

export function useAccounts() {
  return useQuery({
    queryKey: ['accounts'],
    queryFn: () => readEveryPage(query => api.listAccounts({ query })),
  })
}

export function useOpenSessions() {
  return useQuery({
    queryKey: ['sessions'],
    ...live('listSessions', () => readEveryPage(query => api.listSessions({ query }))),
  })
}
