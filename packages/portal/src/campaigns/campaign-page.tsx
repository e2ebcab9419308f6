/** One campaign: its name and state, what can be done to it, and the tabs that its parts stand behind. */

import { makeStyles, Tab, tokens } from '@fluentui/react-components'
import { ArrowUpload20Regular, CalendarCheckmarkRegular, Edit20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { getRouteApi, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { useMay } from '../access/me.ts'
import { StoppedTenant } from '../tenants/panic-stop.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { AnsweredPage } from '../ui/answered-page.tsx'
import { ButtonLink } from '../ui/links.tsx'
import { Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { CampaignBadge } from '../ui/status-look.tsx'
import { TabRow } from '../ui/tab-row.tsx'
import { CampaignActs } from './campaign-acts.tsx'
import { useCampaign } from './campaign-queries.ts'
import { RemoveCampaign } from './remove-campaign.tsx'

const route = getRouteApi('/campaigns/$campaignId')

const useStyles = makeStyles({
  lead: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 14px' },
  tabs: {
    marginBottom: tokens.spacingVerticalXL,
    marginInline: '-12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
})

const tabs = {
  summary: '/campaigns/$campaignId',
  plan: '/campaigns/$campaignId/plan',
  people: '/campaigns/$campaignId/people',
  mails: '/campaigns/$campaignId/mails',
  lists: '/campaigns/$campaignId/lists',
  'sharepoint-list': '/campaigns/$campaignId/sharepoint-list',
} as const
type TabName = keyof typeof tabs
// Object.keys forgets the key type, which the table's own type states.
const tabNames = Object.keys(tabs) as TabName[]

export function CampaignPage() {
  const { campaignId } = route.useParams()
  const { t } = useTexts()
  const campaign = useCampaign(campaignId)
  return (
    <AnsweredPage query={campaign} title={t.overview.campaign}>
      {answer => <CampaignFrame campaign={answer} />}
    </AnsweredPage>
  )
}

function CampaignFrame({ campaign }: { campaign: Output<'getCampaign'> }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const may = useMay()
  const { campaignId } = campaign
  const selected = useSelectedTab()
  const isPlanOver = selected === 'plan' && campaign.status !== 'draft'
  return (
    <Page
      title={campaign.name}
      lead={
        <div className={styles.lead}>
          <CampaignBadge status={campaign.status} />
          <span>{t.campaign.goalIs(t.goal[campaign.goal])}</span>
          {campaign.dueOn !== null && <span>{t.campaign.dueIs(format.day(campaign.dueOn))}</span>}
        </div>
      }
      actions={
        <>
          {campaign.status !== 'finished' && may('importPeople') && (
            <ButtonLink
              to="/campaigns/$campaignId/upload"
              params={{ campaignId }}
              icon={<ArrowUpload20Regular />}
            >
              {t.campaign.addPeople}
            </ButtonLink>
          )}
          {campaign.status !== 'finished' && may('updateCampaign') && (
            <ButtonLink to="/campaigns/$campaignId/edit" params={{ campaignId }} icon={<Edit20Regular />}>
              {t.newCampaign.edit}
            </ButtonLink>
          )}
          <RemoveCampaign campaign={campaign} />
          <CampaignActs campaign={campaign} />
        </>
      }
    >
      <CampaignTabs campaignId={campaignId} isDraft={campaign.status === 'draft'} />
      {selected !== 'summary' && <StoppedTenant tenantId={campaign.tenantId} />}
      {isPlanOver ? <PlanOver campaign={campaign} /> : <Outlet />}
    </Page>
  )
}

function useSelectedTab(): TabName {
  const path = useRouterState({ select: state => state.location.pathname })
  const last = path.split('/').at(-1)
  return tabNames.find(name => name === last) ?? 'summary'
}

/** What was foretold before the launch is told by the figures since. */
function PlanOver({ campaign: { campaignId, status } }: { campaign: Output<'getCampaign'> }) {
  const { t } = useTexts()
  return (
    <Empty
      icon={<CalendarCheckmarkRegular />}
      title={status === 'finished' ? t.over.finished : t.over.launched}
      action={
        <ButtonLink to="/campaigns/$campaignId" params={{ campaignId }}>
          {t.over.toSummary}
        </ButtonLink>
      }
    >
      {t.over.noPlan}
    </Empty>
  )
}

function CampaignTabs({ campaignId, isDraft }: { campaignId: string; isDraft: boolean }) {
  const styles = useStyles()
  const { t } = useTexts()
  const navigate = useNavigate()
  const selected = useSelectedTab()
  return (
    <div className={styles.tabs}>
      <TabRow
        selectedValue={selected}
        aria-label={t.campaign.parts}
        onTabSelect={(_, { value }) => {
          const name = tabNames.find(one => one === value) ?? 'summary'
          void navigate({ to: tabs[name], params: { campaignId } })
        }}
      >
        {tabNames
          .filter(name => name !== 'plan' || isDraft || selected === 'plan')
          .map(name => (
            <Tab key={name} value={name}>
              {t.campaign.tabs[name]}
            </Tab>
          ))}
      </TabRow>
    </div>
  )
}
