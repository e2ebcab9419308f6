/** Throw-away databases for tests: one PostgreSQL per test file, cloned from a template that has every table already. */

import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Database, migrate, openDatabase } from '../db/database.ts'
import { startEmbedded } from '../db/embedded.ts'

export interface TestDatabase extends AsyncDisposable {
  db: Database
  url: string
}

export interface TestDatabases {
  /** An empty database of its own with all tables; a clone takes about a tenth of a second. */
  fresh(): Promise<TestDatabase>
  close(): Promise<void>
}

/**
 * Starts a server of its own, or uses the one that `TEST_DATABASE_URL` names, whose user must be allowed to create
 * databases. Call `close` in an `after` hook.
 */
export async function openDatabases(): Promise<TestDatabases> {
  const server = await findServer()
  const template = `muster_template_${randomUUID().replaceAll('-', '')}`
  const made: string[] = [template]
  await tell(server.url, `create database ${template}`)
  await prepareTemplate(withName(server.url, template))
  return {
    async fresh() {
      const name = `muster_test_${randomUUID().replaceAll('-', '')}`
      await tell(server.url, `create database ${name} template ${template}`)
      made.push(name)
      const url = withName(server.url, name)
      const { db, close } = openDatabase(url)
      return { db, url, [Symbol.asyncDispose]: close }
    },
    async close() {
      if (server.isShared) {
        for (const name of made.toReversed()) await tell(server.url, `drop database ${name} with (force)`)
      }
      await server.stop()
    },
  }
}

interface Server {
  url: string
  isShared: boolean
  stop(): Promise<void>
}

async function findServer(): Promise<Server> {
  const given = process.env.TEST_DATABASE_URL
  if (given !== undefined) return { url: given, isShared: true, stop: async () => {} }
  const folder = makeFolder('muster-test-')
  const embedded = await startEmbedded({ folder: join(folder, 'postgres'), isThrowaway: true })
  return {
    url: embedded.url,
    isShared: false,
    async stop() {
      await embedded.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A folder that PostgreSQL can pass through when we are root and it runs as another user. */
export function makeFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  chmodSync(folder, 0o711)
  return folder
}

/** Every table, so that a clone is ready at once. */
async function prepareTemplate(url: string): Promise<void> {
  const { db, close } = openDatabase(url)
  await migrate(db)
  await close()
}

async function tell(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

function withName(url: string, name: string): string {
  const named = new URL(url)
  named.pathname = `/${name}`
  return named.href
}
