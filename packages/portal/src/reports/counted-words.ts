/** What a summary of all campaigns counts: how many there are, and which of them are only drafts. */

import type { Output } from '@muster/contract/routes'
import type { Texts } from '../texts/en.ts'

type Counted = Pick<Output<'tenantSummary'>, 'campaigns' | 'drafts'>

/** A draft asks nobody yet, and still its people stand in the figures: whoever reads them is to know. */
export function tellCounted({ campaigns, drafts }: Counted, t: Pick<Texts, 'reports'>): string {
  const counted = t.reports.campaignsCounted(campaigns)
  return drafts === 0 ? counted : `${counted} · ${t.reports.draftsCounted(drafts)}`
}
