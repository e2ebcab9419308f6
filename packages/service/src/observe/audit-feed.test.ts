/** A poll of the audit log whose pages lead round in a circle, against a Graph that the test scripts. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { createAuditLog } from '../graph/audit-log.ts'
import { createGraphClient } from '../graph/client.ts'
import { silentLog } from '../log.ts'
import { addRollout } from '../testing/rollout-rows.ts'
import { openScriptedGraph } from '../testing/scripted-graph.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { createAuditFeed } from './audit-feed.ts'
import { auditProgress } from './audit-progress.ts'

const databases = useDatabases()
const start = new Date('2026-11-02T08:00:00Z')

for (const links of [
  ['b', 'b', 'b'],
  ['b', 'c', 'b', 'c', 'b', 'c'],
]) {
  test(`pages that lead to ${links.join(', ')} end the poll instead of being read for ever`, async () => {
    await using database = await databases().fresh()
    const { db } = database
    await using graph = await openScriptedGraph()
    const { tenantId } = await addRollout(db, { names: ['Anna Arnold'] })
    for (const link of links) {
      const next = new URL(`/v1.0/auditLogs/directoryAudits?$skiptoken=${link}`, graph.url).href
      graph.answers.push({ status: 200, body: JSON.stringify({ value: [], '@odata.nextLink': next }) })
    }
    const clock = createTurnableClock(start)
    const tokens = { token: async () => 'token', forget: () => undefined }
    const log = createAuditLog(createGraphClient({ graphUrl: graph.url, tokens, clock, log: silentLog }))
    const feed = createAuditFeed({ db, clock, log: silentLog, auditLogOf: async () => log })
    for (let pages = 0; (await auditProgress.read(db, tenantId)).polledAt === null; pages++) {
      assert.ok(pages < links.length, 'it goes on and on')
      clock.turnTo(new Date(clock.now().getTime() + 10_000))
      await feed.step(tenantId)
    }
    assert.ok(graph.asked.length < links.length)
  })
}
