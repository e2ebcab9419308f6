/** A break-down of a summary: each group with its share as a bar, and the small ones together in the last row. */

import { makeStyles, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'

const useStyles = makeStyles({
  bar: {
    height: '10px',
    minWidth: '72px',
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground4,
  },
  part: { height: '100%', backgroundColor: tokens.colorPaletteGreenForeground3 },
  note: { color: tokens.colorNeutralForeground2, fontSize: '12px', margin: '8px 0 0' },
})

interface BreakDownTableProps {
  breakDown: Output<'tenantSummary'>['byDepartment']
  hidesSmall: boolean
  nameOf(name: string): string
}

export function BreakDownTable({ breakDown, hidesSmall, nameOf }: BreakDownTableProps) {
  const styles = useStyles()
  const table = useTableStyles()
  const { t, format } = useTexts()
  const { groups, smaller } = breakDown
  const rows = [
    ...groups.map(group => ({
      ...group,
      key: `group ${group.name ?? ''}`,
      text: group.name === null ? t.reports.notGiven : nameOf(group.name),
    })),
    ...(smaller === null
      ? []
      : [
          {
            ...smaller,
            key: 'smaller',
            text: t.reports.smaller(smaller.groups, format.number(smaller.groups)),
          },
        ]),
  ]
  return (
    <>
      <TableFrame>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.reports.group}</th>
              <th scope="col" className={table.wide}>
                {t.reports.share}
              </th>
              <th scope="col" data-end>
                {t.reports.registered}
              </th>
              <th scope="col" data-end>
                {t.reports.people}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, text, people, registered }) => (
              <tr key={key}>
                <td>{text}</td>
                <td className={table.wide}>
                  <div className={styles.bar} aria-hidden>
                    <div
                      className={styles.part}
                      style={{ width: `${(registered / Math.max(1, people)) * 100}%` }}
                    />
                  </div>
                </td>
                <td className={table.figure} data-end>
                  {`${format.number(registered)} (${format.share(registered, people)})`}
                </td>
                <td className={table.figure} data-end>
                  {format.number(people)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {hidesSmall && <p className={styles.note}>{t.reports.smallNote}</p>}
    </>
  )
}
