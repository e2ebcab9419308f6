/** German for what the doctor says by itself; what Graph said is repeated as it was said. */

import type { DoctorCode } from '@muster/core/doctor-sentences'
import type { Facts } from '@muster/core/sentences'
import type { enDoctor } from './en-doctor.ts'

const says: Readonly<Record<DoctorCode, (facts: Facts) => string>> = {
  signIn: () => 'Anmeldung am Mandanten',
  links: () => 'Links der Personen',
  people: () => 'Personen lesen',
  methods: () => 'Anmeldemethoden lesen',
  report: () => 'Registrierungsbericht',
  auditLog: () => 'Überwachungsprotokoll',
  groupMembers: () => 'Mitglieder von Gruppen ändern',
  group: ({ group = '' }) => `Gruppe ${group}`,
  mail: () => 'Mails senden',
  mailAs: ({ address = '' }) => `Mails senden als ${address}`,
  sentItems: () => 'In „Gesendete Elemente“ und den Posteingang sehen',
  zones: () => 'Zeitzonen der Postfächer lesen',
  excess: () => 'Mehr als nötig',
  list: () => 'Die SharePoint-Liste',
  listOf: ({ campaign = '' }) => `Die SharePoint-Liste von ${campaign}`,

  linksOnlyHere: ({ address = '' }) =>
    `Die Links der Leute beginnen mit ${address}; das kann nur dieser Rechner öffnen`,
  setPublicUrl: () =>
    'Setzen Sie MUSTER_PUBLIC_URL auf eine Adresse, die sie erreichen, etwa https://mfa.example.com, und starten Sie den Dienst neu.',
  linksPlainHttp: ({ address = '' }) =>
    `Die Links der Leute beginnen mit ${address}: Was über http geht, kann unterwegs gelesen und geändert werden`,
  useHttps: () =>
    'Stellen Sie einen Proxy davor, der TLS beendet, und setzen Sie MUSTER_PUBLIC_URL auf seine https-Adresse.',
  loginSilent: ({ seconds = '' }) => `in ${seconds} s keine Antwort vom Anmeldedienst`,
  secretWrong: () =>
    'Das Geheimnis stimmt nicht: Nehmen Sie seinen Wert, nicht seine ID (App-Registrierungen, Zertifikate & Geheimnisse).',
  secretExpired: () =>
    'Das Geheimnis ist abgelaufen: Legen Sie ein neues an (App-Registrierungen, Zertifikate & Geheimnisse).',
  noSuchApp: () =>
    'Diese App gibt es in diesem Mandanten nicht: Prüfen Sie die Anwendungs-ID und die Mandanten-ID.',
  certificateWrong: () =>
    'Das Zertifikat ist nicht das der App-Registrierung: Laden Sie dort seinen öffentlichen Teil hoch.',
  tenantIdWrong: () =>
    'Die Mandanten-ID stimmt vielleicht nicht: Vergleichen Sie sie mit „Mandanten-ID“ auf der Übersicht in Entra, und berichtigen Sie sie hier mit „Bearbeiten“.',
  compareApp: () =>
    'Vergleichen Sie Mandanten-ID, Anwendungs-ID und Anmeldedaten mit der App-Registrierung in Entra.',
  reachLogin: () =>
    'Prüfen Sie, ob dieser Rechner den Anmeldedienst erreicht, und MUSTER_CA_FILE, falls er ein eigenes Zertifikat hat.',

  works: () => 'funktioniert',
  granted: () => 'erteilt',
  grantedUnseen: () => 'erteilt; dass es das Postfach gibt, zeigt eine Testmail',
  mailboxThere: () => 'erteilt, und das Postfach gibt es',
  noSuchMailbox: () => 'dieses Postfach gibt es nicht, oder es liegt nicht in Exchange Online',
  mendMailbox: () =>
    'die Adresse mit dem Postfach im Exchange Admin Center vergleichen oder den Absender entfernen',
  signedIn: ({ roles = '' }) => `angemeldet mit ${roles}`,
  signedInBare: () => 'angemeldet, ganz ohne Anwendungsberechtigung',
  linksBegin: ({ address = '' }) => `beginnen mit ${address}`,
  noMailbox: () => 'kein Graph-Postfach ist als Absender eingerichtet',
  noLicence: () => 'der Mandant hat keine Lizenz Entra ID P1 oder P2, also gibt es diesen Bericht nicht',
  notCarried: () => 'das Token enthält sie nicht',
  notCarriedMail: () =>
    'das Token enthält sie nicht; in Ordnung, wenn Exchange sie über „RBAC for Applications“ erteilt',
  takesMembers: ({ group = '' }) => `„${group}“ nimmt Mitglieder auf`,
  groupUnfit: ({ group = '', obstacle = '' }) => `„${group}“ lässt sich nicht verwenden: ${obstacle}`,
  noGroup: () => 'diese Gruppe gibt es nicht',
  noSender: () => 'kein Absender ist eingerichtet',
  budgetUsed: ({ until = '' }) =>
    `nicht gefragt: Das Budget für diese Art von Anfragen ist aufgebraucht bis ${until}`,
  notAsked: ({ why = '', until = '' }) => `nicht gefragt bis ${until}: ${why}`,
  bySmtp: () => 'sendet über SMTP; das zeigt die erste Mail',
  noList: () => 'keine Kampagne hat eine; sie zeigte eine Kampagne in einer Liste von SharePoint (wahlfrei)',
  listReadable: ({ list = '' }) => `„${list}“ ist lesbar`,
  listNotWritable: ({ list = '', reason = '' }) =>
    `„${list}“ ist lesbar, lässt sich aber nicht beschreiben: ${reason}`,
  listGone: ({ list = '' }) => `die Liste „${list}“ gibt es nicht mehr`,
  neverUsed: () => 'Muster braucht diese Berechtigung nie; wer seine Anmeldedaten hat, könnte sie gebrauchen',

  grantFor: ({ permission = '' }) =>
    `Erteilen Sie ${permission} als Anwendungsberechtigung mit Administratorzustimmung.`,
  grant: ({ permission = '' }) =>
    `Erteilen Sie ${permission} als Anwendungsberechtigung mit Administratorzustimmung.`,
  grantMail: () =>
    'Erteilen Sie Mail.Send mit Administratorzustimmung, oder in Exchange eine Rolle, die auf dieses Postfach begrenzt ist.',
  runAgain: () => 'Prüfen Sie dann noch einmal.',
  noneNeeded: () => 'Nichts zu tun: Die Personen werden einzeln gelesen.',
  tryAgain: () => 'Versuchen Sie es noch einmal; bleibt es so, schlagen Sie Graphs Code nach.',
  checkAddress: () =>
    'Prüfen Sie die Adresse, das Netz und MUSTER_CA_FILE, falls Graph ein eigenes Zertifikat hat.',
  otherGroup: () => 'Legen Sie eine zugewiesene Sicherheitsgruppe an und geben Sie sie der Kampagne.',
  checkGroupId: () => 'Prüfen Sie ihre Objekt-ID in Entra.',
  addSender: () => 'Fügen Sie unter Einstellungen, Absender einen hinzu.',
  mendSender: () => 'Beheben Sie, was da steht; die Mails warten und gehen dann von selbst hinaus.',
  grantList: ({ site = '' }) =>
    `Sites.Selected mit Administratorzustimmung erteilen und der App „write“ auf ${site}; danach bei der Kampagne unter „SharePoint-Liste“ auf „Jetzt prüfen“ klicken`,
  restoreList: () =>
    'sie aus dem Papierkorb der Website wiederherstellen; oder bei der Kampagne unter „SharePoint-Liste“ entfernen und eine andere einrichten',
  runAgainLater: () => 'Prüfen Sie später noch einmal.',
  takeAway: ({ permission = '' }) => `Nehmen Sie der App-Registrierung ${permission} weg.`,
}

export const deDoctor: typeof enDoctor = { doctorSays: (code, facts) => says[code](facts) }
