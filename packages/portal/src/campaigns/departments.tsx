/** By department: who is registered, who is on the way, who has not moved. */

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'

type Department = Output<'campaignStatus'>['byDepartment'][number]

/** The largest; whoever wants the others asks for them. */
const shownAtFirst = 8

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    gap: '2px',
    height: '10px',
    minWidth: '120px',
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground4,
  },
  active: { backgroundColor: tokens.colorPaletteGreenForeground3 },
  moving: { backgroundColor: tokens.colorPaletteBlueForeground2 },
  more: { alignSelf: 'flex-start', marginTop: '8px' },
})

interface DepartmentsProps {
  campaignId: string
  departments: readonly Department[]
}

export function Departments({ campaignId, departments }: DepartmentsProps) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, format } = useTexts()
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? departments : departments.slice(0, shownAtFirst)
  return (
    <>
      <TableFrame>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.campaign.department}</th>
              <th scope="col">{t.campaign.registered}</th>
              <th scope="col" className={table.wide}>
                {t.campaign.share}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ department, people, counts }) => (
              <tr key={department}>
                <td>
                  {department === null ? (
                    <span className={table.quiet}>{t.campaign.noDepartment}</span>
                  ) : (
                    <TextLink
                      to="/campaigns/$campaignId/people"
                      params={{ campaignId }}
                      search={{ department }}
                    >
                      {department}
                    </TextLink>
                  )}
                </td>
                <td className={table.figure}>
                  {t.overview.registeredOf(
                    format.number(counts.active),
                    format.number(people),
                    format.share(counts.active, people),
                  )}
                </td>
                <td className={table.wide}>
                  <div className={styles.bar} aria-hidden>
                    <div className={styles.active} style={{ width: `${(counts.active / people) * 100}%` }} />
                    <div
                      className={styles.moving}
                      style={{ width: `${((counts.clicked + counts.addedToGroup) / people) * 100}%` }}
                    />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {departments.length > shown.length && (
        <Button appearance="subtle" className={styles.more} onClick={() => setWhole(true)}>
          {t.campaign.allDepartments(departments.length)}
        </Button>
      )}
    </>
  )
}
