/** What the port AuditLog promises: acts on security info since a time, each with its own id, by pages that end. */

import assert from 'node:assert/strict'
import type { AuditEntry, AuditLog } from '@muster/core/ports'
import { type OpenStage, promise, promiseArranged, turnOn } from './stage.ts'
import { drawId, holdEverywhere } from './stages.ts'
import { holdUnanswered } from './unanswered-suite.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** More pages than a test reads. */
const pagesMax = 100

async function readSince(log: AuditLog, since: Date): Promise<{ entries: AuditEntry[]; pages: number }> {
  const entries: AuditEntry[] = []
  let cursor: string | null = null
  for (let pages = 1; pages <= pagesMax; pages++) {
    const page = await log.readSecurityInfo({ since, cursor })
    assert.ok(page.kind === 'page', JSON.stringify(page))
    entries.push(...page.entries)
    cursor = page.cursor
    if (cursor === null) return { entries, pages }
  }
  throw new Error('the pages have no end')
}

function suite(open: OpenStage): void {
  promise('what is told was done since then, and the same again has the same ids', open, async stage => {
    const since = new Date(stage.now().getTime() - 24 * hourMs)
    const { entries } = await readSince(stage.connection.auditLog, since)
    for (const { at } of entries) assert.ok(at >= since)
    const again = await readSince(stage.connection.auditLog, since)
    const ids = new Set(again.entries.map(({ id }) => id))
    for (const { id } of entries) assert.ok(ids.has(id))
  })

  promiseArranged(
    'a registration is told within minutes, of the person whose it is; other acts are not',
    open,
    async (stage, arranged) => {
      const { world } = arranged.box.tenant
      const since = stage.now()
      const user = world.addUser({
        userPrincipalName: `${drawId()}@contoso.example`,
        displayName: 'Newcomer',
      })
      turnOn(arranged, 5 * minuteMs)
      world.registerMethod(user.id, 'fido2')
      world.addMember(stage.groupId, user.id, null)
      assert.deepEqual((await readSince(stage.connection.auditLog, since)).entries, [], 'the log is late')
      turnOn(arranged, 7 * minuteMs)
      const { entries } = await readSince(stage.connection.auditLog, since)
      assert.deepEqual(new Set(entries.map(({ personId }) => personId)), new Set([user.id]))
      assert.ok(entries.some(({ activity }) => activity === 'User registered security info'))
      assert.ok(entries.every(({ result }) => result === 'success'))
      const registeredAt = stage.now()
      turnOn(arranged, minuteMs)
      assert.deepEqual((await readSince(stage.connection.auditLog, registeredAt)).entries, [])
    },
  )

  promiseArranged('more than a page is read to its end, each entry once', open, async (stage, arranged) => {
    const { world } = arranged.box.tenant
    const since = new Date(stage.now().getTime() - minuteMs)
    const registrations = 1_200
    for (let count = 0; count < registrations; count++) world.registerMethod(stage.known.id, 'fido2')
    turnOn(arranged, 7 * minuteMs)
    const { entries, pages } = await readSince(stage.connection.auditLog, since)
    assert.ok(pages > 1)
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length)
    const whole = entries.filter(({ activity }) => activity === 'User registered security info')
    assert.ok(whole.length >= registrations, `${whole.length} of ${registrations}`)
  })

  promiseArranged('a page that is no longer known says to start over', open, async (stage, { box }) => {
    const cursor = `${box.tenant.graphUrl}/v1.0/auditLogs/directoryAudits?$skiptoken=of-yesterday`
    const answer = await stage.connection.auditLog.readSecurityInfo({ since: stage.now(), cursor })
    assert.deepEqual(answer, { kind: 'startOver' })
  })

  promise('a page of another host is never asked for', open, async ({ connection, now }) => {
    const cursor = 'https://graph.example/v1.0/auditLogs/directoryAudits?$skiptoken=1'
    await assert.rejects(connection.auditLog.readSecurityInfo({ since: now(), cursor }), /another host/)
  })

  holdUnanswered(
    {
      name: 'readSecurityInfo',
      family: 'audit',
      make: stage => stage.connection.auditLog.readSecurityInfo({ since: stage.now(), cursor: null }),
      good: 'page',
      // A second try would be a request over the budget of the lane of reports.
      tries: 1,
      needs: { roles: ['AuditLog.Read.All'], code: 'Authentication_MSGraphPermissionMissing' },
    },
    open,
  )
}

holdEverywhere('AuditLog', suite)
