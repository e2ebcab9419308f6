/** A whole page that depends on one answer: it has its heading also while that is awaited, and where it could not be had. */

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isGone } from '../answers.ts'
import { Page } from './page.tsx'
import { Answered } from './states.tsx'

interface AnsweredPageProps<Answer> {
  query: UseQueryResult<Answer>
  /** What the page is about, while its own name is not known. */
  title: string
  above?: ReactNode
  /** The page with what was answered, in a `Page` of its own. */
  children: (answer: Answer) => ReactNode
  rows?: number
  height?: number
}

export function AnsweredPage<Answer>({
  query,
  title,
  above,
  children,
  rows = 5,
  height = 64,
}: AnsweredPageProps<Answer>) {
  if (query.data !== undefined && !isGone(query.error)) return children(query.data)
  return (
    <Page title={title} {...(above === undefined ? {} : { above })}>
      <Answered query={query} rows={rows} height={height}>
        {children}
      </Answered>
    </Page>
  )
}
