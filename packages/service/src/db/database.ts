/** The connection to PostgreSQL: a pool, Kysely on top of it, and the migrations. */

import { readdir } from 'node:fs/promises'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import { preparing } from './prepared.ts'
import type { Schema } from './schema.ts'

export type Database = Kysely<Schema>
export type Tx = Transaction<Schema>

/** Enough for both faces and every lane of one copy; PostgreSQL's default limit of 100 leaves room for several copies. */
const connectionsMax = 12
/** A statement that runs longer than this is a fault of ours, not patience wanted (imports work in small steps). */
const statementTimeoutMs = 120_000
const connectTimeoutMs = 10_000

/** A day stays the text `2027-02-01`: as a Date it would move with the machine's time zone. */
const dateTypeId = 1082
pg.types.setTypeParser(dateTypeId, text => text)

export interface OpenDatabase {
  db: Database
  /**
   * The same connections, for what asks the same few things by their keys again and again. Not for searches, reports
   * and imports: what is best for those depends on what is asked.
   */
  repeatingDb: Database
  pool: pg.Pool
  close(): Promise<void>
}

/** Opens a pool on `url`. Nothing is connected until the first query. */
export function openDatabase(url: string): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'muster',
  })
  // An idle connection that breaks is replaced by the pool; the query that needs one reports its own error.
  pool.on('error', () => undefined)
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const repeatingDb = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: preparing(pool) }) })
  return { db, repeatingDb, pool, close: () => db.destroy() }
}

/**
 * Brings the schema to the newest migration and says which ones were applied. Safe to call from several copies at
 * once: Kysely holds an advisory lock. Throws what PostgreSQL said when a migration fails; it is rolled back then.
 */
export async function migrate(db: Database): Promise<string[]> {
  const names = await listMigrations()
  // Kysely looks at every column of the database before it looks at its own table; most starts have nothing to do.
  if (names.join() === (await listApplied(db)).join()) return []
  const migrator = new Migrator({ db, provider: { getMigrations: () => loadMigrations(names) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
  return (results ?? []).filter(result => result.status === 'Success').map(result => result.migrationName)
}

const migrationsFolder = new URL('../../migrations/', import.meta.url)

async function listMigrations(): Promise<string[]> {
  const files = await readdir(migrationsFolder)
  return files.flatMap(file => (file.endsWith('.ts') ? [file.replace(/\.ts$/, '')] : [])).sort()
}

/** Empty in a database that nobody has migrated yet. */
async function listApplied(db: Database): Promise<string[]> {
  const known = sql`select from pg_tables where tablename = 'kysely_migration' and schemaname = current_schema()`
  if ((await known.execute(db)).rows.length === 0) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  return rows.map(row => row.name).sort()
}

async function loadMigrations(names: readonly string[]): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {}
  for (const name of names) {
    migrations[name] = (await import(new URL(`${name}.ts`, migrationsFolder).href)) as Migration
  }
  return migrations
}
