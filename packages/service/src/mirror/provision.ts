/** Finding or making the list of a mirror, and saying what to grant or to mend where that is not possible. */

import type { Board, BoardList, Site } from '@muster/core/board'
import { type ColumnFault, judgeColumns, mirrorColumns } from '@muster/core/mirror'
import { obstacleSentences } from '@muster/core/obstacle-sentences'
import type { NoAnswer, Refusal } from '@muster/core/ports'
import type { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'

/** A list that can be the mirror: a new one, or an empty one that has its columns. Throws a Problem otherwise. */
export async function provide(
  board: Board,
  wanted: {
    siteUrl: string
    listName: string
    description: string
    /** Throws when the list is another campaign's: better said than that it has rows. */
    refuseKept(list: BoardList): Promise<void>
  },
): Promise<{ site: Site; list: BoardList }> {
  const { siteUrl, listName, description } = wanted
  const found = await board.findSite(siteUrl)
  if (found.kind === 'absent') {
    throw makeProblem('noSite')
  }
  if (found.kind !== 'site') throw unreadable(found)
  const { site } = found
  const there = await board.findList(site.id, listName)
  if (there.kind === 'list') {
    await wanted.refuseKept(there.list)
    return { site, list: await adopt(board, site, there.list) }
  }
  if (there.kind !== 'absent') throw unreadable(there)
  const made = await board.createList(site.id, { name: listName, description, columns: mirrorColumns })
  if (made.kind === 'list') return { site, list: made.list }
  if (made.kind === 'nameTaken') {
    throw makeProblem('listNameTaken', { list: listName })
  }
  throw made.kind === 'refused' ? notAllowed(made, listName) : silent(made)
}

/** Also on what a list made by hand, or by a stronger app at set-up, has to be before it is the mirror's. */
async function adopt(board: Board, site: Site, list: BoardList): Promise<BoardList> {
  const place = { siteId: site.id, listId: list.id }
  const faults = judgeColumns(list.columns)
  const lasting = faults.filter(fault => fault.kind !== 'missing')
  if (lasting.length > 0) {
    throw makeProblem('listColumns', { list: list.name, columns: lasting.map(wordsOf).join('; ') })
  }
  const rows = await board.readRows(place, { columns: ['Title'], cursor: null })
  if (rows.kind === 'page' && rows.rows.length > 0) {
    throw makeProblem('listHasRows', { list: list.name })
  }
  if (rows.kind === 'noAnswer' || rows.kind === 'refused') throw unreadable(rows)
  const missing = new Set(faults.map(fault => fault.column))
  for (const column of mirrorColumns.filter(one => missing.has(one.name))) {
    const answer = await board.addColumn(place, column)
    if (answer.kind === 'noAnswer') throw silent(answer)
    if (answer.kind === 'refused') {
      throw makeProblem('listLacksColumns', {
        list: list.name,
        columns: [...missing].join(', '),
        said: answer.reason,
      })
    }
  }
  return list
}

function notAllowed(refusal: Refusal, listName: string): Problem {
  return makeProblem('listNotMade', { said: refusal.reason, list: listName })
}

function unreadable(answer: NoAnswer | Refusal): Problem {
  if (answer.kind === 'noAnswer') return silent(answer)
  return makeProblem('siteRefused', { said: answer.reason })
}

function silent({ reason: said, retryAt }: NoAnswer): Problem {
  if (retryAt === null) return makeProblem('sharePointSilent', { said })
  return makeProblem('sharePointSilentUntil', { said, until: retryAt.toISOString() })
}

function wordsOf(fault: ColumnFault): string {
  switch (fault.kind) {
    case 'missing':
      return obstacleSentences.tell('columnMissing', { column: fault.column })
    case 'otherKind':
      return obstacleSentences.tell('columnKind', {
        column: fault.column,
        found: fault.found,
        wanted: fault.wanted,
      })
    case 'missingChoices':
      return obstacleSentences.tell('columnChoices', {
        column: fault.column,
        choices: fault.choices.join(', '),
      })
    default:
      return fault satisfies never
  }
}
