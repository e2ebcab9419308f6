/** What became of a list, or would: counts as cards, the rows behind each, the file, and what to do next. */

import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Spinner,
  Text,
} from '@fluentui/react-components'
import { ArrowDownload20Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { ButtonLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'
import { OutcomeCards } from '../ui/outcome-cards.tsx'
import { tellListProblem } from '../ui/problem-words.ts'
import { saveFile } from '../ui/save-file.ts'
import type { Batch, Outcome } from './batch-queries.ts'
import { BatchRows } from './batch-rows.tsx'
import { ListReading } from './list-reading.tsx'
import { outcomesOf, tellList } from './list-words.ts'

const outcomes = ['added', 'updated', 'unchanged', 'skipped', 'invalid'] as const

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
})

interface BatchResultProps {
  batch: Batch
  isBusy: boolean
  /** Null when the list is no longer at hand, or has been taken in. */
  onTakeIn: (() => void) | null
  /** Has the list read by another column, counted from 1; null when it is no longer at hand. */
  onColumn: ((column: number) => void) | null
  /** The list could be taken in, but is no longer at hand: the page was loaded anew, or it is somebody else's. */
  isGone: boolean
  onAgain(): void
}

export function BatchResult(props: BatchResultProps) {
  const { batch, isBusy, isGone, onColumn, onAgain } = props
  const styles = useStyles()
  const { t, format } = useTexts()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const { counts } = batch
  const usable = counts.added + counts.updated + counts.unchanged
  if (batch.problem !== null) {
    return (
      <>
        <MessageBar intent="error" layout="multiline" role="alert">
          <MessageBarBody>
            <MessageBarTitle>{t.upload.refused}</MessageBarTitle>
            {tellListProblem(batch.problem, t, format)}
          </MessageBarBody>
        </MessageBar>
        <div className={styles.actions}>
          <Button appearance="primary" onClick={onAgain}>
            {t.upload.another}
          </Button>
        </div>
      </>
    )
  }
  return (
    <>
      <Text size={400} weight="semibold" block role="status">
        {batch.dryRun &&
          `${t.upload.understood(
            batch.rowsDone,
            format.number(usable + counts.skipped),
            format.number(batch.rowsDone),
          )}. `}
        {tellList(batch, t, format)}
      </Text>
      {batch.dryRun && isGone && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t.upload.gone}</MessageBarBody>
        </MessageBar>
      )}
      {batch.exclusion !== null && <Text>{t.reading.leftOut(batch.exclusion.reason)}</Text>}
      <OutcomeCards<Outcome>
        outcomes={outcomes.map(one => ({
          outcome: one,
          rows: counts[one],
          words: outcomesOf(batch, t)[one],
        }))}
        chosen={outcome}
        onChoose={setOutcome}
      />
      <div className={styles.actions}>
        <Next {...props} />
        <DownloadRows batch={batch} />
      </div>
      {outcome === null && batch.reading !== null ? (
        <ListReading batch={batch} reading={batch.reading} isBusy={isBusy} onColumn={onColumn} />
      ) : (
        <BatchRows batch={batch} outcome={outcome} />
      )}
    </>
  )
}

function Next({ batch, isBusy, isGone, onTakeIn, onAgain }: BatchResultProps) {
  const { t, format } = useTexts()
  const { counts, campaignId, batchId } = batch
  const people = counts.added + counts.updated + counts.unchanged + counts.skipped
  if (batch.dryRun) {
    return (
      <>
        {onTakeIn !== null && (
          <Button
            appearance="primary"
            disabled={isBusy || people === 0}
            onClick={onTakeIn}
            {...(isBusy ? { icon: <Spinner size="tiny" /> } : {})}
          >
            {t.upload.takeIn(counts.added, format.number(counts.added))}
          </Button>
        )}
        {isGone ? (
          <Button appearance="primary" onClick={onAgain}>
            {t.upload.bringAgain}
          </Button>
        ) : (
          <Button onClick={onAgain}>{t.upload.another}</Button>
        )}
      </>
    )
  }
  return (
    <>
      <ButtonLink to="/campaigns/$campaignId/plan" params={{ campaignId }} appearance="primary">
        {t.upload.toPlan}
      </ButtonLink>
      <ButtonLink to="/campaigns/$campaignId/people" params={{ campaignId }} search={{ batchId }}>
        {t.upload.toPeople}
      </ButtonLink>
      <Button onClick={onAgain}>{t.upload.another}</Button>
    </>
  )
}

function DownloadRows({ batch }: { batch: Batch }) {
  const { t } = useTexts()
  const notices = useNotices()
  const download = async () => {
    try {
      await saveFile(await api.downloadBatchRows({ params: { batchId: batch.batchId } }))
    } catch (error) {
      notices.tellFailed(error)
    }
  }
  return (
    <Button appearance="subtle" icon={<ArrowDownload20Regular />} onClick={() => void download()}>
      {t.upload.download}
    </Button>
  )
}
