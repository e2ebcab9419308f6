/** Deutsch für das, was aus E-Mails und Absendern wurde, und warum niemand erreicht wurde. */

import type { ReachCode } from '@muster/core/reach-sentences'
import type { SendingCode } from '@muster/core/sending-sentences'
import { type Facts, fillIn } from '@muster/core/sentences'
import type { enSending } from './en-sending.ts'

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
