/**
 * What becomes of mails and of the senders that send them: what Muster says by itself, and what is known of the sentences
 * of Graph and of mail servers. Rows keep the sentence; whoever speaks another language reads it back.
 */

import { createSentences } from './sentences.ts'

/** The first that fits is meant, so the more particular one stands before the more general. */
export const sendingSentences = createSentences({
  // Muster's own.
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

  // Graph's own, with its codes (facts, sections 2 and 10).
  graphSignIn: '401 {said}',
  graphMayNotSend: '{status} ErrorAccessDenied: {said}',
  graphNotInToken: '{status} NoPermissionsInAccessToken: {said}',
  graphDenied: '{status} Authorization_RequestDenied: {said}',
  graphNotEnabled: '{status} MailboxNotEnabledForRESTAPI: {said}',
  graphNoUser: '{status} ErrorInvalidUser: {said}',
  graphNotFound: '{status} Request_ResourceNotFound: {said}',
  graphNotAsThis: '{status} ErrorSendAsDenied: {said}',
  graphDayOver: '{status} ErrorExceededMessageLimit: {said}',
  graphQuota: '{status} ErrorSubmissionQuotaExceeded',
  graphTooFast: '429 {said}',

  // Nodemailer's own, with what the server said (nodemailer 10, smtp-connection).
  smtpDayOver: '{step}: 550 5.1.90 {said}',
  smtpPassword: 'Invalid login: {said}',
  smtpSignIn: 'Mail command failed: 530 {said}',
  smtpSender: 'Mail command failed: {said}',
  smtpRecipient: "Can't send mail - all recipients were rejected: {said}",
  smtpMessage: 'Message failed: {said}',
  smtpGreeting: 'Invalid greeting. response={said}',
  smtpSilent: 'Greeting never received',
  smtpTimeout: 'Timeout',
  smtpConnect: 'Connection timeout',
  smtpClosed: 'Connection closed unexpectedly',
  smtpNoTls: 'Error upgrading connection with STARTTLS: {said}',
  smtpTls: 'Error initiating TLS - {said}',
  smtpNoHost: '{call} ENOTFOUND {host}',
  smtpNameSilent: '{call} EAI_AGAIN {host}',
  smtpRefused: '{call} ECONNREFUSED {address}',
  smtpUnreached: '{call} ETIMEDOUT {address}',
  smtpSelfSigned: 'self-signed certificate{said}',
  smtpUntrusted: 'unable to verify the first certificate{said}',
  smtpIssuer: 'unable to get local issuer certificate{said}',
  smtpExpired: 'certificate has expired',
  smtpOtherName: "Hostname/IP does not match certificate's altnames: {said}",
})

export type SendingCode = (typeof sendingSentences.codes)[number]
