/** German for break-downs of a campaign, the time people take, and what each mail brought about. */

import type { enBreakDowns } from './en-break-downs.ts'

export const deBreakDowns: typeof enBreakDowns = {
  breakDown: {
    title: 'Aufschlüsselung',
    by: 'Aufschlüsseln nach',
    of: {
      department: 'Abteilung',
      country: 'Land',
      manager: 'Vorgesetzte',
      batch: 'Liste',
    },
    none: {
      department: 'Ohne Abteilung',
      country: 'Ohne Land',
      manager: 'Vorgesetzte noch nicht bekannt',
      batch: 'Ohne Liste',
    },
    unnamed: 'Nicht mehr im Verzeichnis',
    others: 'Weitere Gruppen',
    small: 'Kleinere Gruppen',
    hideSmall: 'Gruppen unter fünf verbergen',
    people: 'Gefragt',
    registered: 'Registriert',
    share: 'Anteil',
    legend: 'Grün: registriert. Blau: dem Link gefolgt. Anteile an denen, die gefragt sind.',
    all: (count: number) => `Alle ${count} zeigen`,
    managerHint: 'Nach Vorgesetzten wird das Verzeichnis gefragt, wenn jemand eskaliert wird.',
  },
  pace: {
    title: 'Zeit bis zur Registrierung',
    nobody: 'Noch niemand hat sich nach einer Einladung registriert.',
    summary: (half: string, most: string) =>
      `Die Hälfte innerhalb von ${half}, neun von zehn innerhalb von ${most}.`,
    longer: (than: string) => `Länger als ${than}`,
    within: (time: string) => `Innerhalb von ${time}`,
  },
  effects: {
    title: 'Wirkung jeder Mail',
    nobody: 'Noch niemand ist eingeladen.',
    mail: 'Mail',
    invitation: 'Einladung',
    reminder: (number: number) => `${number}. Erinnerung`,
    reached: 'Erreicht',
    confirmed: 'Link gefolgt',
    registered: 'Registriert',
    soon: 'In einer Woche',
    note: 'Jede Person zählt bei der neuesten Mail, die sie vor dem Schritt hatte.',
  },
}
