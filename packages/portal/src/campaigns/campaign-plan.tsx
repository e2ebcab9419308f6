/** The plan before a launch: who is mailed and who not, how long it takes, whether the date holds; and the launch itself. */

import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { Rocket20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import type { Texts } from '../texts/en.ts'
import type { Formats } from '../texts/formats.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Card, Cards } from '../ui/page.tsx'
import { Answered } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { Tile, Tiles } from '../ui/tiles.tsx'
import { useCampaignAct } from './campaign-acts.tsx'
import { useCampaign } from './campaign-queries.ts'
import { judgeOutlook, type Outlook } from './plan-outlook.ts'

type Plan = Output<'planCampaign'>

const route = getRouteApi('/campaigns/$campaignId')

const useStyles = makeStyles({
  launch: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '12px 20px',
    alignItems: 'center',
    marginTop: tokens.spacingVerticalXL,
  },
})

export function CampaignPlan() {
  const { campaignId } = route.useParams()
  const plan = useQuery({
    queryKey: ['campaign', campaignId, 'plan'],
    queryFn: () => api.planCampaign({ params: { campaignId }, body: {} }),
  })
  return (
    <Answered query={plan} rows={5} height={64}>
      {answer => <PlanContent plan={answer} />}
    </Answered>
  )
}

function PlanContent({ plan }: { plan: Plan }) {
  const { t, format } = useTexts()
  const { finishAt } = plan.wave
  const outlook = judgeOutlook(plan)
  const ending = finishAt === null ? t.plan.never : t.plan.until(format.moment(finishAt))
  const note = plan.mailed.people === 0 ? t.plan.nothingToSend : ending
  return (
    <Cards layout="stack">
      <Verdict outlook={outlook} />
      <Tiles>
        <Tile label={t.plan.people} value={plan.people} whole={null} note="" />
        <Tile label={t.plan.mailed} value={plan.mailed.people} whole={plan.people} />
        <Tile label={t.plan.days} value={plan.wave.days.length} whole={null} note={note} />
      </Tiles>
      <Cards layout="even">
        <Card title={t.plan.notMailed}>
          <NotMailed plan={plan} />
        </Card>
        <Card title={t.plan.course}>
          {plan.mailed.people === 0 ? <Text>{t.plan.nothingGoes}</Text> : <Course plan={plan} />}
        </Card>
      </Cards>
      <Launch plan={plan} />
    </Cards>
  )
}

function Verdict({ outlook }: { outlook: Outlook }) {
  const { t, format } = useTexts()
  return <Say {...wordsOf(outlook, t, format)} />
}

function wordsOf(outlook: Outlook, t: Texts, format: Formats): SayProps {
  switch (outlook.kind) {
    case 'empty':
      return { intent: 'warning', title: t.plan.nobody }
    case 'nobodyToInvite': {
      const { why } = outlook
      const body = why === null ? t.plan.nobodySeveral : t.plan.nobodyBecause(t.noMailReason[why])
      return { intent: 'info', title: t.plan.nobodyToInvite, body }
    }
    case 'noSender':
      return { intent: 'error', title: t.plan.noSender }
    case 'noDue':
      return { intent: 'info', title: t.plan.noDue }
    case 'due': {
      const { on, verdict, sendersNeeded } = outlook.due
      const intent = { met: 'success', tight: 'warning', missed: 'error' } as const
      const more = sendersNeeded === null ? '' : t.plan.sendersNeeded(sendersNeeded)
      return { intent: intent[verdict], title: `${t.plan.verdict[verdict](format.day(on))} ${more}` }
    }
    default:
      return outlook satisfies never
  }
}

interface SayProps {
  intent: 'info' | 'success' | 'warning' | 'error'
  title: string
  body?: string
}

function Say({ intent, title, body }: SayProps) {
  return (
    <MessageBar intent={intent} {...(body === undefined ? {} : { layout: 'multiline' as const })}>
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {body}
      </MessageBarBody>
    </MessageBar>
  )
}

function NotMailed({ plan }: { plan: Plan }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  const { notLookedAt } = plan.mailed
  return (
    <>
      {plan.notMailed.length === 0 && <Text>{t.plan.everybody}</Text>}
      <table className={table.table}>
        <tbody>
          {plan.notMailed.map(({ reason, people }) => (
            <tr key={reason}>
              <td>{t.noMailReason[reason]}</td>
              <td className={table.figure} data-end>
                {format.number(people)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {notLookedAt > 0 && (
        <Text size={200} className={table.quiet}>
          {t.plan.notLookedAt(notLookedAt, format.number(notLookedAt))}
        </Text>
      )}
    </>
  )
}

/** A wave of months has more days than anybody reads one by one. */
const daysShownMax = 7

function Course({ plan }: { plan: Plan }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.plan.when}</th>
            <th scope="col">{t.plan.what}</th>
            <th scope="col" data-end>
              {t.plan.mails}
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.wave.days.slice(0, daysShownMax).map(({ day, mails }) => (
            <tr key={day}>
              <td>{format.day(day)}</td>
              <td>{t.plan.invitations}</td>
              <td className={table.figure} data-end>
                {format.number(mails)}
              </td>
            </tr>
          ))}
          {plan.wave.days.length > daysShownMax && (
            <tr>
              <td colSpan={3}>{t.plan.moreDays(plan.wave.days.length - daysShownMax)}</td>
            </tr>
          )}
          {laterSteps(plan).map(({ at, reminder }) => (
            <tr key={reminder?.number ?? 'managers'}>
              <td>{format.day(at)}</td>
              <td>{reminder === null ? t.plan.managers : t.plan.reminder(reminder.number)}</td>
              <td className={table.figure} data-end>
                {reminder !== null && t.plan.atMost(format.number(reminder.mailsAtMost))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <MailTimes plan={plan} />
    </TableFrame>
  )
}

/** What follows the invitations, in the order in which it comes; null stands for the managers. */
function laterSteps({
  reminders,
  escalation,
}: Plan): { at: Date; reminder: Plan['reminders'][number] | null }[] {
  const steps = reminders.map(reminder => ({ at: reminder.fromAt, reminder }))
  const managers = escalation === null ? [] : [{ at: escalation.fromAt, reminder: null }]
  return [...steps, ...managers].sort((a, b) => a.at.getTime() - b.at.getTime())
}

function MailTimes({ plan: { mailHours, mailDays } }: { plan: Plan }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  return (
    <>
      {mailHours !== null && (
        <Text block size={200} className={table.quiet}>
          {t.plan.mailHours(mailHours.from, mailHours.until)}
        </Text>
      )}
      {mailDays !== null && (
        <Text block size={200} className={table.quiet}>
          {t.plan.mailDays(format.list(mailDays.map(day => t.weekday[day])))}
        </Text>
      )}
    </>
  )
}

function Launch({ plan }: { plan: Plan }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const { campaignId } = plan
  const navigate = useNavigate()
  const campaign = useCampaign(campaignId)
  const [isAsking, setAsking] = useState(false)
  const act = useCampaignAct(campaignId, () => {
    setAsking(false)
    void navigate({ to: '/campaigns/$campaignId', params: { campaignId } })
  })
  const may = useMay()
  if (campaign.data?.status !== 'draft' || !may('actOnCampaign')) return null
  const words = t.campaignActs.launch
  return (
    <div className={styles.launch}>
      <Button
        appearance="primary"
        size="large"
        icon={<Rocket20Regular />}
        onClick={() => setAsking(true)}
        disabled={['empty', 'noSender'].includes(judgeOutlook(plan).kind)}
      >
        {words.verb}
      </Button>
      <Text>{t.plan.nothingYet}</Text>
      <Confirm
        isOpen={isAsking}
        title={words.question(campaign.data.name)}
        verb={words.verb}
        isBusy={act.isPending}
        onConfirm={() => act.mutate('launch')}
        onCancel={() => setAsking(false)}
      >
        {plan.mailed.people === 0
          ? t.plan.launchNobody
          : t.plan.launchMeans(plan.mailed.people, format.number(plan.mailed.people))}
      </Confirm>
    </div>
  )
}
