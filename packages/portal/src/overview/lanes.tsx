/** The work in the background: what is being done now, and what waits until when. */

import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'

type Lane = Output<'tenantOverview'>['lanes'][number]

export function Lanes({ lanes, at }: { lanes: readonly Lane[]; at: Date }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  if (lanes.length === 0) return <p className={table.quiet}>{t.lanes.none}</p>
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.lanes.what}</th>
            <th scope="col">{t.lanes.when}</th>
          </tr>
        </thead>
        <tbody>
          {lanes.map(lane => (
            <tr key={`${lane.kind} ${lane.about}`}>
              <td>
                {t.lanes.kinds[lane.kind]}
                {lane.about !== null && <span className={table.quiet}>{` · ${lane.about}`}</span>}
              </td>
              <td>
                {lane.wakesAt === null || lane.isWorking || lane.wakesAt <= at ? (
                  t.lanes.now
                ) : (
                  <>
                    <span className={table.figure}>{format.moment(lane.wakesAt)}</span>{' '}
                    <span className={table.figure}>({format.ago(lane.wakesAt, at)})</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}
