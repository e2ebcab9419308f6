/** Whom a campaign asks: the one whole that every share on its page is a share of. Pure. */

import type { Output } from '@muster/contract/routes'

type Counts = Output<'campaignStatus'>['counts']

/** Everybody but those whom it leaves alone on purpose. */
export function askedOf(counts: Counts): number {
  const { pending, sent, clicked, addedToGroup, active, failed } = counts
  return pending + sent + clicked + addedToGroup + active + failed
}
