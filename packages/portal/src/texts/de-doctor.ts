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

  works: () => 'funktioniert',
  granted: () => 'erteilt',
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
  takeAway: ({ permission = '' }) => `Nehmen Sie der App-Registrierung ${permission} weg.`,
}

export const deDoctor: typeof enDoctor = { doctorSays: (code, facts) => says[code](facts) }
