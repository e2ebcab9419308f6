/** What a list came to, or would, in one sentence: who is new, who was there already, which rows came to nothing. Pure. */

import type { Texts } from '../texts/en.ts'
import type { Formats } from '../texts/formats.ts'
import type { Batch } from './batch-queries.ts'

/** What the outcomes of its rows are called. */
export function outcomesOf({ dryRun, exclusion }: Pick<Told, 'dryRun' | 'exclusion'>, t: Texts) {
  if (dryRun) return t.outcomeWould
  return exclusion === null ? t.outcome : t.outcomeLeftOut
}

type Told = Pick<Batch, 'dryRun' | 'counts' | 'exclusion'>

export function tellList({ dryRun, counts, exclusion }: Told, t: Texts, format: Formats): string {
  const says = dryRun ? t.listWould : exclusion === null ? t.listDid : t.listLeftOut
  // Of a list of people to leave out, whoever was in the campaign before is as new to it as a newcomer.
  const isLeavingOut = !dryRun && exclusion !== null
  const added = isLeavingOut ? counts.added + counts.updated : counts.added
  const updated = isLeavingOut ? 0 : counts.updated
  const parts = [
    says.added(added, format.number(added)),
    ...(updated > 0 ? [says.updated(updated, format.number(updated))] : []),
    ...(['unchanged', 'skipped', 'invalid'] as const).flatMap(one =>
      counts[one] > 0 ? [says[one](counts[one], format.number(counts[one]))] : [],
    ),
  ]
  return `${parts.join('; ')}.`
}
