/** Where a campaign stands: figures, funnel, adoption, day by day, break-downs, senders, what mails brought about, and what has just happened. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { ArrowUploadRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { getRouteApi } from '@tanstack/react-router'
import { useMay } from '../access/me.ts'
import { StopNotice } from '../tenants/panic-stop.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { AdoptionChart } from '../ui/adoption-chart.tsx'
import { DailyChart } from '../ui/daily-chart.tsx'
import { daysAhead, tellForecast, useForecast } from '../ui/forecast-words.ts'
import { FunnelChart } from '../ui/funnel.tsx'
import { ButtonLink, TextLink } from '../ui/links.tsx'
import { Card, Cards } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { Tile, Tiles } from '../ui/tiles.tsx'
import { askedOf } from './asked.ts'
import { BreakDown } from './break-down.tsx'
import { useAdoption, useEffects, useRecentEvents, useStatus } from './campaign-queries.ts'
import { MailEffects } from './mail-effects.tsx'
import { Managers } from './managers.tsx'
import { SenderStates } from './sender-states.tsx'
import { TimeToRegisterChart } from './time-to-register.tsx'

const route = getRouteApi('/campaigns/$campaignId')

const useStyles = makeStyles({
  feed: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: '10px' },
  entry: { display: 'grid', gap: '1px', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2, fontSize: '12px' },
})

export function CampaignSummary() {
  const { campaignId } = route.useParams()
  const status = useStatus(campaignId)
  return (
    <Answered query={status} rows={6} height={72}>
      {report => <Summary report={report} />}
    </Answered>
  )
}

function Summary({ report }: { report: Output<'campaignStatus'> }) {
  const { t } = useTexts()
  const { campaign, counts, people, funnel } = report
  const { campaignId } = campaign
  const may = useMay()
  const adoption = useAdoption(campaignId)
  const asked = askedOf(counts)
  if (people === 0) {
    return (
      <Empty
        icon={<ArrowUploadRegular />}
        title={t.campaign.nobody}
        action={
          may('importPeople') && (
            <ButtonLink to="/campaigns/$campaignId/upload" params={{ campaignId }} appearance="primary">
              {t.campaign.addPeople}
            </ButtonLink>
          )
        }
      >
        {t.campaign.nobodyBody}
      </Empty>
    )
  }
  return (
    <Cards layout="stack">
      <StopNotice tenantId={campaign.tenantId} stop={report.stop} />
      <Tiles>
        <Tile label={t.tiles.registered} value={counts.active} whole={asked} />
        <Tile label={t.tiles.invited} value={funnel.invited} whole={asked} />
        <Tile label={t.tiles.confirmed} value={funnel.confirmed} whole={asked} />
        <Tile
          label={t.tiles.lastDay}
          value={report.rates.lastDay.registered}
          whole={null}
          note={t.tiles.lastDayNote}
        />
      </Tiles>
      <Cards layout="wide">
        <Card title={t.campaign.adoption}>
          <Answered query={adoption} rows={1} height={240}>
            {answer => <Adoption adoption={answer} report={report} />}
          </Answered>
        </Card>
        <Card title={t.campaign.funnel}>
          <FunnelChart
            steps={{ ...funnel, asked, registered: counts.active }}
            hasGroup={campaign.groupId !== null}
          />
          <Text as="p" size={200}>
            {t.campaign.funnelCounts}
          </Text>
        </Card>
      </Cards>
      <Cards layout="wide">
        <Card title={t.campaign.daily}>
          <Answered query={adoption} rows={1} height={200}>
            {answer => <DailyChart adoption={answer} at={report.at} />}
          </Answered>
        </Card>
        <Card title={t.campaign.recent}>
          <Feed campaignId={campaignId} at={report.at} />
        </Card>
      </Cards>
      <Cards layout="even">
        <BreakDown campaignId={campaignId} />
        <Cards layout="stack">
          <Card title={t.campaign.mail}>
            <SenderStates report={report} />
          </Card>
          <Managers report={report} />
        </Cards>
      </Cards>
      <Effects campaignId={campaignId} />
    </Cards>
  )
}

function Effects({ campaignId }: { campaignId: string }) {
  const { t } = useTexts()
  const effects = useEffects(campaignId)
  return (
    <Cards layout="even">
      <Card title={t.pace.title}>
        <Answered query={effects} rows={5} height={32}>
          {({ timeToRegister }) => <TimeToRegisterChart time={timeToRegister} />}
        </Answered>
      </Card>
      <Card title={t.effects.title}>
        <Answered query={effects} rows={4} height={32}>
          {({ mails }) => <MailEffects mails={mails} />}
        </Answered>
      </Card>
    </Cards>
  )
}

function Adoption({ adoption, report }: AdoptionProps) {
  const words = useTexts()
  const { campaign, counts, at, stop } = report
  const { dueOn } = campaign
  const isInviting = stop === null && campaign.status === 'running'
  const made = useForecast({ adoption, dueOn, at, unreachable: counts.failed, isInviting })
  const ahead = daysAhead(made)
  return (
    <AdoptionChart
      {...{ adoption, dueOn, at, ahead }}
      words={tellForecast(made, { dueOn, days: ahead }, words)}
    />
  )
}

interface AdoptionProps {
  adoption: Output<'campaignAdoption'>
  report: Output<'campaignStatus'>
}

function Feed({ campaignId, at }: { campaignId: string; at: Date }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const events = useRecentEvents(campaignId)
  return (
    <Answered query={events} rows={4} height={32}>
      {({ items }) =>
        items.length === 0 ? (
          <p className={styles.quiet}>{t.campaign.nothingYet}</p>
        ) : (
          <ul className={styles.feed}>
            {items.toReversed().map(event => (
              <li key={event.eventId} className={styles.entry}>
                <span>
                  <TextLink to="/people/$enrolmentId" params={{ enrolmentId: event.enrolmentId }}>
                    {event.displayName ?? t.person.unnamed}
                  </TextLink>
                </span>
                <span className={styles.quiet}>
                  {`${t.eventName(newsOf(event))} · ${format.ago(event.at, at)}`}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Answered>
  )
}

/** Whoever had registered before anybody wrote to them has not done so just now. */
function newsOf({ kind, wasInvited }: Output<'recentEvents'>['items'][number]): string {
  return kind === 'registrationSeen' && !wasInvited ? 'registeredBefore' : kind
}
