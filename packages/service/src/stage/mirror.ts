/**
 * The mirror in a rehearsal, judged from the simulator's side: what its list says of everybody, against what the campaign
 * exports, and how often it was written.
 */

import { ApiProblem, Unreachable } from '@muster/contract/client'
import type { Fields, List } from '@muster/simulator/world/list-types'
import { parse } from 'csv-parse/sync'
import type { World } from './world.ts'

export interface MirrorFigures {
  rows: number
  /** Rows that do not say what they should, that are too many, and people without one. */
  wrong: number
  /** Accepted by the list, whether they changed anything or not. */
  writes: number
  /** Writes for each row that was added, changed or removed. */
  writesPerChange: number
}

export const noMirror: MirrorFigures = { rows: 0, wrong: 0, writes: 0, writesPerChange: 0 }

export const mirrorName = 'MFA rollout'

/** Before the app's first token, or its tokens are revoked: it may make lists. */
export function allowLists({ box }: Pick<World, 'box'>): void {
  box.app.roles.push('Sites.Manage.All')
}

/** Makes the mirror of a campaign in the box's site. */
export async function takeMirror(world: Pick<World, 'box' | 'client'>, campaignId: string): Promise<List> {
  const { box, client } = world
  const { sites } = box.tenant.world
  await client.createMirror({
    params: { campaignId },
    body: { siteUrl: `https://${sites.hostname}/sites/it-security`, listName: mirrorName },
  })
  const list = listOf(world)
  if (list === undefined) throw new Error('the simulator has no such list')
  return list
}

/** Longer than any storm of a rehearsal, or than a killed copy takes to be noticed. */
const asksMax = 60

/** The same while copies are killed and Graph refuses: whoever got no answer looks, and asks again a minute later. */
export async function takeMirrorAtLast(
  world: Pick<World, 'box' | 'client' | 'clock' | 'liveUntil'>,
  campaignId: string,
): Promise<List> {
  for (let asked = 1; ; asked++) {
    try {
      const made = listOf(world)
      const isMade = made !== undefined && (await hasMirror(world, campaignId))
      return isMade ? made : await takeMirror(world, campaignId)
    } catch (error) {
      if (asked >= asksMax || !isPassing(error)) throw error
    }
    await world.liveUntil(new Date(world.clock.now().getTime() + 60_000))
  }
}

/** The copy that was asked is gone, or what it asked in turn gave no answer. */
function isPassing(error: unknown): boolean {
  if (error instanceof Unreachable) return true
  return error instanceof ApiProblem && error.body.status >= 500
}

async function hasMirror({ client }: Pick<World, 'client'>, campaignId: string): Promise<boolean> {
  const { mirror } = await client.getMirror({ params: { campaignId } })
  return mirror !== null
}

function listOf({ box }: Pick<World, 'box'>): List | undefined {
  return box.tenant.world.sites.listOf(box.site, mirrorName)
}

/** Every few days somebody who works in the list types over a row, and deletes another. */
const meddlingDays = 5

export function meddle({ box }: Pick<World, 'box'>, list: List, day: number): void {
  if (day % meddlingDays !== 0) return
  const { sites } = box.tenant.world
  const rows = sites.rowsOf(list)
  const [edited, deleted] = [rows[day % rows.length], rows[(day * 7) % rows.length]]
  if (edited !== undefined) sites.editRow(list, edited.id, { InviteStatus: 'Pending', Source: 'by hand' })
  if (deleted !== undefined && deleted !== edited) sites.deleteRow(list, deleted.id)
}

/** A look at somebody is no reason to write, so its time may be behind. */
const notCompared = 'LastChecked'

export async function auditMirror(
  { box, client }: Pick<World, 'box' | 'client'>,
  { campaignId, list }: { campaignId: string; list: List },
): Promise<MirrorFigures> {
  const file = await client.exportPeople({ params: { campaignId }, query: { shape: 'seed' } })
  const text = await new Response(file.bytes).text()
  // With `columns`, csv-parse answers records of text by header name.
  const lines = parse(text, { columns: true, bom: true }) as Record<string, string>[]
  const expected = new Map(
    lines.filter(line => line.InviteStatus !== 'Excluded').map(line => [titleOf(line), line]),
  )
  const rows = box.tenant.world.sites.rowsOf(list)
  const right = rows.filter(row => {
    const line = expected.get(String(row.fields.Title))
    return line !== undefined && isSame(line, row.fields)
  })
  const told = new Set(right.map(row => String(row.fields.Title)))
  const { created, updated, deleted, unchanged } = box.tenant.world.sites.countWrites(list)
  const writes = created + updated + deleted
  const changes = writes - unchanged
  return {
    rows: rows.length,
    wrong: rows.length - told.size + [...expected.keys()].filter(title => !told.has(title)).length,
    writes,
    writesPerChange: changes === 0 ? 0 : Math.round((writes / changes) * 1_000) / 1_000,
  }
}

/** What a spreadsheet might take for a formula is exported behind an apostrophe. */
function titleOf(line: Record<string, string>): string {
  return plain(line.Title ?? '')
}

function plain(text: string): string {
  return text.replace(/^'(?=[=+\-@])/, '')
}

function isSame(line: Record<string, string>, fields: Fields): boolean {
  return Object.entries(line)
    .filter(([name]) => name !== notCompared)
    .every(([name, cell]) => tellsAs(fields[name]) === tellsAs(plain(cell)))
}

/** Exports name a box that is ticked in a word, and times to the thousandth of a second. */
function tellsAs(value: string | number | boolean | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  const text = String(value).replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z$/, '$1Z')
  return text.length > 255 ? `${text.slice(0, 254)}…` : text
}
