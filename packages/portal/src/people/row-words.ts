/** Why a row was not taken as it stands, in the reader's language; a reason that is not known here is repeated as it was said. */

import type { Texts } from '../texts/en.ts'
import type { BatchRow } from './batch-queries.ts'

type Reasoned = Pick<BatchRow, 'reason' | 'reasonCode' | 'reasonFacts'>

export function tellRow({ reason, reasonCode, reasonFacts }: Reasoned, t: Texts): string {
  if (reasonCode !== null) return t.rowReasons[reasonCode](reasonFacts)
  return reason === null ? '' : (t.reasonName(reason) ?? reason)
}
