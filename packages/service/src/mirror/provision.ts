/** Finding or making the list of a mirror, and saying what to grant or to mend where that is not possible. */

import type { Board, BoardList, Site } from '@muster/core/board'
import { type ColumnFault, judgeColumns, mirrorColumns } from '@muster/core/mirror'
import type { NoAnswer, Refusal } from '@muster/core/ports'
import { Problem } from '@muster/core/problem'

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
    throw new Problem('badRequest', 'there is no such site, or the app may not see it', {
      where: 'siteUrl',
      remedy: 'open the site in a browser and copy its address; grant Sites.Selected and the app its site',
    })
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
    throw new Problem('conflict', `the site has something else named "${listName}"`, { where: 'listName' })
  }
  throw made.kind === 'refused' ? notAllowed(made, listName) : silent(made)
}

/** Also on what a list made by hand, or by a stronger app at set-up, has to be before it is the mirror's. */
async function adopt(board: Board, site: Site, list: BoardList): Promise<BoardList> {
  const place = { siteId: site.id, listId: list.id }
  const faults = judgeColumns(list.columns)
  const lasting = faults.filter(fault => fault.kind !== 'missing')
  if (lasting.length > 0) {
    throw new Problem('conflict', `the list "${list.name}" has ${lasting.map(wordsOf).join('; ')}`, {
      where: 'listName',
      remedy: 'change its columns in SharePoint, or give the name of a list that is not there yet',
    })
  }
  const rows = await board.readRows(place, { columns: ['Title'], cursor: null })
  if (rows.kind === 'page' && rows.rows.length > 0) {
    throw new Problem('conflict', `the list "${list.name}" has rows already`, {
      where: 'listName',
      remedy:
        'give the name of an empty list, or of one that is not there yet; rows of others are never overwritten',
    })
  }
  if (rows.kind === 'noAnswer' || rows.kind === 'refused') throw unreadable(rows)
  const missing = new Set(faults.map(fault => fault.column))
  for (const column of mirrorColumns.filter(one => missing.has(one.name))) {
    const answer = await board.addColumn(place, column)
    if (answer.kind === 'noAnswer') throw silent(answer)
    if (answer.kind === 'refused') {
      throw new Problem(
        'upstream',
        `the list "${list.name}" lacks ${[...missing].join(', ')}, and the app may not add columns: ${answer.reason}`,
        { where: 'listName', remedy: `add the columns in SharePoint, or ${grantToMake}` },
      )
    }
  }
  return list
}

const grantToMake =
  'grant Sites.Manage.All until the list is there (afterwards Sites.Selected with "write" is enough)'

function notAllowed(refusal: Refusal, listName: string): Problem {
  const reason = `the app may not make a list in this site: ${refusal.reason}`
  return new Problem('upstream', reason, {
    remedy: `${grantToMake}, or make an empty list "${listName}" by hand with the columns named in "The SharePoint list" of the manual`,
  })
}

function unreadable(answer: NoAnswer | Refusal): Problem {
  if (answer.kind === 'noAnswer') return silent(answer)
  return new Problem('upstream', `the app may not read this site: ${answer.reason}`, {
    remedy:
      'grant Sites.Selected with admin consent, and the app "write" on this site; see "The SharePoint list" of the manual',
  })
}

function silent({ reason, retryAt }: NoAnswer): Problem {
  return new Problem('unavailable', `SharePoint does not answer: ${reason}`, {
    remedy: retryAt === null ? 'try again in a while' : `try again after ${retryAt.toISOString()}`,
  })
}

function wordsOf(fault: ColumnFault): string {
  switch (fault.kind) {
    case 'missing':
      return `no column ${fault.column}`
    case 'otherKind':
      return `a column ${fault.column} of kind ${fault.found} instead of ${fault.wanted}`
    case 'missingChoices':
      return `a column ${fault.column} without the choices ${fault.choices.join(', ')}`
    default:
      return fault satisfies never
  }
}
