/** What a report is about, in its address: tenant, campaign, period, and whether small groups are hidden. */

export const periods = ['day', 'week', 'whole'] as const
export type Period = (typeof periods)[number]

export interface ReportSearch {
  tenant?: string
  campaign?: string
  period?: Period
  hideSmall?: boolean
}

export function readReportSearch(search: Record<string, unknown>): ReportSearch {
  const { tenant, campaign, hideSmall } = search
  const period = periods.find(one => one === search.period)
  return {
    ...(typeof tenant === 'string' ? { tenant } : {}),
    ...(typeof campaign === 'string' ? { campaign } : {}),
    ...(period === undefined ? {} : { period }),
    ...(hideSmall === true ? { hideSmall } : {}),
  }
}
