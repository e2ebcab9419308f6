/** Ids in an address that somebody may have cut short or made up: what cannot be an id counts as absent. */

import { id } from '@muster/contract/shapes/common'

export function isId(value: unknown): value is string {
  return id.safeParse(value).success
}
