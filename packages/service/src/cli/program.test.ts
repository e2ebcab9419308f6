/** The command line against the administrators' app on a real connection: what it prints, sends, and how it ends. */

import assert from 'node:assert/strict'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Handlers } from '@muster/contract/routes'
import { Problem } from '@muster/core/problem'
import { Hono } from 'hono'
import { exampleKeys } from '../http/example-access.ts'
import { createExampleApp, serving } from '../http/example-service.ts'
import { createWorld, exampleCampaign, exampleIds, exampleTenant } from '../http/example-world.ts'
import { against, folder, run, write } from './trial.ts'

describe('how a command ends', () => {
  it('0 when it is done', () =>
    against(createWorld(), async muster => assert.equal((await muster(['tenant', 'list'])).exitCode, 0)))

  it('1 when the service refuses the work, saying what and where', () =>
    against(createWorld(), async muster => {
      const { exitCode, stderr } = await muster(['campaign', 'pause'])
      assert.equal(exitCode, 1)
      assert.equal(stderr, 'muster: a draft campaign cannot pause; it must be running\n  where: status\n')
    }))

  it('2 when the command is not understood', async () => {
    for (const argv of [
      ['tenants'],
      ['campaign', 'list', '--goal'],
      ['people', '--status', 'lost'],
      ['import'],
    ]) {
      const { exitCode, stderr } = await run(argv)
      assert.equal(exitCode, 2, `${argv.join(' ')}: ${stderr}`)
      assert.notEqual(stderr, '')
    }
  })

  it('3 when no service answers, with the way to one', async () => {
    // Port 1 is reserved and nothing listens on it here.
    const { exitCode, stderr } = await run(['tenant', 'list', '--url', 'http://127.0.0.1:1'])
    assert.equal(exitCode, 3)
    assert.match(stderr, /no answer from http:\/\/127\.0\.0\.1:1.*\n {2}mend: {2}start the service/)
  })

  it('3 when something else answers', async () => {
    const other = new Hono().get('*', c => c.html('<h1>Printer</h1>'))
    await serving(other, async url => {
      const { exitCode, stderr } = await run(['tenant', 'list', '--url', url])
      assert.equal(exitCode, 3)
      assert.match(stderr, /are this client and the service of the same version\?/)
    })
  })

  it('4 without a key, with a wrong one, and with a role that is too small', () =>
    against(createWorld(), async muster => {
      for (const key of ['', 'made-up', exampleKeys.viewer]) {
        const { exitCode, stderr } = await muster(['campaign', 'launch', exampleIds.campaign], {
          env: { MUSTER_API_KEY: key },
        })
        assert.equal(exitCode, 4, stderr)
      }
    }))

  it('with --json, tells a problem as JSON on stderr and nothing on stdout', () =>
    against(createWorld(), async muster => {
      const { stdout, stderr } = await muster(['campaign', 'pause', '--json'])
      assert.equal(stdout, '')
      assert.equal(JSON.parse(stderr).problem.where, 'status')
    }))

  it('documents its exit codes', async () => {
    const { exitCode, stdout } = await run(['--help'])
    assert.equal(exitCode, 0)
    assert.match(stdout, /Exit codes:[\s\S]*3 {2}no service answered/)
  })
})

describe('where the service is', () => {
  it('is read from the file that the service leaves, and its key goes nowhere else', async () => {
    await serving(createExampleApp(createWorld()), async url => {
      const dataFolder = await mkdtemp(join(folder, 'data-'))
      await writeFile(join(dataFolder, 'cli.json'), JSON.stringify({ url, apiKey: exampleKeys.viewer }))
      assert.equal((await run(['tenant', 'list'], { dataFolder })).exitCode, 0)
      await serving(createExampleApp(createWorld()), async other => {
        const { exitCode, stderr } = await run(['tenant', 'list', '--url', other], { dataFolder })
        assert.equal(exitCode, 4)
        assert.match(stderr, /no API key was sent/)
      })
    })
  })

  it('a flag goes before the environment, and a key may stand in a file', () =>
    against(createWorld(), async muster => {
      const file = await write('key', `${exampleKeys.viewer}\n`)
      const { exitCode } = await muster(['key', 'list', '--key-file', file])
      assert.equal(exitCode, 4)
    }))

  it('a broken connection file is named', async () => {
    const dataFolder = await mkdtemp(join(folder, 'data-'))
    await writeFile(join(dataFolder, 'cli.json'), '{')
    const { exitCode, stderr } = await run(['tenant', 'list'], { dataFolder })
    assert.equal(exitCode, 1)
    assert.match(stderr, /where: .*cli\.json/)
  })
})

describe('tenants and senders', () => {
  const add = [
    'tenant',
    'add',
    '--name',
    'Fabrikam',
    '--entra-tenant',
    exampleIds.group,
    '--client',
    exampleIds.group,
  ]

  it('a secret comes from a file, the environment or a prompt', async () => {
    const secrets: string[] = []
    const world = createWorld()
    const addTenant: Handlers['addTenant'] = async ({ body }) => {
      if (body.credential.kind === 'secret') secrets.push(body.credential.secret)
      const [contoso] = world.tenants
      if (contoso === undefined) throw new Problem('notFound', 'Contoso is gone')
      return { ...contoso, signIn: world.signIn }
    }
    await against(
      world,
      async muster => {
        const file = await write('secret', 'from-file\n')
        assert.equal((await muster([...add, '--secret-file', file])).exitCode, 0)
        assert.equal((await muster(add, { env: { MUSTER_CLIENT_SECRET: 'from-env' } })).exitCode, 0)
        assert.equal((await muster(add, { askSecret: async () => 'typed' })).exitCode, 0)
        const none = await muster(add)
        assert.equal(none.exitCode, 2)
        assert.match(none.stderr, /client secret is missing[\s\S]*MUSTER_CLIENT_SECRET/)
      },
      { addTenant },
    )
    assert.deepEqual(secrets, ['from-file', 'from-env', 'typed'])
  })

  it('a certificate comes from a file', () =>
    against(createWorld(), async muster => {
      const pem = await write('cert.pem', '-----BEGIN PRIVATE KEY-----\nMII…\n-----END PRIVATE KEY-----\n')
      const { stdout, exitCode } = await muster([...add, '--certificate', pem, '--json'])
      assert.equal(exitCode, 0)
      assert.equal(JSON.parse(stdout).credentialKind, 'certificate')
    }))

  it('the doctor shows what is missing and how to grant it, and ends with 1', () =>
    against(createWorld(), async muster => {
      const { stdout, exitCode } = await muster(['doctor'])
      assert.equal(exitCode, 1)
      assert.match(stdout, /^CHECK +PERMISSION +OUTCOME +WHAT WAS SEEN$/m)
      assert.match(stdout, /^Send mail +Mail\.Send +missing +Graph answered 403/m)
      assert.match(stdout, /To mend:\nSend mail {2}grant Mail\.Send/)
    }))

  it('a sender by SMTP keeps its password to itself', () =>
    against(createWorld(), async muster => {
      const argv = [
        'sender',
        'add',
        '--kind',
        'smtp',
        '--address',
        'mfa@contoso.example',
        '--host',
        'smtp.contoso.example',
      ]
      const env = { MUSTER_SMTP_PASSWORD: 'hush' }
      const { stdout } = await muster([...argv, '--user', 'mfa', '--json'], { env })
      assert.doesNotMatch(stdout, /hush/)
      const sender = JSON.parse(stdout)
      assert.deepEqual([sender.hasPassword, sender.tls, sender.port], [true, 'starttls', 587])
      assert.match((await muster(['sender', 'list'])).stdout, /smtp\.contoso\.example:587 starttls/)
    }))

  it('a sign-in that fails is told, and the tenant is kept all the same', () => {
    const world = createWorld()
    world.signIn = {
      isDone: false,
      message: 'AADSTS7000215: wrong secret',
      remedy: "take the secret's value",
    }
    return against(world, async muster => {
      const { stdout, exitCode } = await muster(add, { env: { MUSTER_CLIENT_SECRET: 'hush' } })
      assert.equal(exitCode, 0)
      assert.match(stdout, /Fabrikam is saved .*, but the sign-in failed: AADSTS7000215: wrong secret/)
      assert.match(stdout, /take the secret's value[\s\S]*mend it with: muster tenant update/)
      assert.equal(world.tenants.length, 2)
    })
  })

  it('a tenant is changed, gets a new credential, and is removed only by its name', () => {
    const world = createWorld()
    return against(world, async muster => {
      const renamed = await muster(['tenant', 'update', '--name', 'Contoso Ltd', '--no-support'])
      assert.match(renamed.stdout, /^Contoso Ltd is changed/)
      assert.equal(world.tenants[0]?.credentialKind, 'secret')
      const pem = await write('new.pem', '-----BEGIN PRIVATE KEY-----\nMII…\n-----END PRIVATE KEY-----\n')
      assert.equal((await muster(['tenant', 'update', '--certificate', pem])).exitCode, 0)
      assert.equal(world.tenants[0]?.credentialKind, 'certificate')
      const env = { MUSTER_CLIENT_SECRET: 'hush' }
      assert.equal((await muster(['tenant', 'update', '--secret'], { env })).exitCode, 0)
      assert.equal(world.tenants[0]?.credentialKind, 'secret')
      const nothing = await muster(['tenant', 'update'])
      assert.equal(nothing.exitCode, 2)
      assert.match(nothing.stderr, /nothing to change/)
      assert.equal((await muster(['tenant', 'remove'])).exitCode, 2)
      assert.equal((await muster(['tenant', 'remove', 'contoso ltd'])).exitCode, 0)
      assert.deepEqual(world.tenants, [])
    })
  })

  it('a sender gets another server and another password, and is removed by its address', () => {
    const world = createWorld()
    return against(world, async muster => {
      const address = 'mfa@contoso.example'
      const server = ['--kind', 'smtp', '--host', 'smtp.contoso.example']
      await muster(['sender', 'add', '--address', address, ...server])
      const file = await write('password', 'hush\n')
      const changes = ['--host', 'mail.contoso.example', '--password-file', file]
      const { stdout } = await muster(['sender', 'update', address, ...changes, '--json'])
      assert.deepEqual(
        [JSON.parse(stdout).host, JSON.parse(stdout).hasPassword],
        ['mail.contoso.example', true],
      )
      assert.doesNotMatch(stdout, /hush/)
      const unknown = await muster(['sender', 'remove', 'nobody@contoso.example'])
      assert.match(unknown.stderr, /where: SENDER/)
      assert.equal((await muster(['sender', 'remove', address])).exitCode, 0)
      assert.deepEqual(world.senders, [])
    })
  })

  it('with several tenants, where to name one is said as the command takes it', () => {
    const world = createWorld()
    world.tenants.push({ ...exampleTenant('Fabrikam'), tenantId: exampleIds.key })
    return against(world, async muster => {
      for (const command of [['doctor'], ['tenant', 'sync'], ['tenant', 'update', '--name', 'X']]) {
        const { exitCode, stderr } = await muster(command)
        assert.equal(exitCode, 2)
        assert.match(stderr, /where: TENANT\n/)
      }
      assert.match((await muster(['sender', 'list'])).stderr, /where: --tenant\n/)
    })
  })
})

describe('campaigns', () => {
  it('go from draft to finished, named or alone', () =>
    against(createWorld(), async muster => {
      for (const [act, status] of [
        ['launch', 'running'],
        ['pause', 'paused'],
        ['resume', 'running'],
        ['finish', 'finished'],
      ] as const) {
        const { stdout } = await muster(['campaign', act, 'autumn ROLLOUT'])
        assert.equal(stdout, `Autumn rollout is ${status}\n`)
      }
    }))

  it('are made with the options given and the defaults for the rest', () =>
    against(createWorld(), async muster => {
      const argv = [
        'campaign',
        'create',
        '--name',
        'Winter',
        '--goal',
        'notPhoneOnly',
        '--remind-after',
        '3',
        '--due',
        '2027-02-01',
      ]
      const made = JSON.parse((await muster([...argv, '--json'])).stdout)
      assert.deepEqual(
        [made.goal, made.remindAfterDays, made.remindEveryDays, made.dueOn, made.status],
        ['notPhoneOnly', 3, 7, '2027-02-01', 'draft'],
      )
    }))

  it('change, and lose their date', () =>
    against(createWorld(), async muster => {
      await muster(['campaign', 'update', '--due', '2027-02-01'])
      const { stdout } = await muster(['campaign', 'update', '--no-due', '--reminders-max', '0', '--json'])
      const updated = JSON.parse(stdout)
      assert.deepEqual([updated.dueOn, updated.remindersMax, updated.name], [null, 0, 'Autumn rollout'])
    }))

  it('tell managers after so many reminders, or never; any other word is refused with what is possible', () =>
    against(createWorld(), async muster => {
      const after = async (word: string) =>
        JSON.parse((await muster(['campaign', 'update', '--escalate-after', word, '--json'])).stdout)
      assert.equal((await after('1')).escalateAfterReminders, 1)
      assert.match(
        (await muster(['campaign', 'show'])).stdout,
        /told once of whoever has had 1 reminder in vain/,
      )
      assert.equal((await after('never')).escalateAfterReminders, null)
      assert.match((await muster(['campaign', 'show'])).stdout, /managers +not told/)
      const refused = await muster(['campaign', 'update', '--escalate-after', 'often'])
      assert.match(refused.stderr, /whole number from 1 to 20, or "never"/)
    }))

  it('must be named when there are several', () => {
    const world = createWorld()
    world.campaigns.push(exampleCampaign('Winter', '00000000-0000-4000-8000-0000000000ff'))
    return against(world, async muster => {
      const { exitCode, stderr } = await muster(['status'])
      assert.equal(exitCode, 2)
      assert.match(stderr, /there are 2 campaigns; which one\?[\s\S]*Winter \(0{8}-/)
      assert.match((await muster(['status', 'nope'])).stderr, /there is no campaign "nope"/)
    })
  })
})

describe('status', () => {
  it('draws a funnel', () =>
    against(createWorld(), async muster => {
      const { stdout } = await muster(['status'])
      assert.match(stdout, /^Autumn rollout {2}draft, goal mfa, 2 people$/m)
      assert.match(stdout, /^in the group +1 {2}█{15}░{15} +50\.0 %/m)
      assert.match(stdout, /^failed +1 +50\.0 %$/m)
      assert.match(stdout, /^Finance +2 +50\.0 % +1 +1$/m)
    }))

  it('colours on a terminal, unless NO_COLOR says not to', () =>
    against(createWorld(), async muster => {
      const escapes = '\u001b['
      assert.ok((await muster(['status'], { isTTY: true })).stdout.includes(escapes))
      assert.ok(!(await muster(['status'], { isTTY: true, env: { NO_COLOR: '1' } })).stdout.includes(escapes))
      assert.ok(!(await muster(['status'])).stdout.includes(escapes))
    }))
})

describe('keys', () => {
  it('are made, listed and revoked by name; the key alone stands on stdout', () =>
    against(createWorld(), async muster => {
      assert.equal((await muster(['key', 'create', 'Vera', '--role', 'viewer'])).stdout, 'muster_1\n')
      assert.doesNotMatch((await muster(['key', 'list'])).stdout, /muster_1/)
      assert.equal((await muster(['key', 'revoke', 'vera'])).stdout, 'the key of Vera is worthless now\n')
      assert.equal((await muster(['key', 'revoke', 'vera'])).exitCode, 1)
    }))
})
