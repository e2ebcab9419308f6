/** One person: why they are where they are, what comes next, their methods, campaigns, timeline and mails. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { liveEveryMs } from '../answers.ts'
import { api } from '../session.ts'
import { tellCaller } from '../texts/caller-words.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { AnsweredPage } from '../ui/answered-page.tsx'
import { TextLink } from '../ui/links.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { MailBadge, PersonBadge } from '../ui/status-look.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import type { Act } from './acting.ts'
import { ActDialog, ActMenu } from './people-acts.tsx'
import { Timeline } from './timeline.tsx'

type Report = Output<'getPerson'>

const route = getRouteApi('/people/$enrolmentId')

const useStyles = makeStyles({
  lead: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '6px 14px',
    alignItems: 'center',
    overflowWrap: 'anywhere',
  },
  why: {
    display: 'grid',
    gap: '10px',
    gridTemplateColumns: 'minmax(0, 1fr)',
    fontSize: '16px',
    lineHeight: '24px',
    overflowWrap: 'anywhere',
  },
  next: { color: tokens.colorNeutralForeground2 },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(110px, max-content) minmax(0, 1fr)',
    gap: '8px 20px',
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  others: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: '10px' },
  other: {
    overflowWrap: 'anywhere',
    display: 'flex',
    flexWrap: 'wrap',
    gap: '6px 12px',
    alignItems: 'center',
  },
})

export function PersonPage() {
  const { enrolmentId } = route.useParams()
  const { t } = useTexts()
  const person = useQuery({
    queryKey: ['person', enrolmentId],
    queryFn: () => api.getPerson({ params: { enrolmentId } }),
    refetchInterval: liveEveryMs,
  })
  return (
    <AnsweredPage query={person} title={t.mails.person}>
      {report => <PersonContent report={report} />}
    </AnsweredPage>
  )
}

function PersonContent({ report }: { report: Report }) {
  const styles = useStyles()
  const { t } = useTexts()
  const [act, setAct] = useState<Act | null>(null)
  const { person, enrolment, campaign } = report
  return (
    <Page
      title={person.displayName ?? person.userPrincipalName}
      above={
        <TextLink to="/campaigns/$campaignId/people" params={{ campaignId: campaign.campaignId }}>
          {t.person.peopleOf(campaign.name)}
        </TextLink>
      }
      lead={
        <div className={styles.lead}>
          <PersonBadge status={enrolment.status} />
          <span>{person.userPrincipalName}</span>
        </div>
      }
      actions={
        <ActMenu
          isDisabled={false}
          isFinished={campaign.status === 'finished'}
          label={t.person.act}
          onChoose={setAct}
        />
      }
    >
      <Cards layout="wide">
        <Cards layout="stack">
          <Why report={report} />
          <Card title={t.person.timeline}>
            <Timeline entries={report.timeline} />
          </Card>
          <Mails enrolmentId={enrolment.enrolmentId} messages={report.messages} />
        </Cards>
        <Cards layout="stack">
          <Methods report={report} />
          <Who person={person} />
          <Others report={report} />
        </Cards>
      </Cards>
      {act !== null && (
        <ActDialog
          act={act}
          campaignId={campaign.campaignId}
          readIds={async () => [enrolment.enrolmentId]}
          onClose={() => setAct(null)}
          onDone={() => undefined}
        />
      )}
    </Page>
  )
}

/** The answer that the help desk looks for, first of all. */
function Why({ report }: { report: Report }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const { enrolment, next } = report
  const { status, reason, detail, owner, excludedUntil } = enrolment
  // Only a failure is tried again; who was excluded is brought back by hand alone.
  const waitsFor = next.kind === 'operator' && status === 'excluded' ? 'reinstatement' : next.kind
  const because = reason === null ? null : (t.reasonName(reason) ?? reason)
  return (
    <Card title={t.person.why}>
      <div className={styles.why}>
        <span>{t.statusMeaning[status]}</span>
        {because !== null && (
          <span>
            {t.person.because(because)}
            {detail !== null && detail !== because && ` — ${detail}`}
          </span>
        )}
        {owner !== null && <span>{t.person.owner(tellCaller(owner, t))}</span>}
        {excludedUntil !== null && <span>{t.person.until(format.day(excludedUntil))}</span>}
        {enrolment.lostAt !== null && <span>{t.person.lost(format.moment(enrolment.lostAt))}</span>}
        <span className={styles.next}>
          <Text weight="semibold">{`${t.person.next} `}</Text>
          {t.next[waitsFor](next.at === null ? null : format.moment(next.at))}
        </span>
      </div>
    </Card>
  )
}

function Methods({ report }: { report: Report }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const { enrolment, person, campaign } = report
  const source = person.levelSource
  const { registeredAt, lostAt } = enrolment
  const since = registeredAt === null ? t.none : format.moment(registeredAt)
  const registered = lostAt === null ? since : t.person.registeredLost(since, format.moment(lostAt))
  return (
    <Card title={t.person.methods}>
      <dl className={styles.facts}>
        <dt>{t.person.level}</dt>
        <dd>{t.level[enrolment.level]}</dd>
        <dt>{t.person.source}</dt>
        <dd>{source === null ? t.person.notLookedAt : (t.sourceName(source) ?? source)}</dd>
        {enrolment.checkedAt !== null && (
          <>
            <dt>{t.person.checked}</dt>
            <dd>{format.moment(enrolment.checkedAt)}</dd>
          </>
        )}
        <dt>{t.person.goal}</dt>
        <dd>{t.goal[campaign.goal]}</dd>
        <dt>{t.person.registered}</dt>
        <dd>{registered}</dd>
        <dt>{t.person.inGroup}</dt>
        <dd>{enrolment.joinedAt === null ? t.no : t.person.since(format.moment(enrolment.joinedAt))}</dd>
        <Manager enrolment={enrolment} />
      </dl>
    </Card>
  )
}

/** What became of telling the manager; nothing where that was never due. */
function Manager({ enrolment }: { enrolment: Report['enrolment'] }) {
  const { t } = useTexts()
  const { escalation, managerUserPrincipalName, escalationDetail } = enrolment
  if (escalation === null) return null
  const told = [t.escalation[escalation], managerUserPrincipalName, escalationDetail]
  return (
    <>
      <dt>{t.person.manager}</dt>
      <dd>{told.filter(part => part !== null).join(' · ')}</dd>
    </>
  )
}

function Who({ person }: { person: Report['person'] }) {
  const styles = useStyles()
  const { t } = useTexts()
  const account = person.deleted
    ? t.person.deleted
    : person.accountEnabled
      ? t.person.enabled
      : t.person.disabled
  return (
    <Card title={t.person.who}>
      <dl className={styles.facts}>
        <dt>{t.person.mail}</dt>
        <dd>{person.mail ?? t.none}</dd>
        <dt>{t.people.department}</dt>
        <dd>{person.department ?? t.none}</dd>
        <dt>{t.person.jobTitle}</dt>
        <dd>{person.jobTitle ?? t.none}</dd>
        <dt>{t.person.account}</dt>
        <dd>{person.userType === 'guest' ? `${account}, ${t.person.guest}` : account}</dd>
        <dt>{t.person.language}</dt>
        <dd>{person.preferredLanguage ?? t.none}</dd>
        <dt>{t.person.objectId}</dt>
        <dd>{person.objectId}</dd>
      </dl>
    </Card>
  )
}

function Others({ report }: { report: Report }) {
  const styles = useStyles()
  const { t } = useTexts()
  const { campaign, enrolment, otherCampaigns } = report
  return (
    <Card title={t.person.campaigns}>
      <ul className={styles.others}>
        <li className={styles.other}>
          <TextLink to="/campaigns/$campaignId" params={{ campaignId: campaign.campaignId }}>
            {campaign.name}
          </TextLink>
          <PersonBadge status={enrolment.status} />
        </li>
        {otherCampaigns.map(other => (
          <li key={other.enrolmentId} className={styles.other}>
            <TextLink to="/people/$enrolmentId" params={{ enrolmentId: other.enrolmentId }}>
              {other.name}
            </TextLink>
            <PersonBadge status={other.status} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Mails({ enrolmentId, messages }: { enrolmentId: string; messages: Report['messages'] }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  const nameOf = ({ kind, number, rule }: Report['messages'][number]) =>
    rule === null ? t.mailKind[kind](number) : t.ruleMail(rule.name)
  return (
    <Card title={t.person.mails}>
      {messages.length === 0 ? (
        <Text>{t.person.noMails}</Text>
      ) : (
        <TableFrame>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t.mails.mail}</th>
                <th scope="col">{t.mails.state}</th>
                <th scope="col">{t.mails.when}</th>
                <th scope="col" className={table.wide}>
                  {t.mails.sender}
                </th>
              </tr>
            </thead>
            <tbody>
              {messages.map(message => (
                <tr key={message.messageId}>
                  <td>
                    {message.isKept ? (
                      <TextLink
                        to="/people/$enrolmentId/mails/$messageId"
                        params={{ enrolmentId, messageId: message.messageId }}
                        title={t.sentMail.show(nameOf(message))}
                      >
                        {nameOf(message)}
                      </TextLink>
                    ) : (
                      nameOf(message)
                    )}
                  </td>
                  <td>
                    <MailBadge state={message.state} />
                  </td>
                  <td className={table.figure}>{format.moment(message.settledAt ?? message.queuedAt)}</td>
                  <td className={table.wide}>{message.sender ?? t.none}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Card>
  )
}
