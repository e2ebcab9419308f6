/** A claim as its row keeps it: JSON, with the token left out where it is more than a GUID. */

import { kindOfToken, type ListClaim } from '@muster/core/take-over-row'

const times = ['registeredAt', 'clickedAt', 'joinedAt', 'invitedAt', 'remindedAt', 'escalatedAt'] as const

export type StoredClaim = Omit<ListClaim, (typeof times)[number]> &
  Record<(typeof times)[number], string | null>

export function storeClaim(claim: ListClaim): ListClaim {
  const { token } = claim
  return { ...claim, token: token === null || kindOfToken(token) !== 'guid' ? null : token.toLowerCase() }
}

export function readClaim(stored: StoredClaim): ListClaim {
  const read = (time: string | null) => (time === null ? null : new Date(time))
  return {
    ...stored,
    registeredAt: read(stored.registeredAt),
    clickedAt: read(stored.clickedAt),
    joinedAt: read(stored.joinedAt),
    invitedAt: read(stored.invitedAt),
    remindedAt: read(stored.remindedAt),
    escalatedAt: read(stored.escalatedAt),
  }
}
