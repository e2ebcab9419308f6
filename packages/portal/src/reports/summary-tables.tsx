/** The small tables of a summary: figures with their names, how far people got, and what is expected when. */

import { makeStyles, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'

type Summary = Output<'tenantSummary'>
type Drawn = Extract<Summary['forecast'], { kind: 'forecast' }>

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content',
    gap: '10px 16px',
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
    '& dd': { margin: 0, textAlign: 'end', fontWeight: 600, fontVariantNumeric: 'tabular-nums' },
  },
  steps: { display: 'grid', gap: '12px', margin: 0, padding: 0, listStyleType: 'none' },
  words: { display: 'flex', justifyContent: 'space-between', gap: '12px' },
  figure: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap', fontWeight: 600 },
  track: {
    height: '12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground4,
    overflow: 'hidden',
    marginTop: '4px',
  },
  bar: { height: '100%', backgroundColor: tokens.colorBrandBackground },
  note: { color: tokens.colorNeutralForeground2, fontSize: '12px', margin: '8px 0 0' },
})

export function Figures({ rows }: { rows: readonly (readonly [string, string])[] }) {
  const styles = useStyles()
  return (
    <dl className={styles.list}>
      {rows.flatMap(([term, figure]) => [
        <dt key={`${term} name`}>{term}</dt>,
        <dd key={`${term} figure`}>{figure}</dd>,
      ])}
    </dl>
  )
}

/** Shares are of those who are asked, as in the mail. */
export function Steps({ funnel }: { funnel: Summary['funnel'] }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const steps = [
    [t.reports.asked, funnel.asked],
    [t.funnel.invited, funnel.invited],
    [t.funnel.confirmed, funnel.confirmed],
    [t.funnel.joined, funnel.joined],
    [t.funnel.registered, funnel.registered],
  ] as const
  return (
    <ol className={styles.steps}>
      {steps.map(
        ([name, people]) =>
          people !== null && (
            <li key={name}>
              <div className={styles.words}>
                <span>{name}</span>
                <span className={styles.figure}>
                  {`${format.number(people)} (${format.share(people, funnel.asked)})`}
                </span>
              </div>
              <div className={styles.track} aria-hidden>
                <div
                  className={styles.bar}
                  style={{ width: `${(people / Math.max(1, funnel.asked)) * 100}%` }}
                />
              </div>
            </li>
          ),
      )}
    </ol>
  )
}

export function Expected({ forecast }: { forecast: Drawn }) {
  const styles = useStyles()
  const table = useTableStyles()
  const { t, format } = useTexts()
  const dayOf = (day: string | null) => (day === null ? t.reports.never : format.day(day))
  return (
    <>
      <TableFrame>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.reports.expectedShare}</th>
              <th scope="col">{t.reports.expectedOn}</th>
              <th scope="col">{t.reports.expectedBetween}</th>
            </tr>
          </thead>
          <tbody>
            {forecast.milestones.map(({ share, earliest, likely, latest }) => (
              <tr key={share}>
                <td className={table.figure}>{format.share(share, 1)}</td>
                <td>{dayOf(likely)}</td>
                <td>
                  {earliest === null
                    ? t.none
                    : t.reports.between(format.day(earliest), latest === null ? null : format.day(latest))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      <p className={styles.note}>{t.reports.expectedNote(format.number(forecast.reachable))}</p>
    </>
  )
}
