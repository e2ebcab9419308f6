/** What needs somebody, as a summary says it: one line each, without the ways to mend it. */

import { makeStyles, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'

type Summary = Output<'tenantSummary'>

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: '20px', display: 'grid', gap: '6px', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2, margin: 0 },
})

export function SummaryAttention({ summary }: { summary: Summary }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  if (summary.attention.length === 0) return <p className={styles.quiet}>{t.reports.nothing}</p>
  const tell = (item: Summary['attention'][number]) => {
    switch (item.kind) {
      case 'uncertainMails':
        return `${t.attention.uncertainMails(item.mails, format.number(item.mails))} (${item.campaignName})`
      case 'failedPeople':
        return `${t.attention.failedPeople(item.people, format.number(item.people))} (${item.campaignName})`
      case 'lostRegistrations':
        return `${t.attention.lost(item.people, format.number(item.people))} (${item.campaignName})`
      case 'senderAside':
        return t.attention.senderAside(item.address)
      case 'listRefused':
        return `${t.attention.listRefused(item.sourceBatchId)} (${item.campaignName})`
      default:
        return item satisfies never
    }
  }
  return (
    <ul className={styles.list}>
      {summary.attention.map(item => (
        <li key={`${item.kind} ${item.kind === 'senderAside' ? item.senderId : item.campaignId}`}>
          {tell(item)}
        </li>
      ))}
    </ul>
  )
}
