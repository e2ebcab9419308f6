/** Whom a row of a list means: a bare object id, as a group has them, is told by name where the directory knows one. */

import { entraId } from '@muster/contract/shapes/common'
import type { BatchRow } from './batch-queries.ts'

export interface RowName {
  text: string
  /** What stands below it, smaller. */
  detail: string | null
}

type Named = Pick<BatchRow, 'value' | 'displayName' | 'userPrincipalName'>

export function nameRow({ value, displayName, userPrincipalName }: Named): RowName {
  if (userPrincipalName === null || !entraId.safeParse(value).success) return { text: value, detail: null }
  return displayName === null || displayName === ''
    ? { text: userPrincipalName, detail: null }
    : { text: displayName, detail: userPrincipalName }
}
