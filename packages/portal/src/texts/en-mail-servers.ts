/** English for what Graph and mail servers say of mails and mailboxes: it is explained and then quoted. */

import type { MailServerCode } from '@muster/core/mail-server-sentences'
import { type Facts, fillIn } from '@muster/core/sentences'

const mayNotSend = 'the app may not send as this mailbox: grant Mail.Send, or a role of Exchange for it.'
const noMailbox = 'there is no such mailbox, or it is not in Exchange Online.'
const dayOver = 'the mailbox has sent as much as it may in a day.'
const graphSays = (code: string) => `Microsoft says: “{status} ${code}: {said}”`
const untrusted =
  'the certificate of the mail server is not one that is trusted; MUSTER_CA_FILE can name its authority'

/** Facts stand in braces, as in the sentences themselves. */
const texts: Readonly<Record<MailServerCode, string>> = {
  graphSignIn:
    'the tenant does not let Muster in: open Tenants, and choose “Check permissions”. Microsoft says: “401 {said}”',
  graphMayNotSend: `${mayNotSend} ${graphSays('ErrorAccessDenied')}`,
  graphNotInToken: `${mayNotSend} ${graphSays('NoPermissionsInAccessToken')}`,
  graphDenied: `${mayNotSend} ${graphSays('Authorization_RequestDenied')}`,
  graphNotEnabled: `${noMailbox} ${graphSays('MailboxNotEnabledForRESTAPI')}`,
  graphNoUser: `${noMailbox} ${graphSays('ErrorInvalidUser')}`,
  graphNotFound: `${noMailbox} ${graphSays('Request_ResourceNotFound')}`,
  graphNotAsThis: `the mailbox may not send under this address. ${graphSays('ErrorSendAsDenied')}`,
  graphDayOver: `${dayOver} ${graphSays('ErrorExceededMessageLimit')}`,
  graphQuota: `${dayOver} Microsoft says: “{status} ErrorSubmissionQuotaExceeded”`,
  graphTooFast: 'Microsoft asks for a pause: “429 {said}”',

  smtpDayOver: `${dayOver} The mail server says: “550 5.1.90 {said}”`,
  smtpPassword: 'the mail server does not take user and password; it says: “{said}”',
  smtpSignIn: 'the mail server wants a sign-in; it says: “530 {said}”',
  smtpSender: 'the mail server does not take mails from this address; it says: “{said}”',
  smtpRecipient: 'the mail server does not take mails to this address; it says: “{said}”',
  smtpMessage: 'the mail server does not take this mail; it says: “{said}”',
  smtpGreeting: 'the mail server does not talk to Muster; it says: “{said}”',
  smtpSilent: 'the mail server does not answer; look at its address and port',
  smtpTimeout: 'the mail server did not answer in time',
  smtpConnect: 'the mail server does not answer; look at its address and port',
  smtpClosed: 'the mail server ended the connection',
  smtpNoTls:
    'the mail server offers no encryption (STARTTLS), and without it no password is sent; it says: “{said}”',
  smtpTls:
    'no encrypted connection to the mail server came about: “{said}”; look at the port and the kind of TLS',
  smtpNoHost: 'there is no mail server named {host}',
  smtpNameSilent: 'the name of the mail server, {host}, could not be looked up',
  smtpRefused: 'nobody answers at {address}; look at the address and the port of the mail server',
  smtpUnreached: 'nobody answers at {address}; look at the address and the port of the mail server',
  smtpSelfSigned: `${untrusted}: “self-signed certificate{said}”`,
  smtpUntrusted: `${untrusted}: “unable to verify the first certificate{said}”`,
  smtpIssuer: `${untrusted}: “unable to get local issuer certificate{said}”`,
  smtpExpired: 'the certificate of the mail server has expired',
  smtpOtherName: 'the certificate of the mail server is for another name: “{said}”',
}

export const enMailServers = {
  mailServerSays: (code: MailServerCode, facts: Facts): string => fillIn(texts[code], facts),
}
