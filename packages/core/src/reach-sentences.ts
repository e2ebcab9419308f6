/** Why Graph was not reached, whatever it was to be asked: each reason as a code and as an English sentence. */

import { createSentences } from './sentences.ts'

export const reachSentences = createSentences({
  noToken: 'no token: {said}',
  timeUp: 'the time was up',
  cancelled: 'cancelled',
  nobodyAnswers: 'nobody answers there ({code})',
  noSuchHost: 'there is no such host ({code})',
  nameSilent: 'its name could not be looked up ({code})',
  certificateOver: 'its certificate has expired ({code})',
  certificateUntrusted: 'its certificate is not trusted ({code})',
  certificateOther: 'its certificate is for another name ({code})',
  connectionBroke: 'the connection broke ({code})',
})

export type ReachCode = (typeof reachSentences.codes)[number]
