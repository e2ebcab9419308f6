/** What a plan comes to, before any figure is read: whether anybody would be invited at all, and if not, why. Pure. */

import type { Output } from '@muster/contract/routes'

type Plan = Pick<Output<'planCampaign'>, 'people' | 'mailed' | 'notMailed' | 'wave' | 'due'>

export type Outlook =
  | { kind: 'empty' }
  /** `why`: the one reason that holds for everybody; null where there are several. */
  | { kind: 'nobodyToInvite'; why: Plan['notMailed'][number]['reason'] | null }
  | { kind: 'noSender' }
  | { kind: 'noDue' }
  | { kind: 'due'; due: NonNullable<Plan['due']> }

export function judgeOutlook({ people, mailed, notMailed, wave, due }: Plan): Outlook {
  if (people === 0) return { kind: 'empty' }
  if (mailed.people === 0) {
    const [only, ...others] = notMailed
    return { kind: 'nobodyToInvite', why: others.length === 0 ? (only?.reason ?? null) : null }
  }
  if (wave.finishAt === null) return { kind: 'noSender' }
  return due === null ? { kind: 'noDue' } : { kind: 'due', due }
}
