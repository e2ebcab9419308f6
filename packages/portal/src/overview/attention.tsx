/** What needs somebody, one line each, with the way to where it is mended. */

import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import {
  CheckmarkCircleRegular,
  DocumentError20Regular,
  FlashOff20Regular,
  HandRight20Regular,
  MailProhibited20Regular,
  MailWarning20Regular,
  PersonProhibited20Regular,
  PersonWarning20Regular,
  ShieldError20Regular,
  TableDismiss20Regular,
} from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import type { ReactNode } from 'react'
import { tellCheck } from '../tenants/doctor-words.ts'
import { useDoctor } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { tellActOutcome, tellOfAct, tellOutcome } from '../ui/outcome-words.ts'
import { capitalised } from '../ui/sentence-case.ts'
import { Empty } from '../ui/states.tsx'

type Overview = Output<'tenantOverview'>
type Item = Overview['attention'][number]

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: '14px' },
  item: { display: 'flex', gap: '12px' },
  icon: { color: tokens.colorPaletteDarkOrangeForeground1, flexShrink: 0, paddingTop: '1px' },
  words: { display: 'grid', gap: '2px', minWidth: 0, overflowWrap: 'anywhere' },
  detail: { color: tokens.colorNeutralForeground2 },
})

export function Attention({ overview }: { overview: Overview }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const doctor = useDoctor(overview.tenantId)
  const missing = (doctor.data?.checks ?? []).filter(check => check.outcome === 'missing')
  if (overview.attention.length + missing.length === 0) {
    return doctor.isLoading ? (
      <Spinner size="small" label={t.attention.looking} />
    ) : (
      <Empty icon={<CheckmarkCircleRegular />} title={t.attention.nothing} />
    )
  }
  return (
    <ul className={styles.list}>
      {missing.map(check => (
        <Line key={check.name} icon={<ShieldError20Regular />} detail={tellCheck(check, t, format).message}>
          <TextLink to="/settings/tenants">
            {t.attention.missing(check.permission ?? tellCheck(check, t, format).name)}
          </TextLink>
        </Line>
      ))}
      {overview.attention.map(item => (
        <AttentionItem key={keyOf(item)} item={item} at={overview.at} />
      ))}
    </ul>
  )
}

function keyOf(item: Item): string {
  if ('campaignId' in item) return `${item.kind} ${item.campaignId}`
  if ('ruleId' in item) return `${item.kind} ${item.ruleId}`
  return item.kind === 'senderAside' ? `${item.kind} ${item.senderId}` : item.kind
}

function AttentionItem({ item, at }: { item: Item; at: Date }) {
  const { t, format } = useTexts()
  switch (item.kind) {
    case 'uncertainMails':
      return (
        <Line icon={<MailWarning20Regular />} detail={item.campaignName}>
          <TextLink
            to="/campaigns/$campaignId/mails"
            params={{ campaignId: item.campaignId }}
            search={{ state: 'uncertain' }}
          >
            {t.attention.uncertainMails(item.mails, format.number(item.mails))}
          </TextLink>
        </Line>
      )
    case 'failedPeople':
      return (
        <Line icon={<PersonProhibited20Regular />} detail={item.campaignName}>
          <TextLink
            to="/campaigns/$campaignId/people"
            params={{ campaignId: item.campaignId }}
            search={{ status: ['failed'] }}
          >
            {t.attention.failedPeople(item.people, format.number(item.people))}
          </TextLink>
        </Line>
      )
    case 'lostRegistrations':
      return (
        <Line icon={<PersonWarning20Regular />} detail={item.campaignName}>
          <TextLink
            to="/campaigns/$campaignId/people"
            params={{ campaignId: item.campaignId }}
            search={{ isLost: true }}
          >
            {t.attention.lost(item.people, format.number(item.people))}
          </TextLink>
        </Line>
      )
    case 'senderAside':
      return (
        <Line
          icon={<MailProhibited20Regular />}
          detail={
            item.retryAt === null
              ? tellOutcome(item.problem, t)
              : `${tellOutcome(item.problem, t)} · ${t.attention.retry(format.ago(item.retryAt, at))}`
          }
        >
          <TextLink to="/settings/senders">{t.attention.senderAside(item.address)}</TextLink>
        </Line>
      )
    case 'listRefused':
      return (
        <Line icon={<DocumentError20Regular />} detail={item.campaignName}>
          <TextLink
            to="/campaigns/$campaignId/upload"
            params={{ campaignId: item.campaignId }}
            search={{ batch: item.batchId }}
          >
            {t.attention.listRefused(item.sourceBatchId)}
          </TextLink>
        </Line>
      )
    case 'ruleHeld':
      return (
        <Line
          icon={<HandRight20Regular />}
          detail={t.rulesInNeed.heldDetail(
            tellOfAct(item.reason, t) ?? item.reason,
            format.number(item.waiting),
          )}
        >
          <TextLink to="/automations/$ruleId" params={{ ruleId: item.ruleId }}>
            {t.rulesInNeed.held(item.ruleName)}
          </TextLink>
        </Line>
      )
    case 'ruleBroken':
      return (
        <Line icon={<FlashOff20Regular />} detail={capitalised(tellOfAct(item.reason, t) ?? item.reason)}>
          <TextLink to="/automations/$ruleId" params={{ ruleId: item.ruleId }}>
            {t.rulesInNeed.broken(item.ruleName)}
          </TextLink>
        </Line>
      )
    case 'failedActs':
      return (
        <Line icon={<FlashOff20Regular />} detail={item.ruleName}>
          <TextLink to="/automations/$ruleId" params={{ ruleId: item.ruleId }}>
            {t.rulesInNeed.failed(item.acts, format.number(item.acts))}
          </TextLink>
        </Line>
      )
    case 'auditGap':
      return (
        <Line
          icon={<DocumentError20Regular />}
          detail={t.rulesInNeed.gapDetail(format.moment(item.from), format.moment(item.until))}
        >
          <TextLink to="/automations">{t.rulesInNeed.gap}</TextLink>
        </Line>
      )
    case 'auditRefused':
      return (
        <Line icon={<ShieldError20Regular />} detail={tellActOutcome({ kind: '', detail: item.reason }, t)}>
          <TextLink to="/settings/tenants">{t.rulesInNeed.refused}</TextLink>
        </Line>
      )
    case 'mirrorStuck':
      return (
        <Line icon={<TableDismiss20Regular />} detail={`${item.campaignName} · ${item.reason}`}>
          <TextLink to="/campaigns/$campaignId/sharepoint-list" params={{ campaignId: item.campaignId }}>
            {t.mirror.stuck(item.listName)}
          </TextLink>
        </Line>
      )
    default:
      return item satisfies never
  }
}

function Line({ icon, detail, children }: { icon: ReactNode; detail: string; children: ReactNode }) {
  const styles = useStyles()
  return (
    <li className={styles.item}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <span className={styles.words}>
        <Text weight="semibold">{children}</Text>
        <Text size={200} className={styles.detail}>
          {detail}
        </Text>
      </span>
    </li>
  )
}
