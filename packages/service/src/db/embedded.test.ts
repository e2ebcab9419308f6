/** The embedded PostgreSQL: made, found again, taken over after a kill, and never mistaken for another. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { makeFolder } from '../testing/database.ts'
import { until } from '../testing/poll.ts'
import { startEmbedded } from './embedded.ts'

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  // A server that is killed under a connection is what some of these tests are about.
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows
}

function withFolder(name: string, work: (folder: string) => Promise<void>): void {
  test(name, async () => {
    const folder = makeFolder('muster-embedded-')
    try {
      await work(join(folder, 'postgres'))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

const pidOf = (folder: string) =>
  Number(readFileSync(join(folder, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0])

function isGone(pid: number): boolean {
  try {
    // A killed child of ours stays as a zombie until Node has reaped it; its state says so.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return true
  }
}

/** Ends the server the hard way, and waits until it is gone. */
async function kill(folder: string): Promise<void> {
  const pid = pidOf(folder)
  process.kill(pid, 'SIGKILL')
  await until('the killed server to be gone', () => (isGone(pid) ? true : null))
}

const dyingScript = `
  const { startEmbedded } = await import(process.argv[1])
  const { url } = await startEmbedded({ folder: process.argv[2] })
  process.stdout.write(url, () => process.kill(process.pid, 'SIGKILL'))
`

/** A process that starts the server and is killed right after; gives the server's address. */
function startAndDie(folder: string): string {
  const module = new URL('./embedded.ts', import.meta.url).href
  const args = ['--input-type=module', '-e', dyingScript, module, folder]
  return spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).stdout
}

withFolder('a second start finds the data of the first', async folder => {
  const first = await startEmbedded({ folder })
  await query(first.url, "create table note as select 'still here' as text")
  await first.stop()
  const second = await startEmbedded({ folder })
  try {
    assert.equal(second.isAdopted, false)
    assert.deepEqual(await query(second.url, 'select text from note'), [{ text: 'still here' }])
    assert.match(
      String((await query(second.url, 'select version()')).map(row => JSON.stringify(row))),
      /PostgreSQL/,
    )
  } finally {
    await second.stop()
  }
})

withFolder('a server left running by a killed process is taken over, with its data', async folder => {
  const firstUrl = startAndDie(folder)
  await query(firstUrl, "create table note as select 'still here' as text")
  const second = await startEmbedded({ folder })
  assert.equal(second.isAdopted, true)
  assert.equal(second.url, firstUrl)
  assert.deepEqual(await query(second.url, 'select text from note'), [{ text: 'still here' }])
  await second.stop()
  await assert.rejects(query(firstUrl, 'select 1'), 'stopping what was taken over really stops it')
})

withFolder('a server that was killed together with us recovers what it had committed', async folder => {
  await query(startAndDie(folder), "create table note as select 'committed' as text")
  await kill(folder)
  const second = await startEmbedded({ folder })
  try {
    assert.equal(second.isAdopted, false)
    assert.deepEqual(await query(second.url, 'select text from note'), [{ text: 'committed' }])
  } finally {
    await second.stop()
  }
})

withFolder('a cluster that was half made when the process was killed is made anew', async folder => {
  mkdirSync(join(folder, 'pg.unfinished', 'base'), { recursive: true })
  writeFileSync(join(folder, 'pg.unfinished', 'PG_VERSION'), '18\n')
  const database = await startEmbedded({ folder })
  try {
    assert.deepEqual(await query(database.url, 'select 1 as one'), [{ one: 1 }])
  } finally {
    await database.stop()
  }
})

withFolder(
  'a lock file whose process number now belongs to somebody else does not hold up the start',
  async folder => {
    const firstUrl = startAndDie(folder)
    await kill(folder)
    const file = join(folder, 'pg', 'postmaster.pid')
    const lines = readFileSync(file, 'utf8').split('\n')
    // After a reboot the number may be anybody's; here it is this very process.
    writeFileSync(file, [String(process.pid), ...lines.slice(1)].join('\n'))
    const second = await startEmbedded({ folder })
    try {
      assert.equal(second.isAdopted, false)
      assert.notEqual(second.url, firstUrl)
    } finally {
      await second.stop()
    }
  },
)

withFolder('the password is not readable by others and a stranger without it gets nowhere', async folder => {
  const database = await startEmbedded({ folder })
  try {
    const url = new URL(database.url)
    url.password = 'guess'
    await assert.rejects(query(url.href, 'select 1'), /password authentication failed/)
    assert.equal(url.hostname, '127.0.0.1')
  } finally {
    await database.stop()
  }
})

withFolder(
  'a second process on the same folder is refused, and a guest leaves the server running',
  async folder => {
    const first = await startEmbedded({ folder })
    try {
      // The folder as another, living process would have left it.
      writeFileSync(join(folder, 'owner.pid'), String(process.ppid))
      await assert.rejects(startEmbedded({ folder }), /already runs Muster .* stop it first/)
      const guest = await startEmbedded({ folder, isGuest: true })
      await guest.stop()
      assert.deepEqual(await query(first.url, 'select 1 as one'), [{ one: 1 }])
    } finally {
      await first.stop()
    }
  },
)

withFolder('a server that is killed under us is back on the same address', async folder => {
  const database = await startEmbedded({ folder })
  try {
    await query(database.url, "create table note as select 'kept' as text")
    await query(database.url, 'checkpoint')
    await kill(folder)
    const rows = await until('the server to be back', () =>
      query(database.url, 'select text from note').catch(() => null),
    )
    assert.deepEqual(rows, [{ text: 'kept' }])
  } finally {
    await database.stop()
  }
})
