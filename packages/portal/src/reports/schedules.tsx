/** Who gets the summary by mail and when, what became of the last one; made, tried and taken away by operators. */

import {
  Badge,
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { Delete20Regular, MailClock20Regular, Send20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card } from '../ui/page.tsx'
import { Answered } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { NewSchedule } from './new-schedule.tsx'
import { useSchedules } from './report-queries.ts'

type Schedule = Output<'addSummarySchedule'>
type Recipient = Schedule['recipients'][number]

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2, margin: 0 },
  stack: { display: 'grid', gap: '2px' },
  recipients: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'grid',
    gap: '4px',
    minWidth: '200px',
    overflowWrap: 'anywhere',
  },
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  acts: { display: 'flex', gap: '4px', justifyContent: 'end', whiteSpace: 'nowrap' },
  warning: { marginBottom: '12px' },
})

interface SchedulesProps {
  tenant: Output<'getTenant'>
  campaigns: readonly Output<'getCampaign'>[]
  /** The one that the page is about; null: all of them. */
  campaignId: string | null
}

export function Schedules({ tenant, campaigns, campaignId }: SchedulesProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const may = useMay()
  const schedules = useSchedules(tenant.tenantId)
  const [isAdding, setAdding] = useState(false)
  return (
    <Card
      title={t.reports.schedules}
      aside={
        may('addSummarySchedule') && (
          <Button icon={<MailClock20Regular />} onClick={() => setAdding(true)}>
            {t.reports.schedule}
          </Button>
        )
      }
    >
      <Answered query={schedules} rows={2} height={40}>
        {items =>
          items.length === 0 ? (
            <p className={styles.quiet}>{t.reports.schedulesNone}</p>
          ) : (
            <>
              {items.some(one => !one.hasSender) && (
                <MessageBar intent="warning" className={styles.warning}>
                  <MessageBarBody>{t.reports.noSender}</MessageBarBody>
                </MessageBar>
              )}
              <ScheduleTable schedules={items} />
            </>
          )
        }
      </Answered>
      {isAdding && (
        <NewSchedule {...{ tenant, campaigns }} about={campaignId} onClose={() => setAdding(false)} />
      )}
    </Card>
  )
}

function ScheduleTable({ schedules }: { schedules: readonly Schedule[] }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, format } = useTexts()
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.reports.scheduleWhen}</th>
            <th scope="col">{t.reports.of}</th>
            <th scope="col">{t.reports.scheduleTo}</th>
            <th scope="col">{t.reports.scheduleNext}</th>
            <th scope="col">
              <span className={styles.unseen}>{t.reports.acts}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {schedules.map(one => (
            <tr key={one.scheduleId}>
              <td>
                <span className={styles.stack}>
                  <When schedule={one} />
                  <Text size={200} className={styles.quiet}>
                    {`${one.timeZone} · ${t.languages[one.language]}`}
                  </Text>
                </span>
              </td>
              <td>
                <span className={styles.stack}>
                  <span>{one.campaign?.name ?? t.reports.allCampaigns}</span>
                  <Text size={200} className={styles.quiet}>
                    {one.hideSmall ? t.reports.small : t.reports.allShown}
                  </Text>
                </span>
              </td>
              <td>
                <ul className={styles.recipients}>
                  {one.recipients.map(recipient => (
                    <li key={recipient.address}>
                      {recipient.address} <Fate recipient={recipient} />
                    </li>
                  ))}
                </ul>
              </td>
              <td>{one.nextAt === null ? t.reports.ended : format.moment(one.nextAt)}</td>
              <td>
                <Acts schedule={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

/** "Monday at 08:00", by the tenant's clock. */
function When({ schedule }: { schedule: Schedule }) {
  const { weekday, hour } = schedule
  const { t } = useTexts()
  const clock = `${String(hour).padStart(2, '0')}:00`
  const text = weekday === null ? t.reports.daily(clock) : t.reports.weekly(t.weekday[weekday], clock)
  return <span>{text}</span>
}

function Fate({ recipient }: { recipient: Recipient }) {
  const { t } = useTexts()
  const { isThere, lastState, lastDetail } = recipient
  if (!isThere)
    return (
      <Badge color="warning" appearance="tint">
        {t.reports.gone}
      </Badge>
    )
  if (lastState === null || lastState === 'sent') return null
  const color = { queued: 'informative', sending: 'informative', withdrawn: 'informative' } as const
  return (
    <Badge
      appearance="tint"
      color={lastState in color ? 'informative' : 'danger'}
      {...(lastDetail === null ? {} : { title: lastDetail })}
    >
      {t.reports.mailState[lastState]}
    </Badge>
  )
}

function Acts({ schedule }: { schedule: Schedule }) {
  const styles = useStyles()
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const may = useMay()
  const [isAsked, setAsked] = useState(false)
  const { tenantId, scheduleId } = schedule
  const params = { tenantId, scheduleId }
  const attempt = useMutation({
    mutationFn: () => api.trySummarySchedule({ params, body: {} }),
    onSuccess: ({ recipient }) => notices.tellDone(t.reports.tried(recipient)),
    onError: notices.tellFailed,
  })
  const remove = useMutation({
    mutationFn: () => api.removeSummarySchedule({ params }),
    onSuccess() {
      notices.tellDone(t.reports.removed)
      setAsked(false)
      void answers.invalidateQueries({ queryKey: ['tenant', tenantId, 'schedules'] })
    },
    onError: notices.tellFailed,
  })
  if (!may('removeSummarySchedule')) return null
  return (
    <div className={styles.acts}>
      <Button
        appearance="subtle"
        icon={<Send20Regular />}
        disabled={attempt.isPending}
        onClick={() => attempt.mutate()}
      >
        {t.reports.tryNow}
      </Button>
      <Button appearance="subtle" icon={<Delete20Regular />} onClick={() => setAsked(true)}>
        {t.reports.remove}
      </Button>
      <Confirm
        isOpen={isAsked}
        title={t.reports.removeOne}
        verb={t.reports.remove}
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onCancel={() => setAsked(false)}
      >
        {t.reports.removeMeans}
      </Confirm>
    </div>
  )
}
