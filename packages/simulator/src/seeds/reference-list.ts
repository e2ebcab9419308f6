/** A list as the reference product leaves it behind, with every defect that such lists have, and the truth about each row. */

import type { Fields, FieldValue, List, Site } from '../world/list-types.ts'
import { composeMethod } from '../world/methods.ts'
import { drawId } from '../world/random.ts'
import type { Group, User, World } from '../world/types.ts'
import { pick, type Random, randomFor } from './chance.ts'
import { drawMethodProperties, registrationOf } from './methods.ts'
import { type Generation, referenceColumns } from './reference-columns.ts'
import { composeFields, type ReferenceStatus, type RowDraft } from './reference-rows.ts'

/** What is wrong with a row; each row has one at most. */
export const defects = [
  /** A second row of a person, named as the first or in another case. */
  'duplicate',
  'duplicateOtherCase',
  /** A status that its dates do not bear out. */
  'activeWithoutDate',
  'sentWithoutDate',
  'clickedWithoutDate',
  'pendingWithDates',
  /** In the group, and without a method to register with. */
  'inGroupUnregistered',
  /** Has a method, and is not marked Active. */
  'registeredNotActive',
  /** Nobody in the directory has that name any more. */
  'gone',
  'tokenIsAddress',
  'tokenEmpty',
  'tokenDuplicate',
  /** Only where dates are lines of text. */
  'dateUnreadable',
  'trailingSpace',
] as const

export type Defect = (typeof defects)[number]

export interface ReferenceOptions {
  site: Site
  rows: number
  /** The same seed gives the same list for the same people. */
  seed: number
  generation?: Generation
  /** `MFA Rollout` by default. */
  title?: string
  /** Whom the list says to be in the group is really in this one. */
  group?: Group
  /** How many rows of each hundred have it; those left out have their usual share, `none` gives a list without any. */
  defects?: 'none' | Partial<Record<Defect, number>>
  /** What share of the listed people has registered by now; 0.4 by default. People get methods for it, without a record in the audit log. */
  registered?: number
  dates?: 'dateTime' | 'text'
  missing?: readonly string[]
  renamed?: Readonly<Record<string, string>>
}

/** What is so of one row. */
export interface ReferenceTruth {
  rowId: number
  /** Null: of nobody in the directory. */
  userId: string | null
  /** As the row says it, blanks and case included. */
  title: string
  status: ReferenceStatus
  inGroup: boolean
  isRegistered: boolean
  token: string | null
  defect: Defect | null
  /** Of a duplicate: the row that was there first; of a doubled token: the row it belongs to. */
  twinRowId: number | null
}

export interface ReferenceList {
  list: List
  truth: ReferenceTruth[]
  /** How many rows have each. */
  counts: Record<Defect, number>
}

/** In percent of the rows. At 13,000 rows the rarest is there 26 times. */
const usualShares: Record<Defect, number> = {
  duplicate: 1,
  duplicateOtherCase: 0.5,
  activeWithoutDate: 1,
  sentWithoutDate: 1,
  clickedWithoutDate: 0.5,
  pendingWithDates: 0.5,
  inGroupUnregistered: 3,
  registeredNotActive: 2,
  gone: 2,
  tokenIsAddress: 1,
  tokenEmpty: 0.5,
  tokenDuplicate: 0.2,
  dateUnreadable: 0.5,
  trailingSpace: 0.5,
}

/** Fills a list of the site. Throws when the directory has too few people for so many rows. */
export function addReferenceList(world: World, options: ReferenceOptions): ReferenceList {
  const random = randomFor('reference list', options.seed)
  const counts = countDefects(options)
  const list = addEmptyList(world, options)
  const people = choosePeople(world, { options, counts, random })
  const drafts = shuffle(draftRows(world, { people, counts, random }), random)
  const truth: ReferenceTruth[] = []
  const byDraft = new Map<RowDraft, ReferenceTruth>()
  // Twins come after the rows that they double, as they did when somebody uploaded a file a second time.
  for (const draft of [
    ...drafts.filter(({ twinOf }) => twinOf === null),
    ...drafts.filter(({ twinOf }) => twinOf),
  ]) {
    const twin = draft.twinOf === null ? null : (byDraft.get(draft.twinOf) ?? null)
    const made = addRow({ world, options, list, random }, { draft, twin })
    truth.push(made)
    byDraft.set(draft, made)
  }
  return { list, truth, counts }
}

function countDefects(options: ReferenceOptions): Record<Defect, number> {
  const wished = options.defects ?? {}
  const count = (defect: Defect): number => {
    if (wished === 'none' || (defect === 'dateUnreadable' && options.dates !== 'text')) return 0
    const share = wished[defect] ?? usualShares[defect]
    return share === 0 ? 0 : Math.max(1, Math.round((share / 100) * options.rows))
  }
  // Exactly the keys of the list of defects.
  return Object.fromEntries(defects.map(defect => [defect, count(defect)])) as Record<Defect, number>
}

function addEmptyList(world: World, options: ReferenceOptions): List {
  const { generation = 'first', dates = 'dateTime', missing = [], renamed = {} } = options
  return world.sites.addList(options.site, {
    displayName: options.title ?? 'MFA Rollout',
    columns: referenceColumns({ generation, dates, missing, renamed }),
  })
}

interface People {
  registered: User[]
  unregistered: User[]
}

/** As many as the list needs, a share of them registered. */
function choosePeople(
  world: World,
  given: { options: ReferenceOptions; counts: Record<Defect, number>; random: Random },
): People {
  const { options, counts, random } = given
  const needed = options.rows - counts.duplicate - counts.duplicateOtherCase - counts.gone
  const members = world.userList.filter(user => user.deletedAt === null && user.userType === 'Member')
  if (members.length < needed)
    throw new RangeError(
      `a list of ${options.rows} rows needs ${needed} people, and there are ${members.length}`,
    )
  const chosen = shuffle(members, random).slice(0, needed)
  const goal = Math.round(needed * (options.registered ?? 0.4))
  const isRegistered = (user: User): boolean => registrationOf(user) !== 'none'
  let registered = chosen.filter(isRegistered).length
  for (const user of chosen) {
    if (registered >= goal) break
    if (isRegistered(user)) continue
    giveMethod(world, user, random)
    registered++
  }
  return {
    registered: chosen.filter(isRegistered),
    unregistered: chosen.filter(user => !isRegistered(user)),
  }
}

function giveMethod(world: World, user: User, random: Random): void {
  const kind = pick(random, ['microsoftAuthenticator', 'phone'] as const)
  const createdAt = new Date(world.clock.now().getTime() - random() * 30 * 24 * 3_600_000)
  const properties = drawMethodProperties(kind, random)
  user.methods = [
    ...user.methods,
    composeMethod({ kind, createdAt, newId: () => drawId(random), properties }),
  ]
}

/** Which person gets which row: the defects that need somebody registered, or not, are handed out first. */
function draftRows(
  world: World,
  given: { people: People; counts: Record<Defect, number>; random: Random },
): RowDraft[] {
  const { people, counts, random } = given
  const registered = [...people.registered]
  const unregistered = [...people.unregistered]
  const drafts: RowDraft[] = []
  const hand = (defect: Defect, from: User[], statuses: readonly ReferenceStatus[]): void => {
    for (let count = 0; count < counts[defect]; count++) {
      const user = from.pop()
      if (user === undefined) throw new RangeError(`too few people for the defect '${defect}'`)
      drafts.push(draft(user, pick(random, statuses), defect))
    }
  }
  hand('activeWithoutDate', registered, ['Active'])
  hand('registeredNotActive', registered, ['Sent', 'Clicked', 'AddedToGroup'])
  hand('sentWithoutDate', unregistered, ['Sent'])
  hand('clickedWithoutDate', unregistered, ['Clicked'])
  hand('pendingWithDates', unregistered, ['Pending'])
  hand('inGroupUnregistered', unregistered, ['AddedToGroup'])
  hand('tokenIsAddress', unregistered, ['Sent', 'Clicked'])
  hand('tokenEmpty', unregistered, ['Sent', 'Clicked'])
  hand('dateUnreadable', unregistered, ['Sent', 'Clicked'])
  hand('trailingSpace', unregistered, ['Sent', 'Clicked'])
  const doubled = counts.tokenDuplicate
  hand('tokenDuplicate', unregistered, ['Sent'])
  const clean = [
    ...registered.map(user => draft(user, 'Active', null)),
    ...unregistered.map(user => draft(user, pick(random, CLEAN), null)),
  ]
  const originals = shuffle(clean, random)
  const nextOriginal = (): RowDraft => {
    const original = originals.pop()
    if (original === undefined) throw new RangeError('too few rows without a defect to be doubled')
    return original
  }
  for (const one of drafts.filter(({ defect }) => defect === 'tokenDuplicate').slice(0, doubled))
    one.twinOf = nextOriginal()
  for (const defect of ['duplicate', 'duplicateOtherCase'] as const) {
    for (let count = 0; count < counts[defect]; count++) {
      const original = nextOriginal()
      drafts.push({ ...original, defect, twinOf: original })
    }
  }
  for (let count = 0; count < counts.gone; count++) {
    const title = `former.colleague${count + 1}@${world.domain}`
    drafts.push({
      user: null,
      title,
      name: `Former Colleague ${count + 1}`,
      status: pick(random, CLEAN),
      defect: 'gone',
      twinOf: null,
    })
  }
  return [...clean, ...drafts]
}

const CLEAN: readonly ReferenceStatus[] = ['Pending', 'Sent', 'Sent', 'Clicked']

function draft(user: User, status: ReferenceStatus, defect: Defect | null): RowDraft {
  return { user, title: user.userPrincipalName, name: user.displayName, status, defect, twinOf: null }
}

function addRow(
  scene: { world: World; options: ReferenceOptions; list: List; random: Random },
  made: { draft: RowDraft; twin: ReferenceTruth | null },
): ReferenceTruth {
  const { world, options, list, random } = scene
  const { draft, twin } = made
  const all = composeFields({
    draft,
    twinToken: twin?.token ?? null,
    now: world.clock.now(),
    random,
    managerUpnOf: user => world.users.get(user.managerId ?? '')?.userPrincipalName ?? '',
  })
  const row = world.sites.addRow(list, keepColumns(list, all, options))
  const inGroup = all.InGroup === true
  if (inGroup && draft.user !== null) options.group?.members.set(draft.user.id, world.clock.now())
  return {
    rowId: row.id,
    userId: draft.user?.id ?? null,
    title: String(all.Title ?? ''),
    status: draft.status,
    inGroup,
    isRegistered: draft.user !== null && registrationOf(draft.user) !== 'none',
    token: typeof all.TrackingToken === 'string' && all.TrackingToken !== '' ? all.TrackingToken : null,
    defect: draft.defect,
    twinRowId: twin?.rowId ?? null,
  }
}

/** Those fields that the list has a column for, by the names that its columns have. */
function keepColumns(list: List, fields: Fields, options: ReferenceOptions): Fields {
  const names = new Set(list.columns.map(({ name }) => name))
  const kept = Object.entries(fields).flatMap(([name, value]): [string, FieldValue][] => {
    const there = options.renamed?.[name] ?? name
    return names.has(there) && !options.missing?.includes(name) ? [[there, value]] : []
  })
  return Object.fromEntries(kept)
}

function shuffle<T>(items: readonly T[], random: Random): T[] {
  return items
    .map(item => ({ item, key: random() }))
    .sort((left, right) => left.key - right.key)
    .map(({ item }) => item)
}
