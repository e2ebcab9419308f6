/** What the pages ask about campaigns; each answer once, whoever asks. */

import { useQuery } from '@tanstack/react-query'
import { liveEveryMs } from '../answers.ts'
import { api } from '../session.ts'
import { readEveryPage } from '../ui/every-page.ts'

/** All campaigns, newest first. */
export function useCampaigns() {
  return useQuery({
    queryKey: ['campaigns'],
    queryFn: () => readEveryPage(query => api.listCampaigns({ query })),
    staleTime: 30_000,
  })
}

export function useCampaign(campaignId: string) {
  return useQuery({
    queryKey: ['campaign', campaignId],
    queryFn: () => api.getCampaign({ params: { campaignId } }),
    refetchInterval: liveEveryMs,
  })
}

export function useStatus(campaignId: string) {
  return useQuery({
    queryKey: ['campaign', campaignId, 'status'],
    queryFn: () => api.campaignStatus({ params: { campaignId } }),
    refetchInterval: liveEveryMs,
  })
}

export function useAdoption(campaignId: string) {
  return useQuery({
    queryKey: ['campaign', campaignId, 'adoption'],
    queryFn: () => api.campaignAdoption({ params: { campaignId } }),
    refetchInterval: liveEveryMs,
  })
}

/** As many as stand beside a chart. */
const recentShown = 6

export function useRecentEvents(campaignId: string) {
  return useQuery({
    queryKey: ['campaign', campaignId, 'events'],
    queryFn: () => api.recentEvents({ params: { campaignId }, query: { limit: recentShown } }),
    refetchInterval: liveEveryMs,
  })
}
