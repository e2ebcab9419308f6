/**
 * A worker that dies at an operation of one's choosing: everything it says to the database or to the network is
 * counted, and at the chosen one it is gone, as by `kill -9`. From then on nothing of it goes on: what it waits for
 * never answers, and its connections are ended, so that open transactions roll back.
 */

import type pg from 'pg'

/** `before`: the operation is never sent. `after`: it was done, and nobody saw its answer. */
export type Moment = 'before' | 'after'

export interface Operation {
  kind: 'database' | 'network'
  /** What it was, without anybody in it: `update message`, `POST /v1.0/users/{id}/sendMail`. */
  name: string
}

export interface Mortal {
  /** What was begun so far, the fatal one last. */
  readonly operations: readonly Operation[]
  /** Performs one, unless it is the last thing this worker does: then the promise never settles. */
  perform<T>(operation: Operation, act: () => Promise<T>): Promise<T>
  /** Begins what is no operation of its own, such as opening a connection; never, once the worker is dead. */
  whileAlive<T>(act: () => Promise<T>): Promise<T>
  /** True when `work` came to its end, false when the worker died on the way. */
  outlives(work: Promise<unknown>): Promise<boolean>
}

/** Dies at its `at`th operation, 1 being the first. */
export function createMortal({ at, moment }: { at: number; moment: Moment }): Mortal {
  const operations: Operation[] = []
  const death = Promise.withResolvers<false>()
  const never = new Promise<never>(() => undefined)
  let isDead = false

  function die(): Promise<never> {
    isDead = true
    death.resolve(false)
    return never
  }

  return {
    operations,
    async perform(operation, act) {
      if (isDead) return never
      operations.push(operation)
      const isFatal = operations.length === at
      if (isFatal && moment === 'before') return die()
      try {
        const answer = await act()
        // Somebody else's operation may have been the fatal one meanwhile.
        return isDead || isFatal ? await die() : answer
      } catch (error) {
        if (isDead || isFatal) return die()
        throw error
      }
    },
    whileAlive: act => (isDead ? never : act()),
    outlives: work => Promise.race([death.promise, work.then(() => true)]),
  }
}

/** What Kysely needs of a pool. */
export interface MortalPool {
  options: object
  connect(): Promise<{ query: pg.ClientBase['query']; release(): void }>
  end(): Promise<void>
}

/** The pool with each statement as an operation. */
export function makeMortalPool(pool: pg.Pool, mortal: Mortal): MortalPool {
  // A connection that is ended from outside while nobody waits for it must not end the process.
  pool.on('connect', client => client.on('error', () => undefined))
  pool.on('error', () => undefined)
  return {
    options: pool.options,
    async connect() {
      // A dead worker's timers go on in this process; they must not open connections for it.
      const client = await mortal.whileAlive(() => pool.connect())
      const query = (text: string, values?: unknown[]) =>
        mortal.perform({ kind: 'database', name: nameStatement(text) }, () => client.query(text, values))
      // Kysely asks with text and values alone; the many other ways of `query` are not there.
      return { query: query as pg.ClientBase['query'], release: () => client.release() }
    },
    end: () => pool.end(),
  }
}

/** `fetch` with each request as an operation; `describe` leaves out of its address whom it is about. */
export function makeMortalFetch(mortal: Mortal, describe: (address: URL) => string): typeof fetch {
  return (input, init) => {
    const name = `${init?.method ?? 'GET'} ${describe(new URL(String(input)))}`
    return mortal.perform({ kind: 'network', name }, () => fetch(input, init))
  }
}

/** `update message`, `insert lane_wake`, `commit`: the verb that writes, where there is one, and its table. */
export function nameStatement(text: string): string {
  const plain = text.replaceAll('"', '').replace(/\s+/g, ' ').trim().toLowerCase()
  const write = /\b(insert into|update|delete from) (?!set\b|skip\b|of\b)([\w.]+)/.exec(plain)
  if (write !== null) return `${write[1]?.split(' ')[0]} ${write[2]}`
  const [verb = ''] = plain.split(' ')
  const table = /\bfrom ([\w.]+)/.exec(plain)?.[1]
  return table === undefined ? verb : `${verb} ${table}`
}
