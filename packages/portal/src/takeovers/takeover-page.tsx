/** Taking over from a SharePoint list of another rollout: rehearsed, then for real, then what has come since. */

import {
  Button,
  Field,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components'
import { ArrowDownload20Regular } from '@fluentui/react-icons'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { NotAllowed } from '../access/allowed.tsx'
import { useMay } from '../access/me.ts'
import { useCampaign } from '../campaigns/campaign-queries.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { TextLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card, Page } from '../ui/page.tsx'
import { tellListProblem } from '../ui/problem-words.ts'
import { saveFile } from '../ui/save-file.ts'
import { Answered } from '../ui/states.tsx'
import { EarlierRuns } from './earlier-runs.tsx'
import { SourceChoice } from './source-choice.tsx'
import { isOver, type Takeover, useRuns, useTakeover } from './takeover-queries.ts'
import { TakeoverReport } from './takeover-report.tsx'

const route = getRouteApi('/campaigns/$campaignId/take-over')

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gap: tokens.spacingVerticalXL,
    maxWidth: '960px',
    gridTemplateColumns: 'minmax(0, 1fr)',
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  inCard: { display: 'grid', gap: '12px', gridTemplateColumns: 'minmax(0, 1fr)' },
})

export function TakeoverPage() {
  const styles = useStyles()
  const { t } = useTexts()
  const { campaignId } = route.useParams()
  const campaign = useCampaign(campaignId)
  return (
    <Page
      title={t.takeOver.title}
      lead={t.takeOver.lead}
      above={
        <TextLink to="/campaigns/$campaignId" params={{ campaignId }}>
          {campaign.data?.name ?? t.overview.campaign}
        </TextLink>
      }
    >
      <div className={styles.page}>
        <Answered query={campaign}>{answer => <Steps remindEveryDays={answer.remindEveryDays} />}</Answered>
      </div>
    </Page>
  )
}

/** Where one is stands in the address. */
function Steps({ remindEveryDays }: { remindEveryDays: number }) {
  const styles = useStyles()
  const { campaignId } = route.useParams()
  const { run } = route.useSearch()
  const navigate = route.useNavigate()
  const takeover = useTakeover(run)
  const goTo = (next: string | null) => void navigate({ search: next === null ? {} : { run: next } })
  const runs = useRuns(campaignId, goTo)
  const may = useMay()('startTakeover')
  const { t } = useTexts()
  if (run === undefined) {
    return (
      <>
        {may ? (
          <Card title={t.takeOver.ways}>
            <div className={styles.inCard}>
              <SourceChoice isBusy={runs.isBusy} daysDefault={remindEveryDays} onRehearse={runs.rehearse} />
            </div>
          </Card>
        ) : (
          <NotAllowed />
        )}
        <EarlierRuns campaignId={campaignId} />
      </>
    )
  }
  return (
    <Answered query={takeover} rows={3} height={40}>
      {answer =>
        isOver(answer) ? (
          <Result
            takeover={answer}
            isBusy={runs.isBusy}
            onTakeOver={may ? () => runs.takeOver(answer) : null}
            onAnother={() => goTo(null)}
          />
        ) : (
          <Progress takeover={answer} />
        )
      }
    </Answered>
  )
}

function Progress({ takeover }: { takeover: Takeover }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const isWeighing = takeover.state === 'weighing'
  const done = isWeighing ? takeover.peopleDone : takeover.rowsDone
  const whole = isWeighing ? takeover.peopleTotal : takeover.rowsTotal
  return (
    <Card title={takeover.real ? t.takeOver.real : t.takeOver.rehearsal}>
      <div className={styles.inCard}>
        <Field label={isWeighing ? t.takeOver.weighing : t.takeOver.reading} validationState="none">
          <ProgressBar thickness="large" {...(whole === null ? {} : { value: done / Math.max(1, whole) })} />
        </Field>
        <Text role="status">
          {whole === null
            ? t.takeOver.progressOpen(format.number(done))
            : t.takeOver.progress(format.number(done), format.number(whole))}
        </Text>
        <Text size={200}>{t.takeOver.goesOn}</Text>
      </div>
    </Card>
  )
}

interface ResultProps {
  takeover: Takeover
  isBusy: boolean
  /** Null for whoever may not. */
  onTakeOver: (() => void) | null
  onAnother(): void
}

function Result({ takeover, isBusy, onTakeOver, onAnother }: ResultProps) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const [isAsking, setAsking] = useState(false)
  const { problem, report, real, peopleDone } = takeover
  if (problem !== null || report === null) {
    return (
      <>
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t.takeOver.refused}</MessageBarTitle>
            {problem !== null && tellListProblem(problem, t, format)}
          </MessageBarBody>
        </MessageBar>
        <div className={styles.actions}>
          <Button appearance="primary" onClick={onAnother}>
            {t.takeOver.another}
          </Button>
        </div>
      </>
    )
  }
  const say = real ? t.takeOver.taken : t.takeOver.rehearsed
  return (
    <>
      <Text size={400} weight="semibold" block role="status">
        {say(peopleDone, format.number(peopleDone))}
      </Text>
      <div className={styles.actions}>
        {onTakeOver !== null && (
          <Button
            appearance="primary"
            disabled={isBusy}
            onClick={() => (real ? onTakeOver() : setAsking(true))}
          >
            {real ? t.takeOver.topUp : t.takeOver.now}
          </Button>
        )}
        <Button onClick={onAnother}>{t.takeOver.another}</Button>
        <DownloadRows takeover={takeover} />
      </div>
      <Confirm
        isOpen={isAsking}
        title={t.takeOver.nowTitle}
        verb={t.takeOver.now}
        isBusy={isBusy}
        onConfirm={() => {
          setAsking(false)
          onTakeOver?.()
        }}
        onCancel={() => setAsking(false)}
      >
        {t.takeOver.nowBody}
      </Confirm>
      <TakeoverReport takeover={takeover} report={report} />
    </>
  )
}

function DownloadRows({ takeover: { takeoverId } }: { takeover: Takeover }) {
  const { t } = useTexts()
  const notices = useNotices()
  const download = async () => {
    try {
      await saveFile(await api.downloadTakeoverRows({ params: { takeoverId } }))
    } catch (error) {
      notices.tellFailed(error)
    }
  }
  return (
    <Button appearance="subtle" icon={<ArrowDownload20Regular />} onClick={() => void download()}>
      {t.takeOver.download}
    </Button>
  )
}
