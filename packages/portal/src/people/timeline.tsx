/** What has happened to a person, newest first, each event as a sentence in the reader's language. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { tellTimeline } from '../texts/timeline-words.ts'
import { useTexts } from '../texts/use-texts.tsx'

type Entry = Output<'getPerson'>['timeline'][number]

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  entry: {
    position: 'relative',
    display: 'grid',
    gap: '1px',
    padding: '0 0 16px 24px',
    overflowWrap: 'anywhere',
    '::before': {
      content: '""',
      position: 'absolute',
      left: '3px',
      top: '6px',
      width: '9px',
      height: '9px',
      borderRadius: '50%',
      backgroundColor: tokens.colorBrandBackground,
    },
    '::after': {
      content: '""',
      position: 'absolute',
      left: '7px',
      top: '18px',
      bottom: '-2px',
      width: '1px',
      backgroundColor: tokens.colorNeutralStroke1,
    },
    ':last-child::after': { display: 'none' },
  },
  when: { color: tokens.colorNeutralForeground2 },
})

export function Timeline({ entries }: { entries: readonly Entry[] }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  return (
    <ol className={styles.list}>
      {numbered(entries).map(([number, entry]) => (
        <li key={number} className={styles.entry}>
          <Text>{tellTimeline(entry, t, format)}</Text>
          <Text size={200} className={styles.when}>
            <time dateTime={entry.at.toISOString()}>{format.moment(entry.at)}</time>
          </Text>
        </li>
      ))}
    </ol>
  )
}

/** Newest first, each with its place from the beginning, which stays when more follow. */
function numbered(entries: readonly Entry[]): (readonly [number, Entry])[] {
  return entries.map((entry, index) => [index, entry] as const).toReversed()
}
