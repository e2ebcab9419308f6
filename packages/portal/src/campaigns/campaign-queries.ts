/** What the pages ask about campaigns; each answer once, whoever asks. */

import type { Output } from '@muster/contract/routes'
import { useQuery } from '@tanstack/react-query'
import { live } from '../answers.ts'
import { api } from '../session.ts'
import { readEveryPage } from '../ui/every-page.ts'

/** All campaigns, newest first. */
export function useCampaigns() {
  return useQuery({
    queryKey: ['campaigns'],
    queryFn: async () => {
      const campaigns = await readEveryPage(query => api.listCampaigns({ query }))
      return campaigns.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    },
    staleTime: 30_000,
  })
}

export function useCampaign(campaignId: string) {
  return useQuery({
    queryKey: ['campaign', campaignId],
    ...live(`getCampaign ${campaignId}`, () => api.getCampaign({ params: { campaignId } })),
  })
}

export function useStatus(campaignId: string) {
  return useQuery({
    queryKey: ['campaign', campaignId, 'status'],
    ...live(`campaignStatus ${campaignId}`, () => api.campaignStatus({ params: { campaignId } })),
  })
}

export function useAdoption(campaignId: string) {
  return useQuery({
    queryKey: ['campaign', campaignId, 'adoption'],
    ...live(`campaignAdoption ${campaignId}`, () => api.campaignAdoption({ params: { campaignId } })),
  })
}

export function useBreakDown(campaignId: string, by: Output<'campaignBreakDown'>['by']) {
  return useQuery({
    queryKey: ['campaign', campaignId, 'breakDown', by],
    ...live(`campaignBreakDown ${campaignId} ${by}`, () =>
      api.campaignBreakDown({ params: { campaignId, by } }),
    ),
  })
}

export function useEffects(campaignId: string) {
  return useQuery({
    queryKey: ['campaign', campaignId, 'effects'],
    ...live(`campaignEffects ${campaignId}`, () => api.campaignEffects({ params: { campaignId } })),
  })
}

/** As many as stand beside a chart. */
const recentShown = 6

export function useRecentEvents(campaignId: string) {
  return useQuery({
    queryKey: ['campaign', campaignId, 'events'],
    ...live(`recentEvents ${campaignId}`, () =>
      api.recentEvents({ params: { campaignId }, query: { limit: recentShown } }),
    ),
  })
}
