/** Why a whole list of people is refused, in words for the person who brought it. */

export type RosterProblemCode =
  | 'empty'
  | 'headerOnly'
  | 'noColumn'
  | 'noHeader'
  | 'notText'
  | 'unterminatedQuote'
  | 'recordTooLong'
  | 'tooManyRows'
  | 'tooManyBytes'
  /** Not the list's fault: the people in it cannot be looked up. */
  | 'directory'

/** What is wrong, where, and how to mend it, each a sentence. */
export interface RosterProblem {
  code: RosterProblemCode
  what: string
  where: string
  how: string
}

export function refuseEmpty(): RosterProblem {
  return {
    code: 'empty',
    what: 'The list is empty.',
    where: 'There is no visible character in it.',
    how: 'Choose the file that holds the people, or paste at least one address.',
  }
}

/** @param line 1-based line of the header. */
export function refuseHeaderOnly(line: number): RosterProblem {
  return {
    code: 'headerOnly',
    what: 'The list has a header and nobody below it.',
    where: `The header is on line ${line}; every line after it is blank.`,
    how: 'Put the people below the header, one per line.',
  }
}

/** @param line 1-based line on which the record begins. */
export function refuseQuote(line: number): RosterProblem {
  return {
    code: 'unterminatedQuote',
    what: 'A double quote is opened and never closed.',
    where: `It is in the record that begins on line ${line}.`,
    how: 'Close the quote or take it out; inside a quoted cell, write a quote twice.',
  }
}

/** @param line 1-based line on which the record begins. */
export function refuseLongRecord(line: number): RosterProblem {
  return {
    code: 'recordTooLong',
    what: 'A record is too long to be one person.',
    where: `It begins on line ${line}.`,
    how: 'A double quote is probably opened there and not closed. Otherwise put each person on a line of their own.',
  }
}
