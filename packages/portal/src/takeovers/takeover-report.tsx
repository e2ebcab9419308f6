/** What a take-over came to, or would: counts as cards, what the list says against the evidence, findings with their rows. */

import { Button, makeStyles, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { OutcomeCards } from '../ui/outcome-cards.tsx'
import { Card } from '../ui/page.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import type { Outcome, Shown, Takeover } from './takeover-queries.ts'
import { TakeoverRows } from './takeover-rows.tsx'

const outcomes: readonly Outcome[] = [
  'added',
  'moved',
  'unchanged',
  'skipped',
  'duplicate',
  'gone',
  'invalid',
]

const useStyles = makeStyles({
  lines: { display: 'grid', gap: '4px', overflowWrap: 'anywhere' },
})

type Report = NonNullable<Takeover['report']>

export function TakeoverReport({ takeover, report }: { takeover: Takeover; report: Report }) {
  const { t } = useTexts()
  const [shown, setShown] = useState<Shown | null>(null)
  const words = takeover.real ? t.takeOver.outcomes : t.takeOver.outcomesWould
  return (
    <>
      <OutcomeCards<Outcome>
        outcomes={outcomes
          .filter(one => report.counts[one] > 0 || one === 'added')
          .map(one => ({ outcome: one, rows: report.counts[one], words: words[one] }))}
        chosen={shown !== null && 'outcome' in shown ? shown.outcome : null}
        onChoose={outcome => setShown(outcome === null ? null : { outcome })}
      />
      {shown !== null && <TakeoverRows takeover={takeover} shown={shown} />}
      <Findings report={report} onShow={setShown} />
      <Statuses report={report} />
      <Columns takeover={takeover} />
    </>
  )
}

function Findings({ report, onShow }: { report: Report; onShow(shown: Shown): void }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, format } = useTexts()
  return (
    <Card title={t.takeOver.findings}>
      {report.findings.length === 0 ? (
        <div className={styles.lines}>
          <Text>{t.takeOver.noFindings}</Text>
        </div>
      ) : (
        <TableFrame>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t.takeOver.finding}</th>
                <th scope="col" data-end>
                  {t.takeOver.rowsHead}
                </th>
                <th scope="col">{t.takeOver.show}</th>
              </tr>
            </thead>
            <tbody>
              {report.findings.map(({ code, rows }) => (
                <tr key={code}>
                  <td>{t.takeOver.findingNames[code]}</td>
                  <td className={table.figure} data-end>
                    {format.number(rows)}
                  </td>
                  <td>
                    <Button
                      size="small"
                      aria-label={`${t.takeOver.show}: ${t.takeOver.findingNames[code]}`}
                      onClick={() => onShow({ finding: code })}
                    >
                      {t.takeOver.show}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Card>
  )
}

function Statuses({ report }: { report: Report }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  return (
    <Card title={t.takeOver.statuses}>
      <TableFrame>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.takeOver.listed}</th>
              <th scope="col">{t.takeOver.supported}</th>
              <th scope="col" data-end>
                {t.takeOver.people}
              </th>
            </tr>
          </thead>
          <tbody>
            {report.statuses.map(({ listed, status, rows }) => (
              <tr key={`${listed} ${status}`}>
                <td>{listed === null ? t.takeOver.nothing : t.status[listed]}</td>
                <td>{status === null ? t.takeOver.nothing : t.status[status]}</td>
                <td className={table.figure} data-end>
                  {format.number(rows)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Card>
  )
}

/** Only what is not as the reference product made it. */
function Columns({ takeover: { columns } }: { takeover: Takeover }) {
  const styles = useStyles()
  const { t } = useTexts()
  if (columns === null) return null
  const { missing, unknown, unmapped } = columns
  const lines = [
    ...columns.found.filter(one => one.isRenamed).map(one => t.takeOver.renamed(one.listed, one.column)),
    ...(missing.length === 0 ? [] : [t.takeOver.missing(missing.join(', '))]),
    ...(unknown.length === 0 ? [] : [t.takeOver.unknown(unknown.join(', '))]),
    ...(unmapped.length === 0 ? [] : [t.takeOver.unmapped(unmapped.join(', '))]),
  ]
  if (lines.length === 0) return null
  return (
    <Card title={t.takeOver.columnsTitle}>
      <div className={styles.lines}>
        {lines.map(line => (
          <Text key={line}>{line}</Text>
        ))}
      </div>
    </Card>
  )
}
