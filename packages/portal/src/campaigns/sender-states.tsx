/** The mails of a campaign by state, and what each of its mailboxes has to do and has done. */

import { makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { tellOutcome } from '../ui/outcome-words.ts'

type Report = Output<'campaignStatus'>

const useStyles = makeStyles({
  mails: { display: 'flex', flexWrap: 'wrap', gap: '4px 20px', margin: '0 0 18px' },
  mail: { display: 'flex', gap: '6px', alignItems: 'baseline' },
  term: { color: tokens.colorNeutralForeground2 },
  figure: { margin: 0, fontWeight: 600, fontVariantNumeric: 'tabular-nums' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: '14px' },
  sender: { display: 'grid', gap: '4px' },
  words: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: '2px 12px' },
  problem: { color: tokens.colorPaletteRedForeground1 },
})

const states = ['queued', 'sent', 'uncertain', 'refused', 'bounced'] as const

export function SenderStates({ report }: { report: Report }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const { campaignId } = report.campaign
  return (
    <>
      <dl className={styles.mails}>
        {states.map(state => (
          <div key={state} className={styles.mail}>
            <dt className={styles.term}>
              <TextLink to="/campaigns/$campaignId/mails" params={{ campaignId }} search={{ state }}>
                {t.mailState[state]}
              </TextLink>
            </dt>
            <dd className={styles.figure}>{format.number(report.mail[state])}</dd>
          </div>
        ))}
      </dl>
      {report.senders.length === 0 && <Text>{t.campaign.noSenders}</Text>}
      <ul className={styles.list}>
        {report.senders.map(sender => (
          <li key={sender.senderId} className={styles.sender}>
            <div className={styles.words}>
              <Text weight="semibold">{sender.address}</Text>
              <Text size={200}>
                {t.campaign.sentToday(format.number(sender.sentLastDay), format.number(sender.perDayMax))}
              </Text>
            </div>
            <ProgressBar
              value={Math.min(1, sender.sentLastDay / sender.perDayMax)}
              aria-label={t.campaign.budget(sender.address)}
            />
            {sender.problem !== null && (
              <Text size={200} className={styles.problem}>
                {tellOutcome(sender.problem, t)}
              </Text>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
