/** A list of another rollout, rehearsed: something to see on the page of take-overs. */

import type { Stage } from '../packages/service/src/stage/world.ts'
import { exportCsv } from '../packages/simulator/src/seeds/list-export.ts'
import { addReferenceList } from '../packages/simulator/src/seeds/reference-list.ts'

/** The id of the rehearsal. Nobody gets a method or into a group by it: the list alone is made. */
export async function rehearseTakeover(stage: Stage, campaignId: string): Promise<string> {
  const { box, client } = stage
  const { list } = addReferenceList(box.tenant.world, {
    site: box.site,
    rows: 40,
    seed: 5,
    title: 'MFA Enrollment',
    registered: 0,
    renamed: { ErrorDetails: 'Fehler' },
    defects: { activeWithoutDate: 0, registeredNotActive: 0 },
  })
  const { takeoverId } = await client.startTakeover({
    params: { campaignId },
    body: { from: { kind: 'file', fileName: 'MFA Enrollment.csv' } },
  })
  const body = new TextEncoder().encode(exportCsv(list))
  await client.sendTakeoverFile({ params: { takeoverId }, body })
  await stage.settle()
  return takeoverId
}
