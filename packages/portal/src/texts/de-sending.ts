/** Deutsch für das, was aus E-Mails und Absendern wurde; was Graph, ein Mailserver oder das Netz sagte, wird erklärt und dann angeführt. */

import type { ReachCode } from '@muster/core/reach-sentences'
import type { SendingCode } from '@muster/core/sending-sentences'
import { type Facts, fillIn } from '@muster/core/sentences'
import type { enSending } from './en-sending.ts'

const mayNotSend =
  'die App darf nicht als dieses Postfach senden: Erteilen Sie Mail.Send, oder eine Rolle von Exchange dafür.'
const noMailbox = 'ein solches Postfach gibt es nicht, oder nicht in Exchange Online.'
const dayOver = 'das Postfach hat gesendet, so viel es an einem Tag darf.'
const graphSays = (code: string) => `Microsoft sagt dazu: „{status} ${code}: {said}“`
const serverSays = 'er sagt dazu: „{said}“'
const untrusted =
  'dem Zertifikat des Mailservers wird nicht vertraut; MUSTER_CA_FILE kann nennen, wer es ausgestellt hat'

/** Facts stand in braces, as in the sentences themselves. */
const texts: Readonly<Record<SendingCode, string>> = {
  sealed:
    'die Angaben wurden mit einem anderen geheimen Schlüssel gespeichert: Geben Sie sie mit „Bearbeiten“ noch einmal ein',
  mailerClosed: 'das Senden wurde beendet',
  calledOff: 'das Senden wurde abgebrochen',
  noMailbox: 'im Verzeichnis steht keine Mailadresse',
  ruleGone: 'die Automation, die es verlangt hat, gibt es nicht mehr',
  noWords: 'es gibt keine Worte dafür',
  wordsFailed: 'aus den Worten der Automation wird keine E-Mail: „{said}“',
  templateFailed: 'aus der Vorlage wird keine E-Mail: „{said}“',
  campaignFinished: 'die Kampagne wurde abgeschlossen',
  nobodyLeft: 'es ist niemand mehr zu nennen',
  processEnded: 'das Programm endete beim Senden, bevor die Antwort kam',
  linkOpened: 'der Link daraus wurde geöffnet',
  inSentItems: 'in „Gesendete Elemente“ gefunden',
  notInSentItems: 'in „Gesendete Elemente“ nicht gefunden, also nicht gesendet',
  arrivedAfter: 'nach {hours} Stunden als angekommen angenommen, wie es die Kampagne vorsieht',
  againAfter: 'nach {hours} Stunden noch einmal gesendet, wie es die Kampagne vorsieht',
  arrivedBy: 'als angekommen angenommen, auf Entscheidung von {by}',
  againBy: 'noch einmal gesendet, auf Entscheidung von {by}',
  testMayHaveGone: 'vielleicht ging es hinaus; sehen Sie im Postfach nach',
  testTooLate: 'das Postfach konnte eine Stunde lang nicht senden',

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

const reachTexts: Readonly<Record<ReachCode, string>> = {
  noToken: 'Muster konnte sich beim Mandanten nicht anmelden: {said}',
  timeUp: 'die Zeit war um',
  cancelled: 'abgebrochen',
  nobodyAnswers: 'dort antwortet niemand ({code})',
  noSuchHost: 'einen solchen Host gibt es nicht ({code})',
  nameSilent: 'der Name des Hosts ließ sich nicht nachschlagen ({code})',
  certificateOver: 'das Zertifikat dort ist abgelaufen ({code})',
  certificateUntrusted: 'dem Zertifikat dort wird nicht vertraut ({code})',
  certificateOther: 'das Zertifikat dort gilt für einen anderen Namen ({code})',
  connectionBroke: 'die Verbindung brach ab ({code})',
}

export const deSending: typeof enSending = {
  sendingSays: (code: SendingCode, facts: Facts) => fillIn(texts[code], facts),
  reachSays: (code: ReachCode, facts: Facts) => fillIn(reachTexts[code], facts),
  answered: said => `die Antwort war: „${said}“`,
}
