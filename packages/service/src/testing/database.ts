/**
 * Throw-away databases for tests, cloned from a template that has every table already: on a PostgreSQL that all files
 * of a run share, or on one of the file's own when it is run by itself.
 */

import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Database, migrate, type OpenDatabase, openDatabase } from '../db/database.ts'
import { startEmbedded } from '../db/embedded.ts'
import { readShape, removeRows } from './clean-database.ts'

export interface TestDatabase extends AsyncDisposable {
  db: Database
  url: string
}

export interface TestDatabases {
  /** An empty database with all tables; once it is disposed of, another test may have it, emptied. */
  fresh(): Promise<TestDatabase>
  close(): Promise<void>
}

/**
 * Starts a server of its own, or uses the one that `TEST_DATABASE_URL` names, whose user must be allowed to create
 * databases, and on it the template that `TEST_DATABASE_TEMPLATE` names. Call `close` in an `after` hook.
 */
export async function openDatabases(): Promise<TestDatabases> {
  const server = await findServer()
  const given = process.env.TEST_DATABASE_TEMPLATE
  const template = given ?? (await makeTemplate(server.url))
  // A server that neither this file nor this run has started is left as it was, and may not let us switch triggers off.
  const isOurs = !server.isShared || given !== undefined
  const shelf = await openShelf(server.url, { template, isOurs })
  const inUse = new Set<string>()
  return {
    async fresh() {
      const { name, opened } = await shelf.take()
      inUse.add(name)
      return {
        db: opened.db,
        url: withName(server.url, name),
        async [Symbol.asyncDispose]() {
          await opened.close()
          if (inUse.delete(name)) await shelf.giveBack(name)
        },
      }
    },
    async close() {
      for (const name of inUse) await shelf.giveBack(name)
      if (!isOurs) await shelf.clear()
      await shelf.close()
      await server.stop()
    },
  }
}

/** The clones of one template that no test has in hand, listed in a table so that all files of a run share them. */
interface Shelf {
  take(): Promise<{ name: string; opened: OpenDatabase }>
  giveBack(name: string): Promise<void>
  /** Removes the template and all its clones. */
  clear(): Promise<void>
  close(): Promise<void>
}

async function openShelf(
  url: string,
  { template, isOurs }: { template: string; isOurs: boolean },
): Promise<Shelf> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()

  /** One to which nobody is connected: a process that was killed may still have a statement under way. */
  async function takeUsed(): Promise<string | null> {
    if (!isOurs) return null
    const { rows } = await client.query<{ name: string }>(`
      delete from ${shelfOf(template)} where name = (
        select name from ${shelfOf(template)} as shelf
        where not exists (select from pg_stat_activity where datname = shelf.name)
        order by given_at limit 1 for update skip locked
      ) returning name
    `)
    return rows[0]?.name ?? null
  }

  return {
    async take() {
      for (let name = await takeUsed(); name !== null; name = await takeUsed()) {
        const opened = openDatabase(withName(url, name))
        if ((await readShape(opened.db)) === shapeOf(template)) {
          await removeRows(opened.db)
          return { name, opened }
        }
        // A test changed its tables: nobody else shall have it.
        await opened.close()
      }
      const name = newName('muster_test')
      await client.query(`create database ${name} template ${template}`)
      return { name, opened: openDatabase(withName(url, name)) }
    },
    async giveBack(name) {
      await client.query(`insert into ${shelfOf(template)} (name) values ('${name}')`)
    },
    async clear() {
      const { rows } = await client.query<{ name: string }>(`select name from ${shelfOf(template)}`)
      for (const { name } of rows) await client.query(`drop database ${name} with (force)`)
      await client.query(`drop database ${template} with (force)`)
      await client.query(`drop table ${shelfOf(template)}`)
    },
    close: () => client.end(),
  }
}

function shelfOf(template: string): string {
  return `${template}_shelf`
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

/** A database with every table, so that a clone is ready at once; its name tells the shape of its tables. */
async function makeTemplate(url: string): Promise<string> {
  const unfinished = newName('muster_template')
  await tell(url, `create database ${unfinished}`)
  const { db, close } = openDatabase(withName(url, unfinished))
  await migrate(db)
  const template = `muster_template_${await readShape(db)}_${randomUUID().slice(0, 8)}`
  await close()
  await tell(url, `alter database ${unfinished} rename to ${template}`)
  await tell(
    url,
    `create table ${shelfOf(template)} (name text primary key, given_at timestamptz default clock_timestamp())`,
  )
  return template
}

function shapeOf(template: string): string | undefined {
  return template.split('_')[2]
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
