/** Lists of people go in whole, with progress for a person and one document for a script. */

import assert from 'node:assert/strict'
import { chmod, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Handlers } from '@muster/contract/routes'
import { exampleKeys } from '../http/example-access.ts'
import { createExampleApp, serving } from '../http/example-service.ts'
import { createWorld, exampleIds, type World } from '../http/example-world.ts'
import { against, folder, run, write } from './trial.ts'

describe('import', () => {
  it('sends the file, waits for the work and says what became of each row', () => {
    const world = createWorld()
    return against(world, async muster => {
      const file = await write('people.csv', 'UPN\nanna@contoso.example\nbert@contoso.example\ncarla\n')
      const result = join(folder, 'result.csv')
      const { stdout, stderr, waits, exitCode } = await muster([
        'import',
        file,
        '--batch',
        'wave-1',
        '--result',
        result,
      ])
      assert.equal(exitCode, 0, stderr)
      assert.deepEqual(world.imported, ['UPN\nanna@contoso.example\nbert@contoso.example\ncarla\n'])
      assert.match(stdout, /^wave-1: done$/m)
      assert.match(stdout, /^added +2$/m)
      assert.match(stdout, /^ +4 +carla +invalid +not an address$/m)
      assert.equal(stderr, '')
      assert.equal(waits, 0)
      assert.equal(world.batches[0]?.fileName, 'people.csv')
      assert.match(await readFile(result, 'utf8'), /^4,carla,invalid\r$/m)
    })
  })

  it('a result is readable by its owner only, also in a file that was there before', () =>
    against(createWorld(), async muster => {
      const file = await write('list.csv', 'UPN\nanna@contoso.example\n')
      const [fresh, old] = [join(folder, 'fresh.csv'), join(folder, 'old.csv')]
      await writeFile(old, 'what stood here before, and was longer than the rows that come now '.repeat(20))
      await chmod(old, 0o644)
      for (const result of [fresh, old]) {
        assert.equal((await muster(['import', file, '--result', result])).exitCode, 0)
        assert.equal((await stat(result)).mode & 0o777, 0o600)
        assert.doesNotMatch(await readFile(result, 'utf8'), /before/)
      }
    }))

  it("a file's name stands in no URL and keeps its letters", async () => {
    const world = createWorld()
    const urls: string[] = []
    const app = createExampleApp(world)
    const counting = {
      fetch: (request: Request) => {
        urls.push(request.url)
        return app.fetch(request)
      },
    }
    await serving(counting, async url => {
      const file = await write('Björn Björk, 100%.csv', 'UPN\nanna@contoso.example\n')
      const env = { MUSTER_URL: url, MUSTER_API_KEY: exampleKeys.admin }
      assert.equal((await run(['import', file], { env })).exitCode, 0)
    })
    assert.equal(world.batches[0]?.fileName, 'Björn Björk, 100%.csv')
    assert.ok(urls.some(url => url.endsWith('/imports')))
    assert.doesNotMatch(urls.join(' '), /Bj|csv/)
  })

  it('draws its progress on a terminal only, and erases it', async () => {
    const world = createWorld()
    const importGroup: Handlers['importGroup'] = async () => ({
      batch: { ...someBatch(world), state: 'queued' },
    })
    await against(
      world,
      async muster => {
        world.batchLooks = 2
        const { stderr, waits } = await muster(['import', '--group', exampleIds.group], { isTTY: true })
        assert.equal(waits, 3)
        assert.match(stderr, /█{10}░{20} 1 of 3 rows, working/)
        assert.ok(stderr.endsWith('\r\u001b[2K'))
        world.batchLooks = 2
        const silent = await muster(['import', '--group', exampleIds.group, '--json'], { isTTY: true })
        assert.equal(silent.stderr, '')
        assert.equal(JSON.parse(silent.stdout).batch.state, 'done')
      },
      { importGroup },
    )
  })

  function someBatch(world: World) {
    const batch = {
      batchId: exampleIds.batch,
      campaignId: exampleIds.campaign,
      source: 'Group',
      sourceBatchId: 'b',
      kind: 'group' as const,
      fileName: null,
      dryRun: false,
      state: 'done' as const,
      rowsDone: 3,
      rowsTotal: 3,
      counts: { added: 3, updated: 0, unchanged: 0, skipped: 0, invalid: 0 },
      exclusion: null,
      sheet: null,
      reading: null,
      problem: null,
      createdAt: new Date(0),
      finishedAt: new Date(0),
    }
    world.batches.push(batch)
    return batch
  }

  it('names a member of a group that is not taken, whom the group knows by object id alone', () => {
    const world = createWorld()
    const importGroup: Handlers['importGroup'] = async () => ({
      batch: {
        ...someBatch(world),
        dryRun: true,
        counts: { added: 2, updated: 0, unchanged: 0, skipped: 1, invalid: 0 },
      },
    })
    world.rows = [
      {
        line: 3,
        value: exampleIds.bert,
        outcome: 'skipped',
        reason: 'the account is disabled, so nobody can sign in with it',
        reasonCode: 'accountDisabled',
        reasonFacts: {},
        enrolmentId: null,
        displayName: 'Bert Brandt',
        userPrincipalName: 'bert@contoso.example',
      },
    ]
    return against(
      world,
      async muster => {
        const { stdout } = await muster(['import', '--group', exampleIds.group, '--dry-run'])
        assert.match(stdout, /^ +3 +bert@contoso\.example +skipped +the account is disabled/m)
      },
      { importGroup },
    )
  })

  it('stops waiting when nothing moves, without failing the work', () => {
    const world = createWorld()
    world.batchLooks = Number.POSITIVE_INFINITY
    const importGroup: Handlers['importGroup'] = async () => ({
      batch: { ...someBatch(world), state: 'queued' },
    })
    return against(
      world,
      async muster => {
        const { exitCode, stderr } = await muster(['import', '--group', exampleIds.group])
        assert.equal(exitCode, 1)
        assert.match(stderr, /nothing has moved for ten minutes[\s\S]*muster batch show 0{8}-/)
      },
      { importGroup },
    )
  })

  it('a pasted list is Manual, a piped one is not; neither is waited for with --no-wait', () => {
    const world = createWorld()
    return against(world, async muster => {
      const paste = await muster(['import', '--paste', '--no-wait'], {
        stdin: 'anna@contoso.example; bert@contoso.example',
      })
      assert.match(paste.stdout, /^accepted; look with: muster batch show /)
      await muster(['import', '-', '--no-wait', '--dry-run'], { stdin: 'UPN\n' })
      assert.deepEqual(
        world.batches.map(batch => [batch.source, batch.dryRun]),
        [
          ['Manual', false],
          ['CSV Upload', true],
        ],
      )
      assert.deepEqual(world.imported, ['anna@contoso.example; bert@contoso.example', 'UPN\n'])
    })
  })

  it('a list that is refused whole ends with 1 and says how to mend it', () => {
    const world = createWorld()
    const problem = { detail: 'no column names a person', where: 'line 1', remedy: 'add a column UPN' }
    const importGroup: Handlers['importGroup'] = async () => ({
      batch: { ...someBatch(world), state: 'refused', problem },
    })
    return against(
      world,
      async muster => {
        const { exitCode, stderr } = await muster(['import', '--group', exampleIds.group])
        assert.equal(exitCode, 1)
        assert.equal(stderr, 'muster: no column names a person\n  where: line 1\n  mend:  add a column UPN\n')
      },
      { importGroup },
    )
  })

  it('a column is counted from 1, and anything else is refused before the file is sent', () => {
    const world = createWorld()
    const asked: unknown[] = []
    const importPeople: Handlers['importPeople'] = async ({ query }) => {
      asked.push(query.column)
      return { batch: someBatch(world) }
    }
    return against(
      world,
      async muster => {
        const file = await write('people.csv', 'Wer;Kontakt\nAnna;anna@contoso.example\n')
        assert.equal((await muster(['import', file, '--column', '2', '--no-wait'])).exitCode, 0)
        assert.match((await muster(['import', file, '--column', 'B'])).stderr, /no number of a column/)
        assert.deepEqual(asked, [2])
      },
      { importPeople },
    )
  })

  it('a list of people to be left out carries its reason beside it, not in the address', () => {
    const world = createWorld()
    const asked: unknown[] = []
    const importPeople: Handlers['importPeople'] = async ({ query }) => {
      asked.push(query.exclusionId)
      return { batch: someBatch(world) }
    }
    return against(
      world,
      async muster => {
        const file = await write('leave.csv', 'UPN\nanna@contoso.example\n')
        const leave = ['import', file, '--no-wait', '--exclude', 'on leave', '--until', '2027-01-31']
        const { exitCode, stderr } = await muster(leave)
        assert.equal(exitCode, 0, stderr)
        assert.match(String(asked[0]), /^[0-9a-f-]{36}$/)
        assert.match((await muster(['import', file, '--until', '2027-01-31'])).stderr, /give a reason/)
      },
      { importPeople },
    )
  })

  it('a file that is missing, a folder or too large is refused before it is sent', () => {
    const world = createWorld()
    return against(world, async muster => {
      assert.match((await muster(['import', join(folder, 'none.csv')])).stderr, /cannot be read \(ENOENT\)/)
      assert.match((await muster(['import', folder])).stderr, /this is a folder/)
      const large = await write('large.csv', '')
      await truncate(large, 51 * 1024 * 1024)
      assert.match((await muster(['import', large])).stderr, /51 MB; at most 50 MB[\s\S]*split it/)
      assert.deepEqual(world.imported, [])
    })
  })
})
