/** German for why a row of a list was not taken as it stands. */

import type { enRowReasons } from './en-row-reasons.ts'

export const deRowReasons: typeof enRowReasons = {
  rowReasons: {
    tooLong: ({ most = '' }) => `Länger als die ${most} Zeichen, die eine Adresse haben kann.`,
    unreadable: () =>
      'Einige Zeichen waren nicht lesbar. Speichern Sie die Datei als „CSV UTF-8“ und laden Sie sie noch einmal hoch.',
    lineBreak: () =>
      'In der Zelle steht ein Zeilenumbruch. In dieser Zeile oder der davor fehlt vielleicht ein Anführungszeichen.',
    severalAddresses: () =>
      'Mehr als eine Adresse an einer Stelle. Geben Sie jeder Person eine eigene Zeile.',
    punctuation: () => 'Leerzeichen oder Satzzeichen in der Adresse.',
    twoSigns: () => 'Zwei @-Zeichen in einer Adresse.',
    nothingBefore: () => 'Vor dem @ steht nichts.',
    nothingAfter: () => 'Nach dem @ steht nichts.',
    noDomain: () => 'Was nach dem @ steht, ist keine Domäne.',
    noObjectId: () => 'Keine Objekt-ID; eine sieht so aus: 1f0c2a4e-0000-4000-8000-000000000001.',
    noSign: () => 'Keine Adresse: Das @ fehlt.',
    rowTooLong: ({ cells = '', width = '' }) =>
      `Zellen in dieser Zeile: ${cells}, in der Kopfzeile: ${width}. Setzen Sie eine Zelle, die das Trennzeichen enthält, in Anführungszeichen.`,
    rowTooShort: ({ cells = '', width = '' }) =>
      `Zellen in dieser Zeile: ${cells}, in der Kopfzeile: ${width}. Die Zelle mit der Person fehlt; füllen Sie die Zeile auf.`,
    namesNobody: ({ columns = '' }) => `Die Zeile nennt niemanden. Leer: ${columns}.`,
    unknownPerson: () => 'Niemand im Verzeichnis hat diesen UPN, diese Mailadresse oder diese Objekt-ID.',
    samePerson: ({ line = '' }) => `Dieselbe Person wie in Zeile ${line}.`,
    sameLine: ({ line = '' }) => `Dasselbe wie in Zeile ${line}.`,
    leftOut: () => 'Aus der Kampagne ausgelassen.',
    leftOutAlready: () => 'Schon ausgelassen.',
    inThisBatch: () => 'Schon in dieser Liste.',
    inAnotherBatch: ({ batch = '' }) => `Schon da, aus der Liste ${batch}.`,
    protected: () => 'Das Konto steht auf der Liste geschützter Personen, die keine Kampagne übergeht.',
    deleted: () => 'Das Konto wurde gelöscht.',
    accountDisabled: () => 'Das Konto ist deaktiviert, also kann sich niemand damit anmelden.',
    guest: () => 'Ein Gast registriert sich im eigenen Mandanten; diese Kampagne lädt keine Gäste ein.',
    noMailbox: () => 'Das Verzeichnis kennt keine Mailadresse; an den UPN wird nie auf gut Glück gesendet.',
  },
}
