/** Deutsch für Anmeldung und Rollen, die Schlüssel und den Notstopp. */

import type { Texts } from './en.ts'

export const deAccess: Pick<Texts, 'role' | 'roleMeaning' | 'access' | 'stop' | 'keys'> = {
  role: { viewer: 'Lesen', operator: 'Betreuung', admin: 'Verwaltung' },
  roleMeaning: {
    viewer: 'Lesen: sieht alles, ändert nichts',
    operator: 'Betreuung: führt Kampagnen',
    admin: 'Verwaltung: auch Mandanten, Absender und Zugang',
  },
  access: {
    account: name => `Angemeldet als ${name}`,
    signOut: 'Abmelden',
    signOutEverywhere: 'Überall abmelden',
    everywhereQuestion: 'Überall abmelden?',
    everywhereMeans: 'Jede Sitzung dieses Kontos endet, in diesem Browser und in allen anderen.',
    notAllowed: 'Ihre Rolle umfasst das nicht',
    notToChange: 'Ihre Rolle umfasst nicht, das zu ändern',
    notAllowedBody: 'Die Verwaltung kann Ihnen eine andere Rolle geben; sie gilt ab der nächsten Anmeldung.',
  },
  stop: {
    button: 'Alles anhalten',
    verb: 'Anhalten',
    question: 'Für diesen Mandanten alles anhalten?',
    means:
      'Keine Mail geht hinaus, niemand kommt in eine Gruppe, nichts wird fällig, bis jemand den Stopp aufhebt. Mails, die gerade gesendet werden, kommen noch an. Registrierungen werden weiter gesehen.',
    reason: 'Grund',
    done: 'Alles ist angehalten',
    title: 'Für diesen Mandanten ist alles angehalten.',
    since: (by, when, reason) => `${by}, ${when}: ${reason}`,
    release: 'Aufheben',
    releaseQuestion: 'Den Stopp aufheben?',
    releaseMeans: 'Was wartete, geht weiter, so schnell die Absender dürfen.',
    released: 'Die Arbeit geht weiter',
  },
  keys: {
    title: 'API-Schlüssel',
    lead: 'Für Programme und für die Kommandozeile.',
    all: 'Schlüssel',
    none: 'Noch kein Schlüssel',
    make: 'Schlüssel anlegen',
    makeVerb: 'Anlegen',
    once: 'Kopieren Sie den Schlüssel jetzt; er wird nur dieses eine Mal gezeigt',
    name: 'Name',
    nameHint: 'Wer oder was ihn benutzt.',
    role: 'Rolle',
    created: 'Angelegt',
    used: 'Zuletzt benutzt',
    never: 'nie',
    state: 'Zustand',
    revoke: 'Ungültig machen',
    revokeOne: name => `„${name}“ widerrufen`,
    revokeMeans: 'Was diesen Schlüssel benutzt, wird ab jetzt abgewiesen. Das lässt sich nicht zurücknehmen.',
    revoked: 'Der Schlüssel ist jetzt wertlos',
    revokedAt: day => `widerrufen ${day}`,
  },
}
