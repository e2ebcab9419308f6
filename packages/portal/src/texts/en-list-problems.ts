/**
 * English for a list that was refused as a whole. The service's own sentences are English already; here stand those that
 * speak of a terminal.
 */

import { type ListProblemCode, listProblems } from '@muster/core/list-problems'

export type ListProblemTexts = Readonly<Record<ListProblemCode, string>>

const ownTexts: Partial<ListProblemTexts> = {
  noColumn:
    'No column tells who the people are. The first line has these columns: {columns}. Name the column with the people one of: {names}. Then choose the file again.',
  noHeader:
    'The list has {width} columns, but its first line does not name them: line {line} already holds a person. Put a line with the names of the columns on top, such as "UPN,Display name,Department", and choose the file again.',
  directory:
    'The directory cannot be read: {said} It is the tenant that refuses, not the list. Open Tenants, choose "Check permissions", grant what it names, and begin again.',
}

/** The whole of it; facts stand in braces. */
function told(code: ListProblemCode): string {
  const { what, where, how } = listProblems[code]
  return ownTexts[code] ?? `${what} ${where} ${how}`
}

export const enListProblems = { listProblemText: told }
