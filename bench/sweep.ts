/** What it costs in Graph requests to know everybody: the first copy of the directory and the daily sweep. */

import { type Line, rounded, timeSeconds } from './figure.ts'
import type { Filled, Ground } from './ground.ts'

/** The largest page that the directory and the report give. */
const pageMax = 999
const dayMs = 24 * 60 * 60 * 1_000
/** The report is paced on the stage's clock, four pages in 10 s: 100,000 people take five minutes of it. */
const sweepMs = 20 * 60 * 1_000
const stepMs = 10_000

export async function* measureSweep(ground: Ground): AsyncGenerator<Line> {
  const filled = await ground.filled()
  const { stage, campaign, copyRequests } = filled
  const { users } = stage.box.tenant.world
  yield lineOf('directoryCopy', users.size, { requests: copyRequests })

  await ground.imported()
  // Whoever pressed the button in an earlier figure is read live on account of that, which is not the sweep's cost.
  await (await ground.database()).query('delete from method_watch')
  const reported = [...users.values()].filter(user => user.accountEnabled && user.deletedAt === null).length
  const first = await sweep(filled, async () => {
    await stage.client.actOnCampaign({ params: { campaignId: campaign.campaignId, act: 'launch' } })
  })
  yield lineOf('firstSweep', reported, first)
  const daily = await sweep(filled, async () => {
    stage.clock.turnTo(new Date(stage.clock.now().getTime() + dayMs))
  })
  yield lineOf('dailySweep', reported, daily)
}

interface Cost {
  requests: number
  /** Batches of 20 live reads of those about whom the report says something new. */
  liveReadBatches: number
  throttled: number
  seconds: number
}

/** Runs from what sets it off until the report has been read to its end and whoever it brought up has been looked at. */
async function sweep({ stage }: Filled, setOff: () => Promise<void>): Promise<Cost> {
  const { traffic } = stage.box.tenant
  const throttled = () => traffic.throttled.reports + traffic.throttled.methods
  const before = { ...traffic.requests, throttled: throttled() }
  await setOff()
  const seconds = await timeSeconds(async () => {
    const endsAt = stage.clock.now().getTime() + sweepMs
    for (let at = stage.clock.now().getTime(); at <= endsAt; at += stepMs) {
      stage.clock.turnTo(new Date(at))
      await stage.settle()
    }
  })
  return {
    requests: traffic.requests.reports - before.reports,
    liveReadBatches: traffic.requests.batch - before.batch,
    throttled: throttled() - before.throttled,
    seconds: rounded(seconds),
  }
}

function lineOf(figure: string, people: number, cost: { requests: number } & Partial<Cost>): Line {
  const leastRequests = Math.ceil(people / pageMax)
  return {
    figure,
    size: people,
    measured: cost,
    yardstick: { what: `the least possible: people / ${pageMax}`, requests: leastRequests },
    ratio: rounded(cost.requests / leastRequests),
  }
}
