/** What is said above mails of unknown fate: what they are, and whether the reader or somebody else may decide. */

import type { Texts } from '../texts/en.ts'

export interface Uncertain {
  /** How many of them are shown. */
  mails: number
  mayDecide: boolean
}

/** Null where there is none: nothing is unknown then, and nothing is to be decided. */
export function tellUncertain({ mails, mayDecide }: Uncertain, t: Pick<Texts, 'decisions'>): string | null {
  if (mails === 0) return null
  const { uncertain, mayDecide: mayTheReader, mayNotDecide } = t.decisions
  return `${uncertain(mails)} ${mayDecide ? mayTheReader : mayNotDecide}`
}
