/**
 * What is known of the sentences of Graph and of Nodemailer about mails and mailboxes, each by a code, with what the server
 * itself said as a fact. Of other calls of Graph the same words would mean something else.
 */

import { createSentences } from './sentences.ts'

/** The first that fits is meant, so the more particular one stands before the more general. */
export const mailServerSentences = createSentences({
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

export type MailServerCode = (typeof mailServerSentences.codes)[number]
