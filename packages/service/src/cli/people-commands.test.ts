/** People are found, shown, exported and acted on, and no address stands in a URL. */

import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { exampleKeys } from '../http/example-access.ts'
import { createExampleApp, serving } from '../http/example-service.ts'
import { createWorld, exampleIds } from '../http/example-world.ts'
import { against, folder, run } from './trial.ts'

describe('people', () => {
  it('are listed with filters', () =>
    against(createWorld(), async muster => {
      const { stdout } = await muster(['people', '--status', 'failed,skipped'])
      assert.match(stdout, /^Bert Brandt +bert@contoso\.example +Finance +failed/m)
      assert.doesNotMatch(stdout, /Anna/)
      assert.equal((await muster(['people', '--text', 'carla'])).stdout, 'nobody\n')
      assert.equal(JSON.parse((await muster(['people', '--json', '--limit', '1'])).stdout).length, 1)
    }))

  it('one is found by UPN, by part of a name, by object id or enrolment id', () =>
    against(createWorld(), async muster => {
      for (const named of ['ANNA@contoso.example', 'arnold', exampleIds.anna]) {
        const { stdout, stderr } = await muster(['person', named])
        assert.match(stdout, /^name +Anna Arnold$/m, stderr)
        assert.match(stdout, /^2026-11-02 08:00 {2}came in with batch-1$/m)
      }
      const several = await muster(['person', 'contoso'])
      assert.match(
        several.stderr,
        /2 people in "Autumn rollout" match "contoso"[\s\S]*anna@contoso\.example, bert@/,
      )
    }))

  it('an address is never put into a URL', async () => {
    const urls: string[] = []
    const world = createWorld()
    const app = createExampleApp(world)
    const fetchSeen = app.fetch
    app.fetch = (request, ...rest) => {
      urls.push(request.url)
      return fetchSeen(request, ...rest)
    }
    await serving(app, async url => {
      const env = { MUSTER_URL: url, MUSTER_API_KEY: exampleKeys.operator }
      await run(['person', 'anna@contoso.example'], { env })
      await run(['exclude', 'anna@contoso.example', '--reason', 'on leave'], { env })
    })
    assert.ok(urls.length >= 5)
    assert.doesNotMatch(urls.join(' '), /anna/i)
  })

  it('part of a name is not enough to act on somebody', () => {
    const world = createWorld()
    return against(world, async muster => {
      const { exitCode, stderr } = await muster(['exclude', 'anna', '--reason', 'on leave'])
      assert.equal(exitCode, 1)
      assert.match(stderr, /nobody in "Autumn rollout" is "anna"[\s\S]*anna@contoso\.example/)
      assert.equal(world.people[0]?.status, 'active')
    })
  })

  it('are excluded with a reason until a day', () => {
    const world = createWorld()
    return against(world, async muster => {
      assert.equal((await muster(['exclude', 'anna@contoso.example'])).exitCode, 2)
      const argv = ['exclude', 'anna@contoso.example', '--reason', 'on leave', '--until', '2027-01-01']
      assert.equal((await muster(argv)).stdout, '1 changed, 0 had nothing to change\n')
      const [anna] = world.people
      assert.deepEqual(
        [anna?.status, anna?.reason, anna?.excludedUntil?.toISOString()],
        ['excluded', 'on leave', '2027-01-01T00:00:00.000Z'],
      )
    })
  })

  it('are retried by filter, and never all by mistake', () =>
    against(createWorld(), async muster => {
      assert.equal(
        (await muster(['retry', '--status', 'failed'])).stdout,
        '1 changed, 0 had nothing to change\n',
      )
      assert.equal((await muster(['retry'])).exitCode, 2)
      assert.equal((await muster(['invite-again', 'bert@contoso.example', '--status', 'sent'])).exitCode, 2)
    }))

  it('are exported to standard output or to a file of their own', () =>
    against(createWorld(), async muster => {
      const { stdout } = await muster(['export'])
      assert.equal(stdout, 'Title\r\nanna@contoso.example\r\nbert@contoso.example\r\n')
      const out = join(folder, 'export.csv')
      assert.deepEqual(JSON.parse((await muster(['export', '--out', out, '--json'])).stdout), { file: out })
      assert.equal(await readFile(out, 'utf8'), stdout)
      assert.equal((await stat(out)).mode & 0o777, 0o600)
      assert.equal((await muster(['export', '--json'])).exitCode, 2)
    }))
})
