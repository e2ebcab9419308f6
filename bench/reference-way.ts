/**
 * The same rollout of the same people twice, in the way of the product that Muster replaces and by Muster's rehearsal:
 * requests, and hours from registering to seen. Runs as a figure of the bench, or alone: `node bench/reference-way.ts
 * [--people N] [--days N]`, ending with code 1 when Muster is not as far ahead as it must be.
 */

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { afterDays, type RehearsalResult, rehearse } from '@muster/service/stage/rehearse'
import { type Line, rounded } from './figure.ts'
import type { Ground } from './ground.ts'
import { type ReferenceResult, type RolloutOptions, rollOutAsReference } from './reference-rollout.ts'

/** What was asked for when Muster was begun: so many times fewer requests, seen so many times sooner. */
const requestsRatioMin = 30
const seenRatioMin = 10

/** A round trip to Graph, in the middle of what is commonly seen. */
const requestMs = 150
const seed = 7

export async function* measureReferenceWay(ground: Ground): AsyncGenerator<Line> {
  const { comparedPeople: people, comparedDays: days } = ground.sizes
  yield* compare({ people, days, seed, requestMs })
}

async function* compare(options: RolloutOptions): AsyncGenerator<Line> {
  const reference = await rollOutAsReference(options)
  const { people, days } = options
  const muster = await rehearse({
    people,
    days,
    seed,
    faults: 'none',
    limits: 'real',
    copies: 1,
    kill: false,
    csvFile: null,
    // The other thanks nobody.
    isUnthanked: true,
    onDay: () => undefined,
  })
  yield requestsLine(options, muster, reference)
  yield seenLine(options, muster, reference)
}

function requestsLine(
  { people, days }: RolloutOptions,
  muster: RehearsalResult,
  reference: ReferenceResult,
): Line {
  const { requests, throttled, byFamily } = muster.graph
  const besideMail = requests - (byFamily.mail ?? 0)
  const reportsADay = (byFamily.reports ?? 0) / (days + afterDays)
  return {
    figure: 'referenceRequests',
    size: people,
    measured: {
      requests,
      besideMail,
      throttled,
      mails: muster.mail.sent,
      active: muster.statuses.active,
      passSeconds: rounded((reportsADay * requestMs) / 1_000),
      wallSeconds: rounded(muster.wallSeconds),
    },
    yardstick: {
      what: 'the same rollout with three requests a person every twelve hours',
      requests: reference.requests,
      besideMail: reference.requestsBesideMail,
      aboutTheDone: reference.aboutTheDone,
      throttled: reference.throttled,
      mails: reference.mails,
      active: reference.active,
      rowWrites: reference.rowWrites,
      runs: reference.runs,
      passSeconds: rounded(reference.passSeconds),
      wallSeconds: rounded(reference.wallSeconds),
    },
    ratio: rounded(reference.requests / requests),
  }
}

function seenLine({ people }: RolloutOptions, muster: RehearsalResult, reference: ReferenceResult): Line {
  const [ours, theirs] = [muster.detection, reference.detection].map(detection => ({
    people: detection.people,
    medianHours: rounded((detection.medianSeconds ?? 0) / 3_600),
    p95Hours: rounded((detection.p95Seconds ?? 0) / 3_600),
  }))
  if (ours === undefined || theirs === undefined) throw new Error('there are two of them')
  return {
    figure: 'referenceSeen',
    size: people,
    measured: ours,
    yardstick: { what: 'hours from registering to seen, looked at every twelve hours', ...theirs },
    ratio: rounded(theirs.medianHours / ours.medianHours),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { people: { type: 'string', default: '1300' }, days: { type: 'string', default: '40' } },
  })
  const options = { people: Number(values.people), days: Number(values.days), seed, requestMs }
  for await (const line of compare(options)) {
    console.log(JSON.stringify(line))
    const min = line.figure === 'referenceRequests' ? requestsRatioMin : seenRatioMin
    if (line.ratio < min) {
      console.error(`${line.figure} is ${line.ratio}; it must be ${min} at least`)
      process.exitCode = 1
    }
  }
}
