/** Deutsch für die Wörter der Sache: Zustände, Stufen, Ziele, Gründe, Ereignisse. */

import type { Texts } from './en.ts'
import { many } from './plural.ts'
import type { EventFacts } from './timeline-words.ts'

const reasons: Readonly<Record<string, string>> = {
  protected: 'das Konto steht auf der Liste geschützter Personen',
  deleted: 'das Konto wurde gelöscht',
  accountDisabled: 'das Konto ist deaktiviert',
  guest: 'diese Kampagne lädt keine Gäste ein',
  noMailbox: 'das Verzeichnis kennt keine Mailadresse',
  bounced: 'die Mail kam zurück',
}

const levels: Readonly<Record<string, string>> = {
  none: 'keiner Methode',
  phone: 'nur einem Telefon',
  mfa: 'einer starken Methode',
  phishingResistant: 'einer Phishing-resistenten Methode',
  unknown: 'einer Methode, die Muster nicht kennt',
}

const sources: Readonly<Record<string, string>> = {
  live: 'direkt am Konto gelesen',
  report: 'aus dem Registrierungsbericht, bis zu einen Tag alt',
}

const eventNames: Readonly<Record<string, string>> = {
  enrolled: 'aufgenommen',
  linkRequested: 'Link noch einmal angefordert',
  invitationAsked: 'Einladung eingereiht',
  invited: 'Einladung gesendet',
  invitationRefused: 'Einladung abgewiesen',
  reminderAsked: 'Erinnerung eingereiht',
  reminded: 'Erinnerung gesendet',
  reminderRefused: 'Erinnerung abgewiesen',
  mailBounced: 'Mail kam zurück',
  mailWithdrawn: 'Mail zurückgezogen',
  escalationAsked: 'Vorgesetzte sollen es erfahren',
  escalated: 'Vorgesetzte informiert',
  notEscalated: 'Vorgesetzte nicht informiert',
  confirmed: 'Knopf gedrückt',
  joinAsked: 'Gruppe angefragt',
  joinWithdrawn: 'Gruppe nicht mehr angefragt',
  joined: 'in die Gruppe aufgenommen',
  joinRefused: 'von der Gruppe abgewiesen',
  registrationSeen: 'registriert',
  registeredBefore: 'war schon vor der ersten Mail registriert',
  registrationLost: 'nicht mehr registriert',
  skipped: 'übersprungen',
  readmitted: 'wieder in der Kampagne',
  excluded: 'ausgenommen',
  reinstated: 'wieder aufgenommen',
  retried: 'erneut versucht',
  takenOver: 'übernommen',
}

type Domain = Pick<
  Texts,
  | 'status'
  | 'statusMeaning'
  | 'campaignStatus'
  | 'mailState'
  | 'mailKind'
  | 'ruleMail'
  | 'escalation'
  | 'level'
  | 'shortLevel'
  | 'goal'
  | 'reasonName'
  | 'levelName'
  | 'sourceName'
  | 'noMailReason'
  | 'next'
  | 'localCaller'
  | 'eventName'
  | 'events'
>

export const deDomain: Domain = {
  status: {
    pending: 'Ausstehend',
    sent: 'Eingeladen',
    clicked: 'Link gefolgt',
    addedToGroup: 'In der Gruppe',
    active: 'Registriert',
    skipped: 'Übersprungen',
    failed: 'Gescheitert',
    excluded: 'Ausgenommen',
  },
  statusMeaning: {
    pending: 'In die Kampagne aufgenommen und noch nicht eingeladen.',
    sent: 'Eingeladen, dem Link aber noch nicht gefolgt.',
    clicked: 'Dem Link gefolgt; eine ausreichende Methode ist noch nicht zu sehen.',
    addedToGroup: 'Dem Link gefolgt und in der Gruppe; eine ausreichende Methode ist noch nicht zu sehen.',
    active: 'Hat registriert, was die Kampagne verlangt. Fertig.',
    skipped: 'Wird nicht eingeladen.',
    failed: 'Konnte nicht eingeladen werden.',
    excluded: 'Von der Betreuung ausgenommen.',
  },
  campaignStatus: { draft: 'Entwurf', running: 'Läuft', paused: 'Pausiert', finished: 'Beendet' },
  mailState: {
    queued: 'Eingereiht',
    sending: 'Wird gesendet',
    sent: 'Gesendet',
    refused: 'Abgewiesen',
    uncertain: 'Ungewiss',
    withdrawn: 'Zurückgezogen',
    bounced: 'Zurückgekommen',
  },
  mailKind: {
    invitation: number => (number === 1 ? 'Einladung' : `Einladung ${number}`),
    reminder: number => `Erinnerung ${number}`,
    escalation: () => 'Übersicht für Vorgesetzte',
    automation: () => 'Mail einer Automation',
  },
  ruleMail: rule => `Automation: ${rule}`,
  escalation: {
    waiting: 'Vorgesetzte erfahren es noch',
    escalated: 'Vorgesetzte informiert',
    noManager: 'Niemand zu informieren',
    notSent: 'Übersicht nicht gesendet',
    notNeeded: 'Nicht mehr nötig',
  },
  level: {
    phishingResistant: 'Phishing-resistente Methode',
    mfa: 'Starke Methode',
    phone: 'Nur Telefon',
    none: 'Keine Methode',
    unknown: 'Noch nicht nachgesehen',
  },
  shortLevel: {
    phishingResistant: 'Resistent',
    mfa: 'Stark',
    phone: 'Nur Telefon',
    none: 'Keine',
    unknown: 'Unbekannt',
  },
  goal: {
    mfa: 'irgendeine registrierte Methode, auch ein Telefon',
    notPhoneOnly: 'mehr als ein Telefon: App, Code, Schlüssel oder Passkey',
    phishingResistant: 'Phishing-resistent: Schlüssel, Passkey oder Windows Hello',
  },
  reasonName: reason => reasons[reason] ?? null,
  levelName: level => levels[level] ?? null,
  sourceName: source => sources[source] ?? null,
  noMailReason: {
    protected: 'Geschützte Konten',
    deleted: 'Gelöschte Konten',
    accountDisabled: 'Deaktivierte Konten',
    guest: 'Gäste',
    noMailbox: 'Keine Mailadresse',
    excluded: 'Von der Betreuung ausgenommen',
    registered: 'Schon registriert',
    invited: 'Schon eingeladen',
    failed: 'Früher gescheitert',
    lost: 'Registrierung verloren; davon schreibt diese Kampagne nicht',
  },
  next: {
    launch: () => 'den Start der Kampagne.',
    release: () => 'die Aufhebung des Notstopps.',
    resume: () => 'die Fortsetzung der Kampagne.',
    over: () => 'nichts; die Kampagne ist beendet.',
    invitation: at => (at === null ? 'die Einladung.' : `die Einladung, fällig ${at}.`),
    reminder: at => (at === null ? 'die nächste Erinnerung.' : `die nächste Erinnerung, fällig ${at}.`),
    escalation: at =>
      at === null ? 'die Übersicht an Vorgesetzte.' : `die Übersicht an Vorgesetzte, ab ${at}.`,
    mail: () => 'eine Mail, die unterwegs ist.',
    click: () => 'die Person; weitere Erinnerungen sind nicht geplant.',
    join: () => 'die Aufnahme in die Gruppe.',
    registration: () => 'die Registrierung einer Methode; Muster sieht sie von selbst.',
    nothing: () => 'nichts mehr.',
    operator: () => 'die Betreuung: erneut versuchen.',
    reinstatement: () => 'die Betreuung: wieder aufnehmen.',
    endOfExclusion: at => (at === null ? 'das Ende der Ausnahme.' : `das Ende der Ausnahme ${at}.`),
    eligibility: () => 'den Wegfall des Grundes; dann geht es von selbst weiter.',
  },
  localCaller: { by: 'der Befehlszeile des Servers', name: 'Befehlszeile des Servers' },
  eventName: kind => eventNames[kind] ?? kind,
  events: {
    ruleListed: ({ rule }) => `Auf der Liste der Automation „${rule}“.`,
    ruleActed: ({ rule, act, state }) => `Automation „${rule}“, ${act}: ${state}.`,
    enrolled: () => 'In die Kampagne aufgenommen.',
    linkRequested: () => 'Hat auf der öffentlichen Seite den Link noch einmal angefordert.',
    invitationAsked: ({ number }: EventFacts) =>
      number === 1 ? 'Einladung eingereiht.' : `Einladung ${number} eingereiht.`,
    invited: ({ number }: EventFacts) =>
      number === 1 ? 'Einladung gesendet.' : `Einladung ${number} gesendet.`,
    invitationRefused: ({ reason }: EventFacts) => `Die Einladung wurde abgewiesen: ${reason}.`,
    reminderAsked: ({ number }: EventFacts) => `Erinnerung ${number} eingereiht.`,
    reminded: ({ number }: EventFacts) => `Erinnerung ${number} gesendet.`,
    reminderRefused: ({ number, reason }: EventFacts) => `Erinnerung ${number} wurde abgewiesen: ${reason}.`,
    mailBounced: ({ reason }: EventFacts) => `Eine Mail kam zurück: ${reason}.`,
    mailUncertain: ({ mailName, reason }) => `${mailName}: niemand weiß, ob sie gesendet wurde (${reason}).`,
    mailArrived: ({ mailName, by, owner }) =>
      `${mailName}: gilt als gesendet; ${settled(by, owner) ?? 'sie liegt unter den gesendeten Elementen'}.`,
    mailSentAgain: ({ mailName, by, owner }) =>
      `${mailName}: noch einmal gesendet; ${settled(by, owner) ?? 'sie lag nicht unter den gesendeten Elementen'}.`,
    mailNotSentAgain: ({ mailName, by, owner }) =>
      `${mailName}: nicht noch einmal gesendet, weil niemand sie mehr braucht; ${settled(by, owner) ?? 'sie lag nicht unter den gesendeten Elementen'}.`,
    mailWithdrawn: () => 'Eine eingereihte Mail wurde zurückgezogen.',
    linkOpened: ({ times }: EventFacts) =>
      `Der Link wurde geöffnet, bisher ${many(times, 'einmal', `${times}-mal`)} (vielleicht von einem Mailscanner).`,
    escalationAsked: () => 'Vorgesetzte sollen es erfahren, in der nächsten Übersicht.',
    escalated: ({ manager }: EventFacts) => `Vorgesetzte informiert: ${manager}.`,
    notEscalated: ({ reason }: EventFacts) => `Vorgesetzte nicht informiert: ${reason}.`,
    confirmed: () => 'Den Knopf auf der Seite gedrückt.',
    joinAsked: () => 'Aufnahme in die Gruppe angefragt.',
    joinWithdrawn: () => 'Aufnahme in die Gruppe nicht mehr angefragt.',
    joined: () => 'In die Gruppe aufgenommen.',
    joinRefused: ({ reason }: EventFacts) => `Die Gruppe wies ab: ${reason}.`,
    registrationSeen: ({ level, source }: EventFacts) => `Registriert mit ${level} (${source}).`,
    registrationLost: ({ level, reopens }: EventFacts) =>
      `Nicht mehr ausreichend registriert, sondern mit ${level}${reopens ? '' : '; gilt hier weiter als registriert, mit Vermerk'}.`,
    skipped: ({ reason }: EventFacts) => `Übersprungen: ${reason}.`,
    readmitted: () => 'Wieder in der Kampagne: der Grund fürs Überspringen ist weg.',
    excluded: ({ owner, until, reason }: EventFacts) =>
      `Ausgenommen von ${owner}${until === '' ? '' : ` bis ${until}`}: ${reason}.`,
    reinstated: ({ owner }: EventFacts) =>
      owner === '' ? 'Wieder in der Kampagne: die Ausnahme ist zu Ende.' : `Wieder aufgenommen von ${owner}.`,
    takenOver: () => 'Aus einem anderen Rollout übernommen, mit dem, was dort geschehen war.',
    retried: ({ owner }: EventFacts) => `Erneut versucht von ${owner}.`,
  },
}

/** Wer oder was über die Mail entschieden hat; null, wenn es die gesendeten Elemente waren. */
function settled(by: string, owner: string): string | null {
  if (by === 'operator') return `so hat ${owner} entschieden`
  if (by === 'campaign') return 'so sagt es die Kampagne nach einiger Zeit'
  if (by === 'link') return 'ihr Link wurde geöffnet'
  return by === 'bounce' ? 'sie kam zurück' : null
}
