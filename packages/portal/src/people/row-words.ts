/** Why a row was not taken as it stands, in the reader's language; one that somebody typed is repeated as it was typed. */

import type { Texts } from '../texts/en.ts'
import type { BatchRow } from './batch-queries.ts'

type Reasoned = Pick<BatchRow, 'reason' | 'reasonCode' | 'reasonFacts'>

export function tellRow({ reason, reasonCode, reasonFacts }: Reasoned, t: Texts): string {
  return reasonCode === null ? (reason ?? '') : t.rowReasons[reasonCode](reasonFacts)
}
