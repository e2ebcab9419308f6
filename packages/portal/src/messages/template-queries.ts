/** What the pages ask about texts. */

import type { Input } from '@muster/contract/routes'
import type { MailKind } from '@muster/core/placeholders'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../session.ts'
import { readEveryPage } from '../ui/every-page.ts'

export type Draft = Input<'previewTemplate'>['body']['draft']
export type PreviewFacts = Input<'previewTemplate'>['body']['facts']
export type TriedBrand = NonNullable<Input<'previewTemplate'>['body']['brand']>

export interface WhichTemplate {
  tenantId: string
  /** Null: what campaigns without a set use. */
  setId: string | null
  kind: MailKind
  language: string
}

export function useTextSets(tenantId: string | undefined) {
  return useQuery({
    queryKey: ['tenant', tenantId, 'texts', 'sets'],
    queryFn: () => readEveryPage(query => api.listTextSets({ params: { tenantId: tenantId ?? '' }, query })),
    enabled: tenantId !== undefined,
  })
}

export function useTemplates(tenantId: string | undefined, setId: string | null) {
  return useQuery({
    queryKey: ['tenant', tenantId, 'texts', 'all', setId],
    queryFn: () => api.templateOverview({ params: { tenantId: tenantId ?? '' }, query: queryOf(setId) }),
    enabled: tenantId !== undefined,
    placeholderData: keepPreviousData,
  })
}

/** Not asked again behind somebody who is writing. */
export function useTemplate({ tenantId, setId, kind, language }: WhichTemplate) {
  return useQuery({
    queryKey: ['tenant', tenantId, 'texts', 'one', setId, kind, language],
    queryFn: () => api.getTemplate({ params: { tenantId, kind, language }, query: queryOf(setId) }),
    refetchOnWindowFocus: false,
  })
}

export function queryOf(setId: string | null): { textSetId?: string } {
  return setId === null ? {} : { textSetId: setId }
}

/** Long enough to finish a word. */
const restMs = 400

/** A value once nobody has changed it for a moment. */
export function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}

/** The mail that a draft would make; the one before it stays until the new one is there. */
export function usePreview(
  tenantId: string,
  wanted: { draft: Draft; brand?: TriedBrand; facts: PreviewFacts },
) {
  return useQuery({
    queryKey: ['tenant', tenantId, 'texts', 'preview', wanted],
    queryFn: () => api.previewTemplate({ params: { tenantId }, body: wanted }),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    gcTime: 0,
  })
}
