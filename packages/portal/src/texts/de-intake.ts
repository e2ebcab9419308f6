/** German for how a list was understood, choosing a group, people left out from the start, and a connection that is lost. */

import type { enIntake } from './en-intake.ts'
import { many } from './plural.ts'

export const deIntake: typeof enIntake = {
  reading: {
    title: 'Wie es in der Liste steht',
    sheet: sheet => `Tabellenblatt „${sheet}“`,
    line: 'Zeile',
    column: number => `Spalte ${number}`,
    use: {
      person: 'Nennt die Personen',
      upn: 'Benutzerprinzipalname',
      mail: 'E-Mail-Adresse',
      objectId: 'Objekt-ID',
      displayName: 'Anzeigename',
      department: 'Abteilung',
      source: 'Herkunft',
      sourceBatchId: 'Lieferung',
    },
    named: 'Die markierte Spalte nennt die Personen.',
    doubtful: 'Ist das die richtige Spalte? In ihr steht niemand, in einer anderen aber stehen Adressen.',
    guessed:
      'Keine Spalte sagt mit ihrem Namen, wer die Personen sind; die markierte sieht danach aus. Ist es die richtige?',
    chosen: 'Die markierte Spalte nennt die Personen, wie Sie gewählt haben.',
    choose: 'Spalte mit den Personen',
    another: 'Andere Spalte',
    gone: 'Bringen Sie die Liste noch einmal, um eine andere Spalte lesen zu lassen.',
    problem: 'Problem',
    firstRows: (rows, text) => many(rows, 'Die erste Zeile.', `Die ersten ${text} Zeilen.`),
    leftOut: reason => `In der Kampagne ausgelassen: ${reason}`,
  },
  listDid: {
    added: (count, text) =>
      count === 0
        ? 'Niemand wurde aufgenommen'
        : many(count, '1 Person wurde aufgenommen', `${text} Personen wurden aufgenommen`),
    updated: (count, text) =>
      many(
        count,
        '1 Person in der Kampagne wurde aktualisiert',
        `${text} Personen in der Kampagne wurden aktualisiert`,
      ),
    unchanged: (count, text) =>
      many(count, '1 Person war schon in der Kampagne', `${text} Personen waren schon in der Kampagne`),
    skipped: (count, text) => many(count, '1 Zeile wurde übersprungen', `${text} Zeilen wurden übersprungen`),
    invalid: (count, text) => many(count, '1 Zeile hat ein Problem', `${text} Zeilen haben ein Problem`),
  },
  listWould: {
    added: (count, text) =>
      count === 0
        ? 'Niemand würde aufgenommen'
        : many(count, '1 Person würde aufgenommen', `${text} Personen würden aufgenommen`),
    updated: (count, text) =>
      many(
        count,
        '1 Person in der Kampagne würde aktualisiert',
        `${text} Personen in der Kampagne würden aktualisiert`,
      ),
    unchanged: (count, text) =>
      many(count, '1 Person ist schon in der Kampagne', `${text} Personen sind schon in der Kampagne`),
    skipped: (count, text) => many(count, '1 Zeile würde übersprungen', `${text} Zeilen würden übersprungen`),
    invalid: (count, text) => many(count, '1 Zeile hat ein Problem', `${text} Zeilen haben ein Problem`),
  },
  listLeftOut: {
    added: (count, text) =>
      count === 0
        ? 'Niemand wurde zusätzlich ausgelassen'
        : many(count, '1 Person wurde ausgelassen', `${text} Personen wurden ausgelassen`),
    updated: (count, text) =>
      many(count, '1 Person wurde ausgelassen', `${text} Personen wurden ausgelassen`),
    unchanged: (count, text) =>
      many(count, '1 Person war schon ausgelassen', `${text} Personen waren schon ausgelassen`),
    skipped: (count, text) => many(count, '1 Zeile wurde übersprungen', `${text} Zeilen wurden übersprungen`),
    invalid: (count, text) => many(count, '1 Zeile hat ein Problem', `${text} Zeilen haben ein Problem`),
  },
  groupPick: {
    label: 'Gruppe',
    placeholder: 'Namen eintippen oder Objekt-ID einfügen',
    searching: 'Suche…',
    none: 'Keine Gruppe beginnt so.',
    more: 'Es gibt mehr; tippen Sie einen weiteren Buchstaben.',
    unchosen: 'Wählen Sie eine der gefundenen Gruppen, oder leeren Sie das Feld.',
    obstacle: obstacle => `Personen können nicht hinein: ${obstacle}.`,
    clear: 'Gruppe wegnehmen',
  },
  leftOut: {
    title: 'Wer ausgelassen wird',
    lead: 'Personen, die nicht eingeladen werden, welche Liste sie auch nennt.',
    add: 'Personen auslassen',
    who: 'Wer',
    paste: 'Adressen',
    group: 'Eine Gruppe',
    pasteHint: 'UPNs, E-Mail-Adressen oder Objekt-IDs, je eine Zeile.',
    reason: 'Grund',
    until: 'Bis',
    untilHint: 'Leer für kein Ende.',
    take: 'Hinzufügen',
    reading: reason => `Personen, die auszulassen sind, werden noch gelesen (Grund: ${reason}).`,
    refused: reason =>
      `Eine Liste von Personen, die auszulassen sind, wurde abgewiesen; niemand aus ihr ist ausgelassen (Grund: ${reason}).`,
    invalid: (rows, text, reason) =>
      many(
        rows,
        `1 Angabe unter denen, die auszulassen sind, meint niemanden (Grund: ${reason}).`,
        `${text} Angaben unter denen, die auszulassen sind, meinen niemanden (Grund: ${reason}).`,
      ),
    seeRows: 'Zeilen ansehen',
    whoMissing: 'Sagen Sie, wer auszulassen ist, oder wählen Sie Abbrechen',
    reasonMissing: 'Nennen Sie einen Grund',
    names: count => many(count, '1 Adresse', `${count} Adressen`),
    entry: (who, reason) => `${who}: ${reason}`,
    entryUntil: (who, reason, day) => `${who}: ${reason}, bis ${day}`,
    removeEntry: who => `Nicht auslassen: ${who}`,
    protectedPeople: count =>
      many(
        count,
        '1 geschütztes Konto bleibt in jedem Fall unberührt.',
        `${count} geschützte Konten bleiben in jedem Fall unberührt.`,
      ),
    nobodyProtected: 'Noch ist kein Konto geschützt.',
    see: 'Ansehen',
    protect: 'Notfallzugänge schützen',
    failed:
      'Die Kampagne ist erstellt, aber eine Liste der auszulassenden Personen wurde nicht aufgenommen. Bringen Sie sie vor dem Start noch einmal.',
  },
  connection: {
    lost: 'Muster antwortet nicht',
    lostBody: 'Was Sie eingegeben haben, bleibt hier. Die Verbindung wird von selbst erneut versucht.',
    back: 'Die Verbindung ist wieder da',
    again: 'Noch einmal senden',
    notSent: 'Die Liste ist nicht angekommen.',
  },
}
