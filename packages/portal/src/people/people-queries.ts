/**
 * A long list of people as a table reads it: measuring says how many there are and gives marks by which any place of the
 * list is a short request, however far down it is.
 */

import type { Output } from '@muster/contract/routes'
import { markEvery } from '@muster/contract/shapes/people'
import {
  keepPreviousData,
  type UseQueryResult,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useState } from 'react'
import { live, liveEveryMs } from '../answers.ts'
import { api } from '../session.ts'
import type { PeopleFilter } from './people-filter.ts'
import { type Layout, layOut, placeOf, rowsMax, rowsOf, segmentsBetween } from './segments.ts'

export type PersonRow = Output<'searchPeople'>['items'][number]

export interface Wanted {
  campaignId: string
  filter: PeopleFilter
  /** Part of a name or address; never part of an address of the browser. */
  text: string
}

/** What the API is asked for, without its pages. */
export function searchOf({ filter, text }: Wanted) {
  return { ...filter, ...(text.trim() === '' ? {} : { text: text.trim() }) }
}

export interface PeopleList {
  /** How many there are; null until the first answer. */
  people: number | null
  /** There are more than that; nobody counted how many. */
  isMore: boolean
  /** How many rows the table has, which for a very long list are fewer than its people. */
  rows: number
  layout: Layout
  /** The person in a row; undefined while its page is on the way. */
  at(row: number): PersonRow | undefined
  error: unknown
  retry(): void
}

const nothing: Output<'measurePeople'> = { people: 0, isMore: false, isExact: true, marks: [] }

/** The list as far as rows `first` to `last` need it. */
export function usePeople(wanted: Wanted, first: number, last: number): PeopleList {
  const measured = useMeasured(wanted)
  // Marks of another search lead nowhere; its first page can be asked for without any.
  const list = (measured.isPlaceholderData ? undefined : measured.data) ?? nothing
  const [sizes, setSizes] = useState<{ of: readonly string[]; known: ReadonlyMap<number, number> }>({
    of: list.marks,
    known: new Map(),
  })
  const known = sizes.of === list.marks ? sizes.known : new Map<number, number>()
  const layout = layOut(list, known, markEvery)
  const segments = segmentsBetween(layout, first, last)
  const read = useSegments(wanted, list, segments)
  const news = list.isExact
    ? []
    : segments.flatMap(segment => {
        const size = read.get(segment)?.size ?? null
        return size === null || known.get(segment) === size ? [] : [[segment, size] as const]
      })
  if (news.length > 0) setSizes({ of: list.marks, known: new Map([...known, ...news]) })
  const whole = list.marks.length === 0 ? (read.get(0)?.size ?? null) : null
  const failed = [measured, ...[...read.values()].flatMap(segment => segment.queries)].find(
    query => query.isError && query.data === undefined,
  )
  return {
    people: whole ?? measured.data?.people ?? null,
    isMore: measured.data?.isMore ?? false,
    rows: whole ?? drawn(),
    layout,
    at(row) {
      const { segment, offset } = placeOf(layout, row)
      return read.get(segment)?.items[offset]
    },
    error: failed?.error ?? null,
    retry: () =>
      void [measured, ...[...read.values()].flatMap(one => one.queries)].map(query => query.refetch()),
  }

  /** Until a new search was measured the table stays as long as it was. */
  function drawn(): number {
    return measured.isPlaceholderData ? Math.min(rowsMax, measured.data?.people ?? 0) : rowsOf(layout)
  }
}

function useMeasured(wanted: Wanted) {
  const { campaignId } = wanted
  const search = searchOf(wanted)
  const { queryFn, refetchInterval } = live(`measure ${campaignId} ${JSON.stringify(search)}`, () =>
    api.measurePeople({ params: { campaignId }, body: search }),
  )
  return useQuery({
    queryKey: ['campaign', campaignId, 'people', search, 'measure'],
    queryFn,
    // New marks from a sample would move everything; they are good for as long as somebody reads.
    refetchInterval: query => (query.state.data?.isExact === false ? false : refetchInterval(query)),
    refetchOnWindowFocus: query => query.state.data?.isExact !== false,
    placeholderData: keepPreviousData,
  })
}

interface ReadSegment {
  items: readonly PersonRow[]
  /** Null until the whole of it was read. */
  size: number | null
  queries: readonly UseQueryResult<Output<'searchPeople'>>[]
}

/** Between exact marks stands one page. A segment of a sample is read page by page to its end. */
function useSegments(
  wanted: Wanted,
  { marks, isExact }: Output<'measurePeople'>,
  segments: readonly number[],
): ReadonlyMap<number, ReadSegment> {
  const { campaignId } = wanted
  const search = searchOf(wanted)
  const answers = useQueryClient()
  const keyOf = (place: Place) => ['campaign', campaignId, 'people', search, 'page', place]
  const placed = segments.flatMap(segment => {
    const until = isExact ? undefined : marks[segment]
    const places: Place[] = []
    let cursor: string | null | undefined = marks[segment - 1]
    do {
      const place: Place = { segment, limit: isExact ? markEvery : pageRows, ...cursorsOf(cursor, until) }
      places.push(place)
      cursor = isExact ? null : answers.getQueryData<Output<'searchPeople'>>(keyOf(place))?.nextCursor
    } while (cursor !== null && cursor !== undefined)
    return places
  })
  const pages = useQueries({
    queries: placed.map(place => ({
      queryKey: keyOf(place),
      queryFn: () => {
        const { segment: _, ...cut } = place
        return api.searchPeople({ params: { campaignId }, body: { ...search, ...cut } })
      },
      refetchInterval: isExact ? liveEveryMs : sampledEveryMs,
      // A mark may move by a person or two between two measurings; what is shown meanwhile is a moment old.
      ...(isExact ? { placeholderData: keepPreviousData } : {}),
    })),
  })
  return new Map(
    segments.map(segment => {
      const queries = pages.filter((_, index) => placed[index]?.segment === segment)
      const items = queries.flatMap(query => query.data?.items ?? [])
      const isEnd = queries.at(-1)?.data?.nextCursor === null
      return [segment, { items, size: isEnd ? items.length : null, queries }]
    }),
  )
}

interface Place {
  segment: number
  limit: number
  cursor?: string
  through?: string
}

function cursorsOf(
  cursor: string | undefined,
  through: string | undefined,
): { cursor?: string; through?: string } {
  return { ...(cursor === undefined ? {} : { cursor }), ...(through === undefined ? {} : { through }) }
}

/** A segment of a sample is larger than a page between exact marks; what is on screen of it is asked again more seldom. */
const pageRows = 500
const sampledEveryMs = 3 * liveEveryMs

/** Every id that a search finds, page by page; `onProgress` hears how many so far. */
export async function readIds(wanted: Wanted, onProgress: (ids: number) => void): Promise<string[]> {
  const { campaignId } = wanted
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const page: Output<'searchPeople'> = await api.searchPeople({
      params: { campaignId },
      body: { ...searchOf(wanted), limit: idsAtOnce, ...(cursor === null ? {} : { cursor }) },
    })
    ids.push(...page.items.map(person => person.enrolmentId))
    cursor = page.nextCursor
    onProgress(ids.length)
  } while (cursor !== null)
  return ids
}

/** The most that a page of the API holds. */
const idsAtOnce = 500
