/** Deutsch für das, was Graph und Mailserver über E-Mails und Postfächer sagen: Es wird erklärt und dann angeführt. */

import type { MailServerCode } from '@muster/core/mail-server-sentences'
import { type Facts, fillIn } from '@muster/core/sentences'
import type { enMailServers } from './en-mail-servers.ts'

const mayNotSend =
  'die App darf nicht als dieses Postfach senden: Erteilen Sie Mail.Send, oder eine Rolle von Exchange dafür.'
const noMailbox = 'ein solches Postfach gibt es nicht, oder nicht in Exchange Online.'
const dayOver = 'das Postfach hat gesendet, so viel es an einem Tag darf.'
const graphSays = (code: string) => `Microsoft sagt dazu: „{status} ${code}: {said}“`
const serverSays = 'er sagt dazu: „{said}“'
const untrusted =
  'dem Zertifikat des Mailservers wird nicht vertraut; MUSTER_CA_FILE kann nennen, wer es ausgestellt hat'

/** Facts stand in braces, as in the sentences themselves. */
const texts: Readonly<Record<MailServerCode, string>> = {
  graphSignIn:
    'der Mandant lässt Muster nicht herein: Öffnen Sie Mandanten, und wählen Sie „Berechtigungen prüfen“. Microsoft sagt dazu: „401 {said}“',
  graphMayNotSend: `${mayNotSend} ${graphSays('ErrorAccessDenied')}`,
  graphNotInToken: `${mayNotSend} ${graphSays('NoPermissionsInAccessToken')}`,
  graphDenied: `${mayNotSend} ${graphSays('Authorization_RequestDenied')}`,
  graphNotEnabled: `${noMailbox} ${graphSays('MailboxNotEnabledForRESTAPI')}`,
  graphNoUser: `${noMailbox} ${graphSays('ErrorInvalidUser')}`,
  graphNotFound: `${noMailbox} ${graphSays('Request_ResourceNotFound')}`,
  graphNotAsThis: `das Postfach darf nicht unter dieser Adresse senden. ${graphSays('ErrorSendAsDenied')}`,
  graphDayOver: `${dayOver} ${graphSays('ErrorExceededMessageLimit')}`,
  graphQuota: `${dayOver} Microsoft sagt dazu: „{status} ErrorSubmissionQuotaExceeded“`,
  graphTooFast: 'Microsoft bittet um eine Pause: „429 {said}“',

  smtpDayOver: `${dayOver} Der Mailserver sagt dazu: „550 5.1.90 {said}“`,
  smtpPassword: `der Mailserver nimmt Benutzer und Kennwort nicht an; ${serverSays}`,
  smtpSignIn: 'der Mailserver verlangt eine Anmeldung; er sagt dazu: „530 {said}“',
  smtpSender: `der Mailserver nimmt von dieser Adresse nichts an; ${serverSays}`,
  smtpRecipient: `der Mailserver nimmt für diese Adresse nichts an; ${serverSays}`,
  smtpMessage: `der Mailserver nimmt diese E-Mail nicht an; ${serverSays}`,
  smtpGreeting: `der Mailserver spricht nicht mit Muster; ${serverSays}`,
  smtpSilent: 'der Mailserver antwortet nicht; prüfen Sie Adresse und Port',
  smtpTimeout: 'der Mailserver hat nicht rechtzeitig geantwortet',
  smtpConnect: 'der Mailserver antwortet nicht; prüfen Sie Adresse und Port',
  smtpClosed: 'der Mailserver hat die Verbindung beendet',
  smtpNoTls: `der Mailserver bietet keine Verschlüsselung (STARTTLS), und ohne sie wird kein Kennwort gesendet; ${serverSays}`,
  smtpTls:
    'mit dem Mailserver kam keine verschlüsselte Verbindung zustande: „{said}“; prüfen Sie den Port und die Art von TLS',
  smtpNoHost: 'einen Mailserver namens {host} gibt es nicht',
  smtpNameSilent: 'der Name des Mailservers, {host}, ließ sich nicht nachschlagen',
  smtpRefused: 'unter {address} antwortet niemand; prüfen Sie Adresse und Port des Mailservers',
  smtpUnreached: 'unter {address} antwortet niemand; prüfen Sie Adresse und Port des Mailservers',
  smtpSelfSigned: `${untrusted}: „self-signed certificate{said}“`,
  smtpUntrusted: `${untrusted}: „unable to verify the first certificate{said}“`,
  smtpIssuer: `${untrusted}: „unable to get local issuer certificate{said}“`,
  smtpExpired: 'das Zertifikat des Mailservers ist abgelaufen',
  smtpOtherName: 'das Zertifikat des Mailservers gilt für einen anderen Namen: „{said}“',
}

export const deMailServers: typeof enMailServers = {
  mailServerSays: (code: MailServerCode, facts: Facts) => fillIn(texts[code], facts),
}
