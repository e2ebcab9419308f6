/** German for what is wrong with what was typed: at the field, and where the service refused it. */

import type { enFields } from './en-fields.ts'
import { many } from './plural.ts'

export const deFields: typeof enFields = {
  notices: { dismiss: 'Hinweis schließen' },
  controls: { openList: 'Liste zeigen', clear: 'Feld leeren' },
  fields: {
    wholeFrom: (least, most) => `Geben Sie eine ganze Zahl von ${least} bis ${most} an.`,
    fullAt: most => `Höchstens ${most} Zeichen; was darüber hinausgeht, wird nicht übernommen.`,
    colourCode: 'Geben Sie eine Farbe als # und sechs Ziffern an, etwa #0b5cad.',
    mistake: (field, what) => `${field}: ${what}`,
    nth: (number, what) => `Nr. ${number}: ${what}`,
    item: (field, number) => `${field}, Nr. ${number}`,
    badAddress: 'Die Adresse dieser Seite ist nicht vollständig oder nicht richtig.',
    wrong: {
      missing: 'hier fehlt etwas',
      whole: 'geben Sie eine ganze Zahl an',
      atMost: most => `höchstens ${most}`,
      atLeast: least => `mindestens ${least}`,
      charactersAtMost: most => `höchstens ${most} Zeichen`,
      charactersAtLeast: (least, text) => many(least, 'darf nicht leer sein', `mindestens ${text} Zeichen`),
      itemsAtMost: most => `höchstens ${most} Einträge`,
      itemsAtLeast: (least, text) =>
        many(least, 'geben Sie mindestens einen an', `mindestens ${text} Einträge`),
      id: 'keine Kennung; eine sieht aus wie 00000000-0000-0000-0000-000000000000',
      url: 'keine Adresse; eine sieht aus wie https://mfa.contoso.example',
      https: 'geben Sie eine https-Adresse an (http nur für diesen Rechner)',
      mail: 'keine E-Mail-Adresse; eine sieht aus wie mfa@contoso.example',
      day: 'kein Tag des Kalenders',
      choice: 'steht nicht zur Wahl',
      language: 'keine Sprache; eine sieht aus wie en oder de',
      unseen: 'enthält ein Zeichen, das man nicht sieht; lassen Sie es weg',
      colour: 'keine Farbe; eine sieht aus wie #0b5cad',
      timeZone: 'keine Zeitzone; eine sieht aus wie Europe/Berlin',
      time: 'keine Uhrzeit; eine sieht aus wie 07:30',
      order: 'das Ende muss nach dem Anfang kommen',
      pem: 'geben Sie das Zertifikat mit seinem privaten Schlüssel an, als PEM',
      site: 'geben Sie die https-Adresse der Website an, etwa https://contoso.sharepoint.com/sites/it-security',
      listName: 'keines dieser Zeichen darf vorkommen: " * : < > ? / \\ | # %',
      unknown: 'dieses Feld gibt es nicht',
    },
  },
}
