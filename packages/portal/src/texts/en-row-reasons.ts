/** English for why a row of a list was not taken as it stands. */

import type { RowReasonCode } from '@muster/core/row-reasons'

export type RowFacts = Readonly<Record<string, string>>

const rowReasons: Readonly<Record<RowReasonCode, (facts: RowFacts) => string>> = {
  tooLong: ({ most = '' }) => `Longer than the ${most} characters an address can have.`,
  unreadable: () => 'Some characters could not be read. Save the file as "CSV UTF-8" and upload it again.',
  lineBreak: () =>
    'The cell contains a line break. A double quote may be missing on this line or the one before.',
  severalAddresses: () => 'More than one address in one place. Give each person a line of their own.',
  punctuation: () => 'Spaces or punctuation inside the address.',
  twoSigns: () => 'Two @ signs in one address.',
  nothingBefore: () => 'Nothing before the @.',
  nothingAfter: () => 'Nothing after the @.',
  noDomain: () => 'The part after the @ is not a domain.',
  noObjectId: () => 'Not an object id; one looks like 1f0c2a4e-0000-4000-8000-000000000001.',
  noSign: () => 'Not an address: it has no @.',
  rowTooLong: ({ cells = '', width = '' }) =>
    `Cells in this row: ${cells}, in the header: ${width}. Put a cell that contains the delimiter between double quotes.`,
  rowTooShort: ({ cells = '', width = '' }) =>
    `Cells in this row: ${cells}, in the header: ${width}. The cell that names the person is missing; fill the row up.`,
  namesNobody: ({ columns = '' }) => `The row names nobody. Empty: ${columns}.`,
  unknownPerson: () => 'Nobody in the directory has this UPN, mail address or object id.',
  samePerson: ({ line = '' }) => `The same person as line ${line}.`,
  sameLine: ({ line = '' }) => `The same as line ${line}.`,
  leftOut: () => 'Left out of the campaign.',
  leftOutAlready: () => 'Left out already.',
  inThisBatch: () => 'Already in this list.',
  inAnotherBatch: ({ batch = '' }) => `Already here, from the list ${batch}.`,
  protected: () => 'The account is on the list of protected people, which no campaign overrides.',
  deleted: () => 'The account has been deleted.',
  accountDisabled: () => 'The account is disabled, so nobody can sign in with it.',
  guest: () => 'A guest, who registers in the home tenant; the campaign does not invite guests.',
  noMailbox: () => 'The directory has no mail address; mail is never sent to the UPN by guess.',
}

export const enRowReasons = { rowReasons }
