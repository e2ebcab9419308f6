/** Adoption day by day, in UTC: of one campaign, or of all campaigns of a tenant with each person counted once. */

import type { Output } from '@muster/contract/routes'
import type { Database } from '../db/database.ts'
import { countOf, readFigures } from './tallies.ts'

type Adoption = Output<'campaignAdoption'>

/** `scopeId` is a campaign or a tenant. Whoever is set aside on purpose is not asked, and counts neither for nor against. */
export async function readAdoption(db: Database, scopeId: string): Promise<Adoption> {
  const names = ['asked', 'registeredBefore', 'invitedOn', 'confirmedOn', 'registeredOn']
  const figures = await readFigures(db, scopeId, names)
  const [invited, confirmed, registered] = [
    countOf(figures, 'invitedOn'),
    countOf(figures, 'confirmedOn'),
    countOf(figures, 'registeredOn'),
  ]
  const days = [...new Set([invited, confirmed, registered].flatMap(counts => [...counts.keys()]))].sort()
  return {
    people: countOf(figures, 'asked').get('') ?? 0,
    registeredBefore: countOf(figures, 'registeredBefore').get('') ?? 0,
    days: days
      .map(day => ({
        day,
        invited: invited.get(day) ?? 0,
        confirmed: confirmed.get(day) ?? 0,
        registered: registered.get(day) ?? 0,
      }))
      // A day from which everybody has moved on to another one.
      .filter(day => day.invited + day.confirmed + day.registered > 0),
  }
}
