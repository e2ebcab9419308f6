/**
 * What becomes of mails and of the senders that send them, as Muster itself says it: each sentence by its code. Rows keep
 * the sentence; whoever speaks another language reads it back.
 */

import { createSentences } from './sentences.ts'

export const sendingSentences = createSentences({
  sealed: 'its settings were stored with another secret key: enter them again with "muster sender update"',
  mailerClosed: 'the mailer has been closed',
  calledOff: 'sending was called off',
  noMailbox: 'the directory has no mail address',
  ruleGone: 'the rule that asked for it is gone',
  noWords: 'there are no words for it',
  wordsFailed: "the rule's words failed: {said}",
  templateFailed: 'the template failed: {said}',
  campaignFinished: 'the campaign was finished',
  nobodyLeft: 'nobody is left to tell of',
  processEnded: 'the sending process ended before the answer came',
  linkOpened: 'its link was opened',
  inSentItems: 'found in Sent Items',
  notInSentItems: 'not found in Sent Items, so it was not sent',
  arrivedAfter: 'taken as arrived after {hours} hours, as the campaign says',
  againAfter: 'sent again after {hours} hours, as the campaign says',
  arrivedBy: 'taken as arrived, as {by} decided',
  againBy: 'sent again, as {by} decided',
  testMayHaveGone: 'it may have gone; look into the mailbox',
  testTooLate: 'the mailbox could not send for an hour',
})

export type SendingCode = (typeof sendingSentences.codes)[number]
