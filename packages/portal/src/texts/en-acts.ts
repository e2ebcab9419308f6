/** English for what came of an act of an automation: the service's own sentences, and what the network said, explained. */

import { type ActCode, actSentences } from '@muster/core/act-sentences'
import { type Facts, fillIn } from '@muster/core/sentences'

const untrusted = 'the certificate there is not one that is trusted'

/** Facts stand in braces, as in the sentences themselves. */
const ownSentences: Readonly<Partial<Record<ActCode, string>>> = {
  takenOut: 'the action was taken out of the automation',
  enforced:
    '“{campaign}” enforces on the group, and the automation does not say that people leave it all the same',
  groupBusy: 'the group is being changed by somebody else ({answer})',
  memberUnknown: 'the directory does not know the person yet ({answer})',
  answeredWith: 'answered {status}: “{said}”',
  mailBack: 'the mail came back: “{said}”',
  callRefused: 'nobody answers at {address}',
  callSilent: 'nobody answers at {address}',
  callReset: 'the connection broke',
  callHungUp: 'the connection broke',
  callSelfSigned: `${untrusted}: “self-signed certificate{said}”`,
  callUntrusted: `${untrusted}: “unable to verify the first certificate{said}”`,
  callExpired: 'the certificate there has expired',
  callOtherName: 'the certificate there is for another name: “{said}”',
}

export const enActs = {
  actSays(code: ActCode, facts: Facts): string {
    const own = ownSentences[code]
    return own === undefined ? actSentences.tell(code, facts) : fillIn(own, facts)
  },
}
