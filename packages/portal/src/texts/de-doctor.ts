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
    `Sites.Selected mit Administratorzustimmung erteilen und der App „write“ auf ${site}; danach die Liste prüfen`,
  restoreList: () =>
    'sie aus dem Papierkorb der Website wiederherstellen oder hier beenden und eine andere einrichten',
  runAgainLater: () => 'später noch einmal ausführen',
  takeAway: ({ permission = '' }) => `Nehmen Sie der App-Registrierung ${permission} weg.`,
}

export const deDoctor: typeof enDoctor = { doctorSays: (code, facts) => says[code](facts) }
