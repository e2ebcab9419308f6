/** Bringing people into a campaign: a file, a pasted list or a group; tried out first, then taken in. */

import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Tab,
  tokens,
} from '@fluentui/react-components'
import { FlagCheckeredRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { NotAllowed } from '../access/allowed.tsx'
import { useMay } from '../access/me.ts'
import { useCampaign } from '../campaigns/campaign-queries.ts'
import { StoppedTenant } from '../tenants/panic-stop.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { useFocusKept } from '../ui/focus-kept.ts'
import { ButtonLink, TextLink } from '../ui/links.tsx'
import { Page } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { TabRow } from '../ui/tab-row.tsx'
import { BatchProgress } from './batch-progress.tsx'
import { useBatch } from './batch-queries.ts'
import { BatchResult } from './batch-result.tsx'
import { useIntake } from './intake.ts'
import { LeftOutLists } from './left-out-lists.tsx'
import { FileChoice, GroupChoice, PasteChoice } from './list-choice.tsx'

const route = getRouteApi('/campaigns/$campaignId/upload')

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gap: tokens.spacingVerticalXL,
    maxWidth: '960px',
    gridTemplateColumns: 'minmax(0, 1fr)',
    outlineStyle: 'none',
  },
})

const ways = ['file', 'paste', 'group'] as const
type Way = (typeof ways)[number]

export function UploadPage() {
  const styles = useStyles()
  const { t } = useTexts()
  const { campaignId } = route.useParams()
  const { batch: batchId } = route.useSearch()
  const campaign = useCampaign(campaignId)
  const state = useBatch(batchId).data?.state
  const step = useFocusKept(`${batchId} ${state === 'done' || state === 'refused'}`)
  return (
    <Page
      title={t.upload.title}
      lead={t.upload.lead}
      above={
        <TextLink to="/campaigns/$campaignId" params={{ campaignId }}>
          {campaign.data?.name ?? t.overview.campaign}
        </TextLink>
      }
    >
      <div ref={step} tabIndex={-1} className={styles.page}>
        <StoppedTenant tenantId={campaign.data?.tenantId} />
        <LeftOutLists campaignId={campaignId} except={batchId} />
        <Steps campaign={campaign.data} />
      </div>
    </Page>
  )
}

/** Choose, see how the list is understood, take it in; where one is stands in the address. */
function Steps({ campaign }: { campaign: Output<'getCampaign'> | undefined }) {
  const { campaignId } = route.useParams()
  const { batch: batchId } = route.useSearch()
  const navigate = route.useNavigate()
  const batch = useBatch(batchId)
  const goTo = (next: string | null) => void navigate({ search: next === null ? {} : { batch: next } })
  const intake = useIntake(campaignId, goTo)
  const mayTakeIn = useMay()('importPeople')
  const { t } = useTexts()
  if (batchId === undefined && !mayTakeIn) return <NotAllowed />
  if (batchId === undefined && campaign?.status === 'finished') return <UploadOver campaignId={campaignId} />
  if (batchId === undefined) {
    return (
      <>
        <NotSent onAgain={intake.sendAgain} />
        <Choose isBusy={intake.isBusy} tenantId={campaign?.tenantId} onTry={intake.tryOut} />
        <TextLink to="/campaigns/$campaignId/take-over" params={{ campaignId }}>
          {t.takeOver.link}
        </TextLink>
      </>
    )
  }
  return (
    <>
      <NotSent onAgain={intake.sendAgain} />
      <Answered query={batch} rows={3} height={40}>
        {answer =>
          answer.state === 'done' || answer.state === 'refused' ? (
            <BatchResult
              batch={answer}
              isBusy={intake.isBusy}
              onTakeIn={mayTakeIn && intake.isHeld(answer) ? () => intake.takeIn(answer) : null}
              onColumn={
                mayTakeIn && intake.isHeld(answer) ? column => intake.readColumn(answer, column) : null
              }
              isGone={mayTakeIn && !intake.isHeld(answer)}
              onAgain={() => goTo(null)}
            />
          ) : (
            <BatchProgress batch={answer} />
          )
        }
      </Answered>
    </>
  )
}

function UploadOver({ campaignId }: { campaignId: string }) {
  const { t } = useTexts()
  return (
    <Empty
      icon={<FlagCheckeredRegular />}
      title={t.over.finished}
      action={
        <ButtonLink to="/campaigns/$campaignId" params={{ campaignId }}>
          {t.over.toSummary}
        </ButtonLink>
      }
    >
      {t.over.noUpload}
    </Empty>
  )
}

/** The list is still at hand; whoever brought it need not look for it again. */
function NotSent({ onAgain }: { onAgain: (() => void) | null }) {
  const { t } = useTexts()
  if (onAgain === null) return null
  return (
    <MessageBar intent="warning">
      <MessageBarBody>{t.connection.notSent}</MessageBarBody>
      <MessageBarActions>
        <Button onClick={onAgain}>{t.connection.again}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}

interface ChooseProps {
  isBusy: boolean
  tenantId: string | undefined
  onTry: ReturnType<typeof useIntake>['tryOut']
}

function Choose({ isBusy, tenantId, onTry }: ChooseProps) {
  const { t } = useTexts()
  const [way, setWay] = useState<Way>('file')
  return (
    <>
      <TabRow
        selectedValue={way}
        aria-label={t.upload.ways}
        onTabSelect={(_, { value }) => setWay(ways.find(one => one === value) ?? 'file')}
      >
        {ways.map(one => (
          <Tab key={one} value={one}>
            {t.upload.way[one]}
          </Tab>
        ))}
      </TabRow>
      {way === 'file' && <FileChoice isBusy={isBusy} onTry={onTry} />}
      {way === 'paste' && <PasteChoice isBusy={isBusy} onTry={onTry} />}
      {way === 'group' && <GroupChoice isBusy={isBusy} tenantId={tenantId} onTry={onTry} />}
    </>
  )
}
