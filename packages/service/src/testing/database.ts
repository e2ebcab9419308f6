/**
 * Throw-away databases for tests, cloned from a template that has every table already: on a PostgreSQL that all files
 * of a run share, or on one of the file's own when it is run by itself.
 */

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
 * databases, and on it the template that `TEST_DATABASE_TEMPLATE` names. Call `close` in an `after` hook.
 */
export async function openDatabases(): Promise<TestDatabases> {
  const server = await findServer()
  const made: string[] = []
  const template = process.env.TEST_DATABASE_TEMPLATE ?? (await makeTemplate(server.url))
  if (template !== process.env.TEST_DATABASE_TEMPLATE) made.push(template)
  return {
    async fresh() {
      const name = newName('muster_test')
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

export interface SharedServer {
  /** What a process of the run finds the server and its template by. */
  environment: Readonly<Record<'TEST_DATABASE_URL' | 'TEST_DATABASE_TEMPLATE', string>>
  stop(): Promise<void>
}

/** One server for all files of a run: starting one takes as long as a quick file's tests. */
export async function startSharedServer(): Promise<SharedServer> {
  const { url, stop } = await startServer()
  const template = await makeTemplate(url)
  return { environment: { TEST_DATABASE_URL: url, TEST_DATABASE_TEMPLATE: template }, stop }
}

interface Server {
  url: string
  isShared: boolean
  stop(): Promise<void>
}

async function findServer(): Promise<Server> {
  const given = process.env.TEST_DATABASE_URL
  return given === undefined ? startServer() : { url: given, isShared: true, stop: async () => {} }
}

async function startServer(): Promise<Server> {
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

/** A database with every table, so that a clone is ready at once. */
async function makeTemplate(url: string): Promise<string> {
  const template = newName('muster_template')
  await tell(url, `create database ${template}`)
  const { db, close } = openDatabase(withName(url, template))
  await migrate(db)
  await close()
  return template
}

function newName(kind: string): string {
  return `${kind}_${randomUUID().replaceAll('-', '')}`
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
