/**
 * English for what became of mails and senders, and why nobody was reached: the service's own sentences, but for those that
 * speak of commands of a terminal.
 */

import { type ReachCode, reachSentences } from '@muster/core/reach-sentences'
import { type SendingCode, sendingSentences } from '@muster/core/sending-sentences'
import { type Facts, fillIn } from '@muster/core/sentences'

/** Facts stand in braces, as in the sentences themselves. */
const ownSentences: Readonly<Partial<Record<SendingCode, string>>> = {
  sealed: 'its settings were stored with another secret key: enter them again with “Edit”',
  wordsFailed: 'the words of the automation make no mail: “{said}”',
  templateFailed: 'the template makes no mail: “{said}”',
}

export const enSending = {
  sendingSays(code: SendingCode, facts: Facts): string {
    const own = ownSentences[code]
    return own === undefined ? sendingSentences.tell(code, facts) : fillIn(own, facts)
  },
  reachSays: (code: ReachCode, facts: Facts): string => reachSentences.tell(code, facts),
  /** What somebody else said, and nobody here knows. */
  answered: (said: string) => `the answer was: “${said}”`,
}
