/** The interfaces of the schema files against what the migrations really make. */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from 'kysely'
import { useDatabases } from '../testing/story-teller.ts'
import { migrate } from './database.ts'

const databases = useDatabases()

/** Table → column → whether it may be null, as the interfaces say. */
function readInterfaces(): Map<string, Map<string, boolean>> {
  const files = readdirSync(import.meta.dirname).filter(name => /schema\.ts$/.test(name))
  const text = files.map(file => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n')
  const bodyOf = new Map(
    [...text.matchAll(/export interface (\w+) \{([\s\S]*?)\n\}/g)].map(m => [m[1] ?? '', m[2] ?? '']),
  )
  const fieldsOf = (name: string) => [...(bodyOf.get(name) ?? '').matchAll(/^ {2}(\w+): (.+)$/gm)]
  return new Map(
    fieldsOf('Schema').map(([, table = '', type = '']) => [
      table,
      new Map(fieldsOf(type).map(([, column = '', kind = '']) => [column, isNullable(kind)])),
    ]),
  )
}

/** `Stored<unknown>` says nothing about null. */
function isNullable(type: string): boolean {
  return type.includes('null') || type.includes('unknown')
}

test('the tables and columns that Kysely believes in are those of the migrations, nulls included', async () => {
  await using database = await databases().fresh()
  const { rows } = await sql<{
    table_name: string
    column_name: string
    is_nullable: 'YES' | 'NO'
    data_type: string
  }>`
    select table_name, column_name, is_nullable, data_type from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_name not like 'kysely%' and table_type = 'BASE TABLE'
  `.execute(database.db)
  const believed = readInterfaces()
  assert.ok(believed.size > 10, 'schema.ts was read')
  const real = Map.groupBy(rows, row => row.table_name)
  assert.deepEqual([...believed.keys()].sort(), [...real.keys()].sort())
  for (const [table, columns] of real) {
    const interfaceColumns = believed.get(table)
    assert.deepEqual(
      [...(interfaceColumns?.keys() ?? [])].sort(),
      columns.map(c => c.column_name).sort(),
      table,
    )
    for (const column of columns.filter(c => c.data_type !== 'jsonb')) {
      const name = `${table}.${column.column_name}`
      assert.equal(interfaceColumns?.get(column.column_name), column.is_nullable === 'YES', name)
    }
  }
})

test('every table but those of access to the installation belongs to a tenant, a batch, an enrolment, or a lane’s key', async () => {
  const installation = ['api_key', 'account', 'session', 'invitation', 'activity', 'remembered_answer']
  const exempt = new Set([
    'tenant',
    ...installation,
    'lane_wake',
    'lane_run',
    'batch_piece',
    'batch_row',
    'mirror_row',
    'takeover_row',
  ])
  for (const [table, columns] of readInterfaces()) {
    if (!exempt.has(table)) assert.ok(columns.has('tenant_id'), table)
  }
})

test('migrating what is up to date changes nothing, from several copies at once too', async () => {
  await using database = await databases().fresh()
  assert.deepEqual(await Promise.all([migrate(database.db), migrate(database.db)]), [[], []])
})
