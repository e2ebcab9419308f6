/**
 * What became of a mail, a sender or an act of an automation, in the reader's language: what is known is said in its
 * words, and what somebody else said is quoted.
 */

import { obstacleSentences } from '@muster/core/obstacle-sentences'
import { reachSentences } from '@muster/core/reach-sentences'
import { sendingSentences } from '@muster/core/sending-sentences'
import type { Facts } from '@muster/core/sentences'
import { tellCaller } from '../texts/caller-words.ts'
import type { Texts } from '../texts/en.ts'
import { capitalised } from './sentence-case.ts'

/** As a part of a line: beginning large, with no full stop of its own. */
export function tellOutcome(outcome: string, t: Texts): string {
  return capitalised(tellKnown(outcome, t) ?? t.answered(outcome))
}

/** Null for a sentence that is none of the service's on mails and senders, nor one of others that it knows. */
export function tellKnown(outcome: string, t: Texts): string | null {
  const read = sendingSentences.read(outcome)
  return read === null ? tellReach(outcome, t) : t.sendingSays(read.code, spell(read.facts, t))
}

/** Of what was said of any call: why nobody was reached, or what stands in the way; null for whatever else it is. */
export function tellReach(said: string, t: Texts): string | null {
  const reach = reachSentences.read(said)
  if (reach !== null) return t.reachSays(reach.code, spell(reach.facts, t))
  const obstacle = obstacleSentences.read(said)
  return obstacle === null ? null : t.obstacleSays(obstacle.code, obstacle.facts)
}

/** Within what is known may stand something else that is. */
function spell(facts: Facts, t: Texts): Facts {
  const { by, said } = facts
  return {
    ...facts,
    ...(by === undefined ? {} : { by: tellCaller(by, t) }),
    ...(said === undefined ? {} : { said: tellReach(said, t) ?? said }),
  }
}
