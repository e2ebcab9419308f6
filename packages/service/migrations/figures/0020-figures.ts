/** The figures since migration 0020: whoever had registered before anybody wrote to them is not newly registered. */

import { tallied as before, isRegisteredOnInvitation, type Tallied } from './0013-figures.ts'

export const tallied: readonly Tallied[] = before.map(one =>
  one.table === 'enrolment' ? { ...one, facts: one.facts.map(onInvitation) } : one,
)

function onInvitation(fact: Tallied['facts'][number]): Tallied['facts'][number] {
  const [figure, key, part] = fact
  return figure === 'recent' && part === "'registered'" ? [figure, key, part, isRegisteredOnInvitation] : fact
}
