/** Deutsch für die Personen einer Kampagne: Tabelle, Handlungen, eine Person, die Listen. */

import type { Texts } from './en.ts'
import { many } from './plural.ts'

type People = Pick<
  Texts,
  | 'people'
  | 'acts'
  | 'person'
  | 'upload'
  | 'outcome'
  | 'outcomeWould'
  | 'outcomeLeftOut'
  | 'batchState'
  | 'lists'
>

export const dePeople: People = {
  people: {
    title: 'Personen der Kampagne',
    search: 'Name, Adresse oder Objekt-ID suchen',
    status: 'Zustand',
    anyStatus: 'Jeder Zustand',
    level: 'Stufe',
    anyLevel: 'Jede Stufe',
    department: 'Abteilung',
    anyDepartment: 'Jede Abteilung',
    anyCountry: 'Jedes Land',
    oneManager: 'Ein Team',
    everyManager: 'Jedes Team',
    oneList: 'Eine Liste',
    anyList: 'Jede Liste',
    manager: 'Vorgesetzte',
    anyManager: 'Vorgesetzte egal',
    lost: 'Registrierung verloren',
    gone: 'verloren',
    clear: 'Filter leeren',
    counting: 'Wird gezählt …',
    count: (count, text) => many(count, '1 Person', `${text} Personen`),
    moreThan: (text: string) => `Mehr als ${text} Personen`,
    chosen: (_count, text) => `${text} gewählt`,
    choose: name => `${name} wählen`,
    chooseAll: 'Alle Gefundenen wählen',
    act: 'Mit den Gewählten',
    download: 'Als CSV herunterladen',
    downloading: 'Wird geladen …',
    fileWords:
      'Die Datei lässt sich wieder einlesen: ihre Spalten, Zustände und Stufen sind englisch und in jeder Datei dieselben, Sent für „Eingeladen“, Active für „Registriert“, MFA für „Stark“.',
    nobody: 'Niemand passt zu diesen Filtern',
    columns: {
      name: 'Name',
      status: 'Zustand',
      department: 'Abteilung',
      level: 'Stufe',
      invitedAt: 'Eingeladen',
      confirmedAt: 'Link gefolgt',
      registeredAt: 'Registriert',
    },
  },
  acts: {
    finished: 'Die Kampagne ist beendet: niemand bekommt mehr eine E-Mail',
    inviteAgain: {
      menu: 'Erneut einladen',
      verb: 'Erneut einladen',
      meaning:
        'Sendet denen, die noch nicht registriert sind, eine neue Einladung. Ältere Links gelten weiter.',
      done: (count, text) =>
        many(count, '1 Person wird erneut eingeladen', `${text} Personen werden erneut eingeladen`),
    },
    exclude: {
      menu: 'Ausnehmen',
      verb: 'Ausnehmen',
      meaning:
        'Von jetzt an keine Mail und keine Gruppe; wer schon in der Gruppe ist, bleibt darin. Der Verlauf behält den Grund.',
      done: (count, text) => many(count, '1 Person ausgenommen', `${text} Personen ausgenommen`),
    },
    reinstate: {
      menu: 'Wieder aufnehmen',
      verb: 'Wieder aufnehmen',
      meaning: 'Bringt Ausgenommene dahin zurück, wo sie waren.',
      done: (count, text) =>
        many(count, '1 Person wieder aufgenommen', `${text} Personen wieder aufgenommen`),
    },
    retry: {
      menu: 'Erneut versuchen',
      verb: 'Erneut versuchen',
      meaning: 'Versucht noch einmal, was gescheitert ist.',
      done: (count, text) =>
        many(count, '1 Person wird erneut versucht', `${text} Personen werden erneut versucht`),
    },
    reason: 'Grund',
    until: 'Bis',
    untilHint: 'An diesem Tag endet die Ausnahme von selbst. Leer für kein Ende.',
    untilOver: 'Die Ausnahme wäre schon zu Ende. Geben Sie einen künftigen Tag an oder keinen.',
    looking: text => `Es wird nachgesehen, was sich ändern würde (bisher ${text}) …`,
    willChange: (count, text) =>
      count === 0
        ? 'Das wird niemanden ändern.'
        : `${many(count, 'Das wird 1 Person ändern.', `Das wird ${text} Personen ändern.`)} Noch ist nichts geändert.`,
    willStand: (count, text, status) =>
      `Danach ${many(count, 'wird 1 Person', `werden ${text} Personen`)} im Zustand „${status}“ sein.`,
    unchanged: (count, text) =>
      many(
        count,
        '1 Person bleibt, wie sie ist: für sie gibt es nichts zu tun.',
        `${text} Personen bleiben, wie sie sind: für sie gibt es nichts zu tun.`,
      ),
  },
  person: {
    unnamed: 'Jemand',
    peopleOf: campaign => `Personen von „${campaign}“`,
    act: 'Handeln',
    why: 'Stand',
    because: reason => `Grund: ${reason}`,
    owner: owner => `Von ${owner}.`,
    until: day => `Bis ${day}.`,
    lost: when => `Die Registrierung war am ${when} nicht mehr da.`,
    next: 'Wartet auf',
    methods: 'Methoden',
    level: 'Stufe',
    source: 'Woher wir es wissen',
    notLookedAt: 'noch niemand hat nachgesehen',
    checked: 'Nachgesehen',
    goal: 'Ziel',
    manager: 'Vorgesetzte',
    registered: 'Registriert',
    registeredLost: (since, lost) => `${since}, verloren ${lost}`,
    inGroup: 'In der Gruppe',
    since: when => `seit ${when}`,
    who: 'Wer',
    mail: 'Mail',
    jobTitle: 'Funktion',
    account: 'Konto',
    enabled: 'aktiviert',
    disabled: 'deaktiviert',
    deleted: 'gelöscht',
    guest: 'Gast',
    language: 'Sprache',
    objectId: 'Objekt-ID',
    campaigns: 'Kampagnen',
    timeline: 'Verlauf',
    mails: 'Mails',
    noMails: 'Es ist keine Mail eingereiht worden.',
  },
  upload: {
    title: 'Personen aufnehmen',
    lead: 'Eine Liste wird zuerst erprobt; Sie sehen, wie jede Zeile verstanden wird, bevor jemand aufgenommen wird.',
    ways: 'Wie die Personen kommen',
    way: { file: 'Datei', paste: 'Einfügen', group: 'Gruppe' },
    drop: 'Liste hier ablegen',
    choose: 'Datei wählen',
    sending: 'Wird gesendet …',
    formats: 'Excel (.xlsx), CSV oder Text mit UPNs, Mailadressen oder Objekt-IDs.',
    tooLarge: megabytes => `Die Datei ist größer als ${megabytes} MB. Teilen Sie sie.`,
    pasteLabel: 'Adressen',
    pasteHint: 'Eine Person je Zeile, oder wie aus Outlook oder einer Tabelle kopiert.',
    groupHint: 'Alle ihre Mitglieder werden angesehen, auch die verschachtelter Gruppen.',
    again: 'Wer eingeladen und nicht registriert ist, wird erneut eingeladen',
    check: 'Liste erproben',
    checking: 'Die Liste wird erprobt; nichts wird geändert',
    takingIn: 'Personen werden aufgenommen',
    reading: 'Wird gelesen …',
    progress: (total, done, text) => many(total, `${done} von 1 Zeile`, `${done} von ${text} Zeilen`),
    goesOn: 'Das geht weiter, auch wenn Sie die Seite verlassen.',
    refused: 'Die Liste ließ sich nicht lesen',
    another: 'Andere Liste',
    gone: 'Diese Liste wurde nur erprobt, aufgenommen wurde niemand. Sie wird nicht aufbewahrt; bringen Sie sie noch einmal, um die Personen aufzunehmen.',
    bringAgain: 'Liste noch einmal bringen',
    understood: (rows, usable, text) =>
      many(rows, `${usable} von 1 Zeile wurde verstanden`, `${usable} von ${text} Zeilen wurden verstanden`),
    takeIn: (added, text) =>
      added === 0 ? 'Liste aufnehmen' : many(added, '1 Person aufnehmen', `${text} Personen aufnehmen`),
    toPlan: 'Zum Plan',
    toPeople: 'Zu den Personen',
    download: 'Alle Zeilen herunterladen',
    rows: 'Zeilen, wie sie verstanden wurden',
    rowsOf: outcome => `Zeilen: ${outcome}`,
    noRows: 'Solche Zeilen gibt es nicht.',
    line: 'Zeile',
    value: 'Inhalt',
    outcome: 'Ergebnis',
    firstRows: rows => `Die ersten ${rows} Zeilen. Der Download enthält alle.`,
  },
  outcome: {
    added: 'Aufgenommen',
    updated: 'Aktualisiert',
    unchanged: 'Unverändert',
    skipped: 'Übersprungen',
    invalid: 'Mit Problem',
  },
  outcomeLeftOut: {
    added: 'Ausgelassen',
    updated: 'Ausgelassen, waren in der Kampagne',
    unchanged: 'Waren schon ausgelassen',
    skipped: 'Übersprungen',
    invalid: 'Mit Problem',
  },
  outcomeWould: {
    added: 'Würden aufgenommen',
    updated: 'Würden aktualisiert',
    unchanged: 'Blieben, wie sie sind',
    skipped: 'Würden übersprungen',
    invalid: 'Mit Problem',
  },
  batchState: { queued: 'Wartet', working: 'Wird gelesen', done: 'Fertig', refused: 'Abgewiesen' },
  lists: {
    title: 'Listen',
    none: 'Noch keine Liste',
    list: 'Liste',
    state: 'Zustand',
    tried: 'Nur erprobt',
    leftOut: people => `Fertig: ${people} ausgelassen`,
    when: 'Wann',
  },
}
