/**
 * A long list of people as a table reads it: one measuring pass says how many there are and gives a cursor at every
 * 200th, so that any place of the list is one short request, however far down it is.
 */

import type { Output } from '@muster/contract/routes'
import { markEvery } from '@muster/contract/shapes/people'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { live, liveEveryMs } from '../answers.ts'
import { api } from '../session.ts'
import type { PeopleFilter } from './people-filter.ts'

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
  /** The person in a row; undefined while its page is on the way. */
  at(row: number): PersonRow | undefined
  error: unknown
  retry(): void
}

/** The list as far as rows `first` to `last` need it. */
export function usePeople(wanted: Wanted, first: number, last: number): PeopleList {
  const { campaignId } = wanted
  const search = searchOf(wanted)
  const measured = useQuery({
    queryKey: ['campaign', campaignId, 'people', search, 'measure'],
    ...live(`measure ${campaignId} ${JSON.stringify(search)}`, () =>
      api.measurePeople({ params: { campaignId }, body: search }),
    ),
    placeholderData: keepPreviousData,
  })
  const marks = measured.isPlaceholderData ? [] : (measured.data?.marks ?? [])
  const numbers = pagesBetween(first, last, marks.length)
  const pages = useQueries({
    queries: numbers.map(number => ({
      queryKey: ['campaign', campaignId, 'people', search, 'page', number],
      queryFn: () =>
        api.searchPeople({
          params: { campaignId },
          body: { ...search, limit: markEvery, ...cursorOf(marks, number) },
        }),
      refetchInterval: liveEveryMs,
      // A mark may move by a person or two between two measurings; what is shown meanwhile is a moment old.
      placeholderData: keepPreviousData,
    })),
  })
  const pageOf = new Map(numbers.map((number, index) => [number, pages[index]]))
  const firstPage = pageOf.get(0)?.data
  const isWhole = firstPage !== undefined && firstPage.nextCursor === null
  const failed = [measured, ...pages].find(query => query.isError && query.data === undefined)
  return {
    people: isWhole ? firstPage.items.length : (measured.data?.people ?? null),
    at: row => pageOf.get(Math.floor(row / markEvery))?.data?.items[row % markEvery],
    error: failed?.error ?? null,
    retry: () => void [measured, ...pages].map(query => query.refetch()),
  }
}

function cursorOf(marks: readonly string[], page: number): { cursor?: string } {
  const cursor = marks[page - 1]
  return cursor === undefined ? {} : { cursor }
}

/** The pages that hold the rows; beyond the first only those whose cursor is known. */
export function pagesBetween(first: number, last: number, marks: number): number[] {
  const from = Math.min(Math.floor(Math.max(0, first) / markEvery), marks)
  const to = Math.min(Math.floor(Math.max(0, last) / markEvery), marks)
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

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
