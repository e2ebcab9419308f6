/**
 * Statements that are asked again and again, parsed and planned once for each connection. The lanes ask the same few
 * hundred by the thousand, and PostgreSQL spent most of its time on planning them (nine quiet days of a story:
 * 10.6 s of a processor without it, 3.3 s with it, Nov 2026).
 */

import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type pg from 'pg'

/** Each costs some ten kilobytes of each connection; all lanes together have less than three hundred. */
const statementsMax = 500
/** A text with more places was made for one number of rows, and is not asked again. */
const parametersMax = 40
/**
 * PostgreSQL takes lists for about this long when it plans for every one of them; a list of thousands gets a plan of
 * its own.
 */
const elementsMax = 10
/** A migration changed what a statement answers while the connection was open ("cached plan must not change …"). */
const featureNotSupported = '0A000'

/** The same connections as the pool's, whose owner closes them. */
export function preparing(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>()
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const { options } = pool
  return {
    options,
    async connect() {
      const client = await pool.connect()
      const known = clients.get(client)
      if (known !== undefined) return known
      const made = preparingClient(client, text => nameOf(names, text))
      clients.set(client, made)
      return made
    },
    end: async () => undefined,
  }
}

function nameOf(names: Map<string, string>, text: string): string | null {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= statementsMax) return null
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

function preparingClient(client: pg.PoolClient, nameOf: (text: string) => string | null): PostgresPoolClient {
  let isStale = false
  function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  function query(text: unknown, values: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new Error('cursors are not read here')
    const name = isRepeatable(values) ? nameOf(text) : null
    if (name === null) return client.query(text, [...values])
    return client.query({ name, text, values: [...values] }).catch((error: unknown) => {
      isStale ||= isOutdated(error)
      throw error
    })
  }
  // After a migration whoever asked fails and asks again; the connection is not used again.
  return { query, release: destroy => client.release(destroy === true || isStale) }
}

function isRepeatable(values: readonly unknown[]): boolean {
  return (
    values.length > 0 &&
    values.length <= parametersMax &&
    values.every(value => !Array.isArray(value) || value.length <= elementsMax)
  )
}

function isOutdated(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === featureNotSupported
}
