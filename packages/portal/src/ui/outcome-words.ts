/**
 * What became of a mail, a sender or an act of an automation, in the reader's language: what is known is said in its
 * words, and what somebody else said is quoted.
 */

import { actSentences } from '@muster/core/act-sentences'
import { mailServerSentences } from '@muster/core/mail-server-sentences'
import { obstacleSentences } from '@muster/core/obstacle-sentences'
import { reachSentences } from '@muster/core/reach-sentences'
import { sendingSentences } from '@muster/core/sending-sentences'
import type { Facts } from '@muster/core/sentences'
import { tellCaller } from '../texts/caller-words.ts'
import type { Texts } from '../texts/en.ts'
import { capitalised } from './sentence-case.ts'

/** Of a mail or a sender, as a part of a line: beginning large, with no full stop of its own. */
export function tellOutcome(outcome: string, t: Texts): string {
  return capitalised(tellOfMail(outcome, t) ?? t.answered(outcome))
}

/** The same of an act of an automation; what is said of one that is no mail is not read as if it were said of one. */
export function tellActOutcome({ kind, detail }: { kind: string; detail: string }, t: Texts): string {
  const tell = kind.startsWith('mail') ? tellOfMail : tellOfAct
  return capitalised(tell(detail, t) ?? t.answered(detail))
}

/** Null for a sentence that is none of the service's, nor one of Graph or a mail server that it knows. */
export function tellOfMail(outcome: string, t: Texts): string | null {
  const known = tellOfAct(outcome, t)
  if (known !== null) return known
  const read = mailServerSentences.read(outcome)
  return read === null ? null : t.mailServerSays(read.code, read.facts)
}

/** What is known whatever the act was; null for all else. */
export function tellOfAct(outcome: string, t: Texts): string | null {
  const sending = sendingSentences.read(outcome)
  if (sending !== null) return t.sendingSays(sending.code, spell(sending.facts, t))
  const act = actSentences.read(outcome)
  return act === null ? tellReach(outcome, t) : t.actSays(act.code, spell(act.facts, t))
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
    ...(said === undefined ? {} : { said: tellOfAct(said, t) ?? said }),
  }
}
