/** Records of the audit log matched against fifty rules, beside the time that it takes to read them. */

import { anyWatch, type Watch } from '@muster/core/automation'
import { indexRules } from '@muster/core/automation-match'
import type { AuditRecord } from '@muster/core/ports'
import { knownActivities } from '../packages/service/src/automations/activities.ts'
import { createAuditLog } from '../packages/service/src/graph/audit-log.ts'
import { createGraphClient } from '../packages/service/src/graph/client.ts'
import { silentLog } from '../packages/service/src/log.ts'
import { type Line, medianOf, rounded, timeSeconds } from './figure.ts'
import type { Ground } from './ground.ts'

const rulesCount = 50
/** The largest page of directoryAudits. */
const pageRecords = 1_000
const runsMax = 3 // a shared machine; the middle one counts
/** Reading them takes a while: so many pages stand for the rest. */
const pagesReadMax = 20
const since = new Date('2026-11-02T08:00:00Z')

export async function* measureAutomations(ground: Ground): AsyncGenerator<Line> {
  const size = ground.sizes.matchedRecords
  const page = JSON.stringify({ value: Array.from({ length: pageRecords }, (_, index) => wireRecord(index)) })
  const pages = Math.min(pagesReadMax, size / pageRecords)
  const { records, seconds: readSome } = await readPages(page, pages)
  const readSeconds = (readSome * size) / (pages * pageRecords)
  const index = indexRules(rules())
  const seconds: number[] = []
  let found = 0
  for (let run = 0; run < runsMax; run++) {
    found = 0
    seconds.push(
      await timeSeconds(async () => {
        for (let at = 0; at < size; at++) {
          const record = records[at % records.length]
          if (record !== undefined) found += index.find(record).length
        }
      }),
    )
  }
  if (found === 0) throw new Error('no rule matched anything')
  const matchSeconds = medianOf(seconds)
  yield {
    figure: 'automations',
    size,
    measured: {
      seconds: rounded(matchSeconds),
      recordsPerSecond: rounded(size / matchSeconds),
      rules: rulesCount,
    },
    yardstick: {
      what: 'the same records read from answers of Graph that are already there, page by page',
      seconds: rounded(readSeconds),
    },
    ratio: rounded(matchSeconds / readSeconds),
  }
}

/** Through the client and the port as they are, from a Graph that answers at once. */
async function readPages(page: string, pages: number): Promise<{ records: AuditRecord[]; seconds: number }> {
  const answer = async () => new Response(page, { headers: { 'content-type': 'application/json' } })
  const tokens = { token: async () => 'token', forget: () => undefined }
  let minutes = 0
  // Each request has the budget of a fresh window.
  const clock = { now: () => new Date(since.getTime() + minutes++ * 60_000) }
  const graphUrl = 'https://graph.microsoft.com'
  const log = createAuditLog(createGraphClient({ graphUrl, tokens, clock, log: silentLog, fetch: answer }))
  const query = { activity: null, service: null, category: null, result: null, odata: null }
  const records: AuditRecord[] = []
  const seconds = await timeSeconds(async () => {
    for (let read = 0; read < pages; read++) {
      const outcome = await log.read({ query, since, cursor: null })
      if (outcome.kind !== 'page') throw new Error(`the log answers ${outcome.kind}`)
      records.push(...outcome.entries)
    }
  })
  return { records, seconds }
}

/** By activity, by service, by who did it: as administrators would write them. */
function rules(): { watch: Watch }[] {
  return Array.from({ length: rulesCount }, (_, index) => ({ watch: watchOf(index) }))
}

function watchOf(index: number): Watch {
  const known = knownActivities[(index * 17) % knownActivities.length]
  switch (index % 5) {
    case 0:
      return { ...anyWatch, activities: ['User registered all required security info'], result: 'success' }
    case 1:
      return { ...anyWatch, services: ['Core Directory'], initiator: `admin${index}@contoso.example` }
    case 2:
      return { ...anyWatch, categories: ['RoleManagement'], target: 'Global Administrator' }
    default:
      return { ...anyWatch, activities: [known?.name ?? 'Add user', 'Add user'], result: 'success' }
  }
}

function wireRecord(index: number): object {
  const known = knownActivities[index % knownActivities.length]
  const id = `6d2b9f5e-0000-4000-8000-${String(index).padStart(12, '0')}`
  const user = { id, displayName: `Person ${index}`, userPrincipalName: `person.${index}@contoso.example` }
  return {
    id: `Directory_${id}_ABCDE_${index}`,
    category: known?.category,
    correlationId: id,
    result: index % 10 === 0 ? 'failure' : 'success',
    resultReason: 'Made for the bench.',
    activityDisplayName: known?.name,
    activityDateTime: since.toISOString(),
    loggedByService: known?.service,
    operationType: 'Update',
    initiatedBy: { app: null, user: { ...user, ipAddress: '198.51.100.7' } },
    targetResources: [
      {
        ...user,
        type: 'User',
        groupType: null,
        modifiedProperties: [{ displayName: 'Department', oldValue: '["Sales"]', newValue: '["Legal"]' }],
      },
    ],
    additionalDetails: [],
  }
}
