/** The mailboxes and mail servers of a tenant with what each may send, and those set aside. */

import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Text,
} from '@fluentui/react-components'
import { Add20Regular, Edit20Regular, MailSettingsRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { NewSender } from './new-sender.tsx'
import { SenderBudget } from './sender-budget.tsx'
import { useSenders, useTenants } from './tenant-queries.ts'

type Sender = Output<'addSender'>

const route = getRouteApi('/settings/senders')

const useStyles = makeStyles({
  facts: { display: 'flex', flexWrap: 'wrap', gap: '6px 28px', margin: 0 },
  fact: { display: 'grid' },
  problem: { marginBottom: '14px' },
})

export function SendersPage() {
  const { t } = useTexts()
  const { tenant: asked } = route.useSearch()
  const tenants = useTenants()
  const tenant = tenants.data?.find(one => one.tenantId === asked) ?? tenants.data?.[0]
  const senders = useSenders(tenant?.tenantId)
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  return (
    <Page
      title={t.senders.title}
      lead={tenant === undefined ? t.senders.lead : `${tenant.name} · ${t.senders.lead}`}
      actions={
        tenant !== undefined &&
        may('addSender') && (
          <Button appearance="primary" icon={<Add20Regular />} onClick={() => setAdding(true)}>
            {t.senders.add}
          </Button>
        )
      }
    >
      {tenants.data?.length === 0 ? (
        <Empty icon={<MailSettingsRegular />} title={t.overview.noTenant} />
      ) : (
        <Answered query={senders}>
          {items =>
            items.length === 0 ? (
              <Empty icon={<MailSettingsRegular />} title={t.senders.none} />
            ) : (
              <Cards layout="even">
                {items.map(sender => (
                  <SenderCard key={sender.senderId} sender={sender} />
                ))}
              </Cards>
            )
          }
        </Answered>
      )}
      {isAdding && tenant !== undefined && (
        <NewSender tenantId={tenant.tenantId} onClose={() => setAdding(false)} />
      )}
    </Page>
  )
}

function SenderCard({ sender }: { sender: Sender }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const may = useMay()
  const [isEditing, setEditing] = useState(false)
  const { tenantId, senderId } = sender
  const resume = useMutation({
    mutationFn: () => api.resumeSender({ params: { tenantId, senderId } }),
    onSuccess() {
      notices.tellDone(t.senders.resumed)
      void answers.invalidateQueries()
    },
    onError: notices.tellFailed,
  })
  const facts = [
    [t.senders.kind, sender.kind === 'graph' ? t.senders.graph : `${t.senders.smtp}, ${sender.host ?? ''}`],
    [t.senders.name, sender.displayName],
    [t.senders.perMinute, format.number(sender.perMinuteMax)],
    [t.senders.perDay, format.number(sender.perDayMax)],
    [t.senders.atOnce, format.number(sender.atOnceMax)],
  ] as const
  return (
    <Card
      title={sender.address}
      aside={
        may('updateSender') && (
          <Button appearance="subtle" icon={<Edit20Regular />} onClick={() => setEditing(true)}>
            {t.senders.edit}
          </Button>
        )
      }
    >
      {sender.problem !== null && (
        <MessageBar intent="error" className={styles.problem} layout="multiline">
          <MessageBarBody>
            {sender.retryAt === null
              ? sender.problem
              : `${sender.problem} ${t.senders.until(format.moment(sender.retryAt))}`}
          </MessageBarBody>
          {may('resumeSender') && (
            <MessageBarActions>
              <Button disabled={resume.isPending} onClick={() => resume.mutate()}>
                {t.senders.resume}
              </Button>
            </MessageBarActions>
          )}
        </MessageBar>
      )}
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term} className={styles.fact}>
            <dt>
              <Text size={200}>{term}</Text>
            </dt>
            <dd style={{ margin: 0 }}>
              <Text weight="semibold">{value}</Text>
            </dd>
          </div>
        ))}
      </dl>
      {isEditing && <SenderBudget sender={sender} onClose={() => setEditing(false)} />}
    </Card>
  )
}
