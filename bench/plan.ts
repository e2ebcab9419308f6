/** The plan before a launch, over everybody in a campaign, against a bare count by group of the same rows. */

import { type Line, medianOf, rounded, timeSeconds } from './figure.ts'
import type { Ground } from './ground.ts'

/** A plan over 100,000 people takes seconds; five make a median. */
const runsMax = 5

export async function* measurePlan(ground: Ground): AsyncGenerator<Line> {
  const { stage, campaign, people } = await ground.filled()
  await ground.imported()
  const { campaignId } = campaign
  const client = await ground.database()
  const planned: number[] = []
  const counted: number[] = []
  for (let run = 0; run < runsMax; run++) {
    planned.push(
      await timeSeconds(async () => {
        const plan = await stage.client.planCampaign({ params: { campaignId }, body: {} })
        if (plan.people !== people.length)
          throw new Error(`${plan.people} of ${people.length} are in the plan`)
      }),
    )
    counted.push(
      await timeSeconds(() =>
        client.query(
          `select enrolment.status, person.level, person.account_enabled, person.user_type, count(*)
           from enrolment join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
           where enrolment.campaign_id = $1 group by 1, 2, 3, 4`,
          [campaignId],
        ),
      ),
    )
  }
  const [seconds, countSeconds] = [medianOf(planned), medianOf(counted)]
  yield {
    figure: 'plan',
    size: people.length,
    measured: { seconds: rounded(seconds) },
    yardstick: { what: 'one count of the same people by group', seconds: rounded(countSeconds) },
    ratio: rounded(seconds / countSeconds),
  }
}
