/** What stands where content will be, is missing, or could not be had. */

import {
  Button,
  makeStyles,
  mergeClasses,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components'
import { ErrorCircleRegular } from '@fluentui/react-icons'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isGone } from '../answers.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { tellFailure } from './failure-words.ts'

const useStyles = makeStyles({
  loading: { display: 'grid', gap: tokens.spacingVerticalM, paddingBlock: tokens.spacingVerticalM },
  centred: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalM,
    paddingBlock: tokens.spacingVerticalXXXL,
    paddingInline: tokens.spacingHorizontalL,
    color: tokens.colorNeutralForeground2,
  },
  icon: { fontSize: '40px', lineHeight: '40px', color: tokens.colorNeutralForeground3 },
  failed: { color: tokens.colorPaletteRedForeground1 },
  // Fluent's own text begins at the start of its line wherever it stands.
  words: { maxWidth: '52ch', textAlign: 'center' },
})

/** Grey lines of the shape of what is coming; a screen reader is told once. */
export function Loading({ rows = 3, height = 20 }: { rows?: number; height?: number }) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <Skeleton className={styles.loading} aria-label={t.states.loading}>
      {Array.from({ length: rows }, (_, row) => row).map(row => (
        <SkeletonItem key={row} style={{ height }} />
      ))}
    </Skeleton>
  )
}

interface EmptyProps {
  icon: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
}

/** Nothing is there yet, and what to do about it. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  const styles = useStyles()
  return (
    <div className={styles.centred}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <Text weight="semibold" size={400}>
        {title}
      </Text>
      {children !== undefined && <Text className={styles.words}>{children}</Text>}
      {action}
    </div>
  )
}

export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const { title, body } = isGone(error)
    ? { title: t.states.gone, body: t.states.goneBody }
    : tellFailure(error, t, format)
  return (
    <div className={styles.centred} role="alert">
      <span className={mergeClasses(styles.icon, styles.failed)} aria-hidden>
        <ErrorCircleRegular />
      </span>
      <Text weight="semibold">{title}</Text>
      {body !== null && <Text className={styles.words}>{body}</Text>}
      {onRetry !== undefined && <Button onClick={onRetry}>{t.states.retry}</Button>}
    </div>
  )
}

interface AnsweredProps<Answer> {
  query: UseQueryResult<Answer>
  children: (answer: Answer) => ReactNode
  rows?: number
  height?: number
}

/** The content once it is there; an answer that is there already outlives a failed refresh, but not what it tells of. */
export function Answered<Answer>({ query, children, rows, height }: AnsweredProps<Answer>) {
  if (query.data !== undefined && !isGone(query.error)) return children(query.data)
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />
  return <Loading {...(rows === undefined ? {} : { rows })} {...(height === undefined ? {} : { height })} />
}
