/** What an act on people would come to, in sentences that leave no doubt whether it has happened. Pure. */

import type { Texts } from '../texts/en.ts'
import type { Formats } from '../texts/formats.ts'
import type { Acted } from './acting.ts'

/** The first sentence says how many change; the others where they stand afterwards, and who stays as they are. */
export function foretell({ changed, unchanged, become }: Acted, t: Texts, format: Formats): string[] {
  return [
    t.acts.willChange(changed, format.number(changed)),
    ...become.map(([status, people]) => t.acts.willStand(people, format.number(people), t.status[status])),
    ...(unchanged > 0 ? [t.acts.unchanged(unchanged, format.number(unchanged))] : []),
  ]
}
