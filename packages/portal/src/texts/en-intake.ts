/** English for how a list was understood, choosing a group, people left out from the start, and a connection that is lost. */

import { many } from './plural.ts'

export const enIntake = {
  reading: {
    title: 'As it stands in the list',
    sheet: (sheet: string) => `Sheet "${sheet}"`,
    line: 'Line',
    column: (number: string) => `Column ${number}`,
    use: {
      person: 'Names the people',
      upn: 'User principal name',
      mail: 'Mail address',
      objectId: 'Object id',
      displayName: 'Display name',
      department: 'Department',
      source: 'Source',
      sourceBatchId: 'Batch',
    },
    named: 'The marked column names the people.',
    doubtful: 'Is this the right column? Nobody stands in it, but addresses stand in another.',
    guessed:
      'No column has a name that tells who the people are; the marked one looks like it. Is it the right one?',
    chosen: 'The marked column names the people, as you chose.',
    choose: 'Column with the people',
    another: 'Another column',
    gone: 'Bring the list once more to have another column read.',
    problem: 'Problem',
    firstRows: (rows: number, text: string) => many(rows, 'The first row.', `The first ${text} rows.`),
    leftOut: (reason: string) => `Left out of the campaign: ${reason}`,
  },
  listDid: {
    added: (count: number, text: string) =>
      count === 0 ? 'Nobody was added' : many(count, '1 person was added', `${text} people were added`),
    updated: (count: number, text: string) =>
      many(count, '1 person in the campaign was updated', `${text} people in the campaign were updated`),
    unchanged: (count: number, text: string) =>
      many(count, '1 person was in the campaign already', `${text} people were in the campaign already`),
    skipped: (count: number, text: string) => many(count, '1 row was skipped', `${text} rows were skipped`),
    invalid: (count: number, text: string) =>
      many(count, '1 row has a problem', `${text} rows have a problem`),
  },
  listWould: {
    added: (count: number, text: string) =>
      count === 0
        ? 'Nobody would be added'
        : many(count, '1 person would be added', `${text} people would be added`),
    updated: (count: number, text: string) =>
      many(
        count,
        '1 person in the campaign would be updated',
        `${text} people in the campaign would be updated`,
      ),
    unchanged: (count: number, text: string) =>
      many(count, '1 person is in the campaign already', `${text} people are in the campaign already`),
    skipped: (count: number, text: string) =>
      many(count, '1 row would be skipped', `${text} rows would be skipped`),
    invalid: (count: number, text: string) =>
      many(count, '1 row has a problem', `${text} rows have a problem`),
  },
  listLeftOut: {
    added: (count: number, text: string) =>
      count === 0
        ? 'Nobody else was left out'
        : many(count, '1 person was left out', `${text} people were left out`),
    updated: (count: number, text: string) =>
      many(count, '1 person was left out', `${text} people were left out`),
    unchanged: (count: number, text: string) =>
      many(count, '1 person was left out already', `${text} people were left out already`),
    skipped: (count: number, text: string) => many(count, '1 row was skipped', `${text} rows were skipped`),
    invalid: (count: number, text: string) =>
      many(count, '1 row has a problem', `${text} rows have a problem`),
  },
  groupPick: {
    label: 'Group',
    placeholder: 'Type its name, or paste its object id',
    searching: 'Searching…',
    none: 'No group begins with that.',
    more: 'There are more; type another letter.',
    unchosen: 'Choose one of the groups that were found, or empty the field.',
    obstacle: (obstacle: string) => `People cannot be put into it: ${obstacle}.`,
    clear: 'Take the group away',
  },
  leftOut: {
    title: 'Who is left out',
    lead: 'People who are not to be invited, whatever list names them.',
    add: 'Leave people out',
    who: 'Who',
    paste: 'Addresses',
    group: 'A group',
    pasteHint: 'UPNs, mail addresses or object ids, one a line.',
    reason: 'Reason',
    until: 'Until',
    untilHint: 'Leave empty for no end.',
    take: 'Add',
    reading: (reason: string) => `People to be left out are still being read (reason: ${reason}).`,
    refused: (reason: string) =>
      `A list of people to be left out was refused, so nobody of it is left out (reason: ${reason}).`,
    invalid: (rows: number, text: string, reason: string) =>
      many(
        rows,
        `1 entry of those to be left out names nobody (reason: ${reason}).`,
        `${text} entries of those to be left out name nobody (reason: ${reason}).`,
      ),
    seeRows: 'See the rows',
    whoMissing: 'Say who is to be left out, or choose Cancel',
    reasonMissing: 'Give a reason',
    names: (count: number) => many(count, '1 address', `${count} addresses`),
    entry: (who: string, reason: string) => `${who}: ${reason}`,
    entryUntil: (who: string, reason: string, day: string) => `${who}: ${reason}, until ${day}`,
    removeEntry: (who: string) => `Do not leave out: ${who}`,
    protectedPeople: (count: number) =>
      many(
        count,
        '1 protected account is left alone in any case.',
        `${count} protected accounts are left alone in any case.`,
      ),
    nobodyProtected: 'No account is protected yet.',
    see: 'See them',
    protect: 'Protect emergency access',
    failed:
      'The campaign is made, but a list of people to be left out was not taken in. Bring it again before the launch.',
  },
  connection: {
    lost: 'Muster does not answer',
    lostBody: 'What you have typed stays here. The connection is tried again by itself.',
    back: 'The connection is back',
    again: 'Send it again',
    notSent: 'The list did not arrive.',
  },
}
