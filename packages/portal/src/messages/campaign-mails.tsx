/** The mails of a campaign with their states, and the decisions on those whose fate nobody knows. */

import { Button, Checkbox, Dropdown, makeStyles, Option, Text } from '@fluentui/react-components'
import { ArrowRepeatAll20Regular, Checkmark20Regular, MailRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { mailStates } from '@muster/contract/shapes/mails'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { liveEveryMs } from '../answers.ts'
import { useCampaign } from '../campaigns/campaign-queries.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { TextLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'
import { tellOutcome } from '../ui/outcome-words.ts'
import { Card } from '../ui/page.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { MailBadge } from '../ui/status-look.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { tellUncertain } from './uncertain-words.ts'

type Mail = Output<'listMails'>['items'][number]
type Decision = 'arrived' | 'again'

const route = getRouteApi('/campaigns/$campaignId/mails')

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center', marginBottom: '12px' },
  choice: { marginInlineEnd: 'auto' },
  lead: { marginBottom: '12px', display: 'block', maxWidth: '80ch' },
})

/** Rows of one request; more come when they are asked for. */
const rowsAtOnce = 100

export function CampaignMails() {
  const styles = useStyles()
  const { t } = useTexts()
  const may = useMay()
  const { campaignId } = route.useParams()
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const mails = useInfiniteQuery({
    queryKey: ['campaign', campaignId, 'mails', state],
    queryFn: ({ pageParam }) =>
      api.listMails({
        params: { campaignId },
        query: {
          limit: rowsAtOnce,
          ...(state === undefined ? {} : { state }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
    refetchInterval: liveEveryMs,
  })
  const items = mails.data?.pages.flatMap(page => page.items)
  const open = state === 'uncertain' ? (items ?? []).length : 0
  const lead = tellUncertain({ mails: open, mayDecide: may('decideMails') }, t)
  return (
    <Card title={t.mails.title}>
      {lead !== null && <Text className={styles.lead}>{lead}</Text>}
      <div className={styles.tools}>
        <Dropdown
          className={styles.choice}
          aria-label={t.mails.state}
          value={state === undefined ? t.mails.anyState : t.mailState[state]}
          selectedOptions={[state ?? '']}
          onOptionSelect={(_, { optionValue }) => {
            const next = mailStates.find(one => one === optionValue)
            setChosen(new Set())
            void navigate({ search: next === undefined ? {} : { state: next }, replace: true })
          }}
        >
          <Option value="">{t.mails.anyState}</Option>
          {mailStates.map(one => (
            <Option key={one} value={one}>
              {t.mailState[one]}
            </Option>
          ))}
        </Dropdown>
        <Decisions campaignId={campaignId} chosen={chosen} onDone={() => setChosen(new Set())} />
      </div>
      {mails.isError && items === undefined && (
        <Failed error={mails.error} onRetry={() => void mails.refetch()} />
      )}
      {items === undefined && !mails.isError && <Loading rows={6} height={28} />}
      {items?.length === 0 && <Empty icon={<MailRegular />} title={t.mails.none} />}
      {items !== undefined && items.length > 0 && (
        <MailTable mails={items} chosen={chosen} onChoose={setChosen} />
      )}
      {mails.hasNextPage && (
        <Button disabled={mails.isFetchingNextPage} onClick={() => void mails.fetchNextPage()}>
          {t.mails.more}
        </Button>
      )}
    </Card>
  )
}

interface MailTableProps {
  mails: readonly Mail[]
  chosen: ReadonlySet<string>
  onChoose(chosen: ReadonlySet<string>): void
}

function MailTable({ mails, chosen, onChoose }: MailTableProps) {
  const table = useTableStyles()
  const { t } = useTexts()
  const may = useMay()
  const open = mails
    .filter(mail => mail.state === 'uncertain' && may('decideMails'))
    .map(mail => mail.messageId)
  const isEvery = open.length > 0 && open.every(id => chosen.has(id))
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            {open.length > 0 && (
              <th scope="col">
                <Checkbox
                  aria-label={t.mails.chooseAll}
                  checked={isEvery}
                  onChange={() => onChoose(new Set(isEvery ? [] : open))}
                />
              </th>
            )}
            <th scope="col">{t.mails.person}</th>
            <th scope="col">{t.mails.mail}</th>
            <th scope="col">{t.mails.state}</th>
            <th scope="col" className={table.wide}>
              {t.mails.when}
            </th>
            <th scope="col" className={table.wide}>
              {t.mails.detail}
            </th>
          </tr>
        </thead>
        <tbody>
          {mails.map(mail => (
            <MailRow
              key={mail.messageId}
              mail={mail}
              hasChoice={open.length > 0}
              isChosen={chosen.has(mail.messageId)}
              onToggle={() => {
                const next = new Set(chosen)
                if (!next.delete(mail.messageId)) next.add(mail.messageId)
                onChoose(next)
              }}
            />
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

interface MailRowProps {
  mail: Mail
  hasChoice: boolean
  isChosen: boolean
  onToggle(): void
}

function MailRow({ mail, hasChoice, isChosen, onToggle }: MailRowProps) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  const name = mail.displayName ?? mail.userPrincipalName
  const at = mail.settledAt ?? mail.triedAt ?? mail.queuedAt
  const said = mail.decision ?? mail.detail
  return (
    <tr>
      {hasChoice && (
        <td>
          {mail.state === 'uncertain' && (
            <Checkbox aria-label={t.mails.choose(name)} checked={isChosen} onChange={onToggle} />
          )}
        </td>
      )}
      <td>
        {mail.enrolmentId === null ? (
          name
        ) : (
          <TextLink to="/people/$enrolmentId" params={{ enrolmentId: mail.enrolmentId }}>
            {name}
          </TextLink>
        )}
      </td>
      <td className={table.figure}>{t.mailKind[mail.kind](mail.number)}</td>
      <td>
        <MailBadge state={mail.state} />
      </td>
      <td className={`${table.figure} ${table.wide}`}>{format.moment(at)}</td>
      <td className={`${table.quiet} ${table.wide}`}>{said === null ? '' : tellOutcome(said, t)}</td>
    </tr>
  )
}

interface DecisionsProps {
  campaignId: string
  chosen: ReadonlySet<string>
  onDone(): void
}

function Decisions({ campaignId, chosen, onDone }: DecisionsProps) {
  const { t, format } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const campaign = useCampaign(campaignId)
  const [asked, setAsked] = useState<Decision | null>(null)
  const decide = useMutation({
    mutationFn: (decision: Decision) =>
      api.decideMails({ params: { campaignId }, body: { decision, messageIds: [...chosen] } }),
    onSuccess({ changed }) {
      notices.tellDone(t.mails.decided(changed, format.number(changed)))
      void answers.invalidateQueries()
      setAsked(null)
      onDone()
    },
    onError: notices.tellFailed,
  })
  if (chosen.size === 0) return null
  const words = t.decisions[asked ?? 'arrived']
  return (
    <>
      <Button icon={<Checkmark20Regular />} onClick={() => setAsked('arrived')}>
        {t.decisions.arrived.verb}
      </Button>
      {campaign.data?.status === 'finished' ? (
        <Text>{t.acts.finished}</Text>
      ) : (
        <Button icon={<ArrowRepeatAll20Regular />} onClick={() => setAsked('again')}>
          {t.decisions.again.verb}
        </Button>
      )}
      <Confirm
        isOpen={asked !== null}
        title={words.question(chosen.size, format.number(chosen.size))}
        verb={words.verb}
        isBusy={decide.isPending}
        onConfirm={() => asked !== null && decide.mutate(asked)}
        onCancel={() => setAsked(null)}
      >
        {words.consequence}
      </Confirm>
    </>
  )
}
