/**
 * Why a whole list of people is refused, each reason by a code that stays the same: a file, a group, or another product's
 * list. The sentences are English, for the command line and for programs; the portal has words of its own for each code.
 */

import { type Facts, type FactsIn, fillIn } from './sentences.ts'

/** What is wrong, where, and how to mend it, each a sentence; facts stand in braces. */
interface ListSentence {
  readonly what: string
  readonly where: string
  readonly how: string
}

const saveAsCsv = 'Open it in Excel, choose "Save as", "CSV UTF-8 (comma delimited)", and import that file.'
const findOrExport =
  'Open the list in a browser and copy the address of its site and the name above it, or export it as CSV.'

export const listProblems = {
  empty: {
    what: 'The list is empty.',
    where: 'There is no visible character in it.',
    how: 'Choose the file that holds the people, or paste at least one address.',
  },
  headerOnly: {
    what: 'The list has a header and nobody below it.',
    where: 'The header is on line {line}; every line after it is blank.',
    how: 'Put the people below the header, one per line.',
  },
  noColumn: {
    what: 'No column tells who the people are.',
    where: 'The first line has these columns: {columns}.',
    how: "Name the column with the people's addresses one of: {names}. Or say which column it is (in the portal, or with --column).",
  },
  noSuchColumn: {
    what: 'There is no column {column}.',
    where: 'The list has {width} columns.',
    how: 'Choose one of them; the first is 1.',
  },
  noHeader: {
    what: 'The list has {width} columns, but its first line does not name them.',
    where: 'Line {line} already holds a person.',
    how: 'Put a line with the names of the columns on top, such as "UPN,Display name,Department", or keep only the addresses, or say which column has them (in the portal, or with --column).',
  },
  unterminatedQuote: {
    what: 'A double quote is opened and never closed.',
    where: 'It is in the record that begins on line {line}.',
    how: 'Close the quote or take it out; inside a quoted cell, write a quote twice.',
  },
  recordTooLong: {
    what: 'A record is too long to be one person.',
    where: 'It begins on line {line}.',
    how: 'A double quote is probably opened there and not closed. Otherwise put each person on a line of their own.',
  },
  oldWorkbook: {
    what: 'This is an old Excel workbook (xls), or one that a password protects, not a text file.',
    where: 'Its first bytes say so.',
    how: saveAsCsv,
  },
  zipFile: {
    what: 'This is a zip file, or an Excel workbook (xlsx) that cannot be opened, not a text file.',
    where: 'Its first bytes say so.',
    how: saveAsCsv,
  },
  otherFile: {
    what: 'This is another kind of file ({format}), not a text file.',
    where: 'Its first bytes say so.',
    how: saveAsCsv,
  },
  notText: {
    what: 'This is not a text file: it contains NUL bytes.',
    where: 'The first one is on line {line}.',
    how: saveAsCsv,
  },
  tooManyBytes: {
    what: 'The list is larger than {megabytes} MB.',
    where: 'It was read up to that size and no further.',
    how: 'Leave out the columns that are not needed, or split it into several files, each with the header line on top.',
  },
  tooManyRows: {
    what: 'The list has more than {most} rows.',
    where: 'The first one too many is on line {line}.',
    how: 'Split it into files of at most {most} rows, each with the header line on top, and import one after the other.',
  },
  workbookEmpty: {
    what: 'The workbook is empty.',
    where: 'None of its sheets holds anything.',
    how: 'Put the people onto a sheet, one in each row.',
  },
  workbookTooLarge: {
    what: 'The workbook is too large to be read as one.',
    where: 'It may have {megabytes} MB, and hold little besides the people.',
    how: `Copy the column with the people into a workbook of its own. Or: ${saveAsCsv}`,
  },
  workbookBroken: {
    what: 'This file cannot be read as an Excel workbook (xlsx).',
    where: 'It is another kind of zip file, or damaged.',
    how: saveAsCsv,
  },
  noGroup: {
    what: 'There is no such group.',
    where: 'It is the group id that was given.',
    how: 'Take the object id from the Entra admin center (Groups, Overview).',
  },
  groupUnread: {
    what: 'The group cannot be read: {said}',
    where: 'It is the group id that was given.',
    how: 'Take the object id from the Entra admin center (Groups, Overview).',
  },
  // Not the list's fault: the people in it cannot be looked up. What was taken in so far stays.
  directory: {
    what: 'The directory cannot be read: {said}',
    where: 'It is the tenant that refuses, not the list.',
    how: 'Run "muster doctor", grant what it names, and begin again.',
  },

  listUnread: {
    what: 'The list cannot be read: {said}',
    where: 'It is the tenant that refuses, not the list.',
    how: 'Grant the app Sites.Selected with read access to this site (or Sites.Read.All), or take over the CSV export instead.',
  },
  noSite: {
    what: 'There is no site at {site}.',
    where: 'It is the address that was given.',
    how: findOrExport,
  },
  noList: {
    what: 'The site has no list called "{list}".',
    where: 'It is the name that was given.',
    how: findOrExport,
  },
  listGone: {
    what: 'The list is gone.',
    where: 'It was there when reading began.',
    how: findOrExport,
  },
  noPeopleColumn: {
    what: 'No column names the people: there is neither "Title" nor "ObjectId".',
    where: 'The columns that nobody knows are: {columns}.',
    how: 'Say which one it is: map the column that holds the UPN to "Title".',
  },
  exportEmpty: {
    what: 'There is nothing in the file.',
    where: 'There is no visible character in it.',
    how: 'In SharePoint open the list and choose "Export", "Export to CSV".',
  },
  listTooLong: {
    what: 'The list has more than {most} rows.',
    where: 'It was read so far and no further.',
    how: 'Export parts of it as CSV, and take over one after the other.',
  },
} as const satisfies Readonly<Record<string, ListSentence>>

export type ListProblemCode = keyof typeof listProblems
// Object.keys forgets the key type, which the table's own type states.
export const listProblemCodes = Object.keys(listProblems) as ListProblemCode[]

type FactsOf<Code extends ListProblemCode> = Record<
  FactsIn<(typeof listProblems)[Code][keyof ListSentence]>,
  string
>

export interface ListProblem extends ListSentence {
  readonly code: ListProblemCode
  readonly facts: Facts
}

/** The compiler asks for each fact that the sentences speak of. */
export function refuseList<Code extends ListProblemCode>(
  code: Code,
  ...[given]: object extends FactsOf<Code> ? [] : [facts: FactsOf<Code>]
): ListProblem {
  const { what, where, how }: ListSentence = listProblems[code]
  const told: Facts = given ?? {}
  const facts = Object.fromEntries(
    // Figures that may be large travel as digits, for each language to write.
    Object.entries(told).map(([name, fact]) => [
      name,
      name === 'most' ? Number(fact).toLocaleString('en') : fact,
    ]),
  )
  return {
    code,
    facts: told,
    what: fillIn(what, facts),
    where: fillIn(where, facts),
    how: fillIn(how, facts),
  }
}

/** Narrows what came over the wire, which may be of another version. */
export function isListProblemCode(code: string): code is ListProblemCode {
  return Object.hasOwn(listProblems, code)
}
