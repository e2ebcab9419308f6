/** What it costs to fill a SharePoint list and to keep it in step, against the least that SharePoint takes for as many rows. */

import { createLog } from '@muster/service/log'
import { auditMirror, takeMirror } from '@muster/service/stage/mirror'
import { openStage, type Stage } from '@muster/service/stage/world'
import { type Line, rounded, timeSeconds } from './figure.ts'
import type { Ground } from './ground.ts'

/** Graph takes 20 requests in one batch, and a row costs two units, however it is written (facts, sections 3 and 4). */
const rowsInBatch = 20
const unitsOfRow = 2
/** A day's changes: invitations, clicks and registrations of a wave. */
const changedShare = 0.15
const stepMs = 60_000
/** Longer than the budget needs for as many rows: 13,000 take half an hour. */
const stepsMax = 600

export async function* measureMirror({ sizes }: Ground): AsyncGenerator<Line> {
  const people = sizes.mirroredPeople
  const stage = await openStage({
    log: createLog('error'),
    seed: 7,
    startAt: new Date('2026-11-23T08:00:00Z'),
    people,
    named: false,
  })
  try {
    stage.box.app.roles.push('Sites.Manage.All')
    const { campaign } = await stage.prepare()
    const { campaignId } = campaign
    const lines = stage.box.people.map(user => user.userPrincipalName)
    const body = new TextEncoder().encode(['UPN', ...lines, ''].join('\r\n'))
    await stage.client.importPeople({ params: { campaignId }, body })
    await stage.settle()

    const empty = costOf(stage)
    const list = await takeMirror(stage, campaignId)
    const fill = await untilWritten(stage, campaignId)
    await mustBeRight(stage, { campaignId, list })
    yield lineOf('mirrorFill', people, { ...since(empty, costOf(stage)), ...fill })

    const filled = costOf(stage)
    const changed = Math.ceil(people * changedShare)

    // Any change of what the list shows will do; this one needs no mail before it.
    await stage.app.db
      .updateTable('enrolment')
      .set({ source: 'another list' })
      .where('id', 'in', db =>
        db
          .selectFrom('enrolment')
          .select('id')
          .where('campaign_id', '=', campaignId)
          .orderBy('id')
          .limit(changed),
      )
      .execute()
    await stage.client.checkMirror({ params: { campaignId } })
    const change = await untilWritten(stage, campaignId)
    await mustBeRight(stage, { campaignId, list })
    yield lineOf('mirrorChanges', changed, { ...since(filled, costOf(stage)), ...change })
  } finally {
    await stage.close()
  }
}

interface Cost {
  batches: number
  units: number
}

function costOf({ box }: Stage): Cost {
  const { traffic } = box.tenant
  return { batches: traffic.requests.batch, units: traffic.sharePointUnits }
}

function since(before: Cost, after: Cost): Cost {
  return { batches: after.batches - before.batches, units: after.units - before.units }
}

/** Turns the clock on until no row waits: how long that is by the clock of the tenant, and by ours. */
async function untilWritten(stage: Stage, campaignId: string): Promise<{ minutes: number; seconds: number }> {
  const startedAt = stage.clock.now().getTime()
  const seconds = await timeSeconds(async () => {
    for (let step = 0; step < stepsMax; step++) {
      await stage.settle()
      const { mirror } = await stage.client.getMirror({ params: { campaignId } })
      if (mirror !== null && mirror.checkedAt !== null && mirror.rows.waiting === 0) return
      stage.clock.turnTo(new Date(stage.clock.now().getTime() + stepMs))
    }
    throw new Error('the list is not written to its end')
  })
  return { minutes: (stage.clock.now().getTime() - startedAt) / 60_000, seconds: rounded(seconds) }
}

async function mustBeRight(stage: Stage, place: Parameters<typeof auditMirror>[1]): Promise<void> {
  const { wrong } = await auditMirror(stage, place)
  if (wrong > 0) throw new Error(`${wrong} rows of the list are wrong`)
}

function lineOf(figure: string, size: number, cost: Cost & { minutes: number; seconds: number }): Line {
  const least = { batches: Math.ceil(size / rowsInBatch), units: size * unitsOfRow }
  return {
    figure,
    size,
    measured: { ...cost },
    yardstick: { what: '20 rows in a batch, 2 units a row, nothing else', ...least },
    ratio: rounded(cost.units / least.units),
  }
}
