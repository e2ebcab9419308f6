/** English for what is wrong with what was typed: at the field, and where the service refused it. */

import { many } from './plural.ts'

export const enFields = {
  notices: { dismiss: 'Close this notice' },
  controls: { openList: 'Show the list', clear: 'Empty the field' },
  fields: {
    wholeFrom: (least: string, most: string) => `Give a whole number from ${least} to ${most}.`,
    fullAt: (most: string) => `At most ${most} characters; what goes beyond is not taken.`,
    colourCode: 'Give a colour as # and six digits, such as #0b5cad.',
    mistake: (field: string, what: string) => `${field}: ${what}`,
    nth: (number: string, what: string) => `No. ${number}: ${what}`,
    item: (field: string, number: string) => `${field}, no. ${number}`,
    badAddress: 'The address of this page is not complete, or not right.',
    wrong: {
      missing: 'something is missing here',
      whole: 'give a whole number',
      atMost: (most: string) => `at most ${most}`,
      atLeast: (least: string) => `at least ${least}`,
      charactersAtMost: (most: string) => `at most ${most} characters`,
      charactersAtLeast: (least: number, text: string) =>
        many(least, 'it must not be empty', `at least ${text} characters`),
      itemsAtMost: (most: string) => `at most ${most} entries`,
      itemsAtLeast: (least: number, text: string) =>
        many(least, 'give at least one', `at least ${text} entries`),
      id: 'not an id; one looks like 00000000-0000-0000-0000-000000000000',
      url: 'not an address; one looks like https://mfa.contoso.example',
      https: 'give an https address (http only for this machine)',
      mail: 'not a mail address; one looks like mfa@contoso.example',
      day: 'not a day of the calendar',
      choice: 'not one of the choices',
      language: 'not a language; one looks like en or de',
      unseen: 'holds a character that cannot be seen; leave it out',
      colour: 'not a colour; one looks like #0b5cad',
      timeZone: 'not a time zone; one looks like Europe/Berlin',
      time: 'not a time of day; one looks like 07:30',
      order: 'the end must come after the beginning',
      pem: 'give the certificate together with its private key, as PEM',
      site: 'give the https address of the site, such as https://contoso.sharepoint.com/sites/it-security',
      listName: 'it must not have any of " * : < > ? / \\ | # %',
      unknown: 'there is no such field',
    },
  },
}
