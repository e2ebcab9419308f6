/**
 * Notices what goes over the network while a transaction is open in the same line of work. It looks at the libraries
 * underneath (Kysely, undici, node:http, Nodemailer), so it sees the whole service as it is.
 */

import { AsyncLocalStorage } from 'node:async_hooks'
import diagnostics from 'node:diagnostics_channel'
import { type Transaction, TransactionBuilder } from 'kysely'
import SMTPConnection from 'nodemailer/lib/smtp-connection'

export interface TransactionWatch extends Disposable {
  /** Requests, sign-ins and mails seen at all. */
  readonly calls: number
  readonly transactions: number
  /** Those made within a transaction; must be empty. */
  readonly within: readonly string[]
}

/** From now on until disposed of. One at a time: it stands in the way of everything in this process. */
export function watchTransactions(): TransactionWatch {
  const open = new AsyncLocalStorage<true>()
  const within: string[] = []
  let calls = 0
  let transactions = 0
  const note = (what: string): void => {
    calls++
    if (open.getStore() === true) within.push(what)
  }
  const undo = [
    watchKysely(work => {
      transactions++
      return open.run(true, work)
    }),
    subscribe('undici:request:create', () => note('fetch')),
    subscribe('http.client.request.start', () => note('node:http')),
    watchSmtp(() => note('SMTP')),
  ]
  return {
    get calls() {
      return calls
    },
    get transactions() {
      return transactions
    },
    within,
    [Symbol.dispose]() {
      for (const step of undo) step()
    },
  }
}

function subscribe(channel: string, listen: () => void): () => void {
  diagnostics.subscribe(channel, listen)
  return () => void diagnostics.unsubscribe(channel, listen)
}

/** Everything that a transaction's work does happens inside `enter`. */
function watchKysely(enter: <T>(work: () => Promise<T>) => Promise<T>): () => void {
  const { execute } = TransactionBuilder.prototype
  TransactionBuilder.prototype.execute = function <T>(work: (tx: Transaction<unknown>) => Promise<T>) {
    // `call` forgets that the original gives back what the work gives.
    return execute.call(this, tx => enter(() => work(tx))) as Promise<T>
  }
  return () => {
    TransactionBuilder.prototype.execute = execute
  }
}

/** Nodemailer keeps its sessions: only the mail itself, not the connection, is sent each time. */
function watchSmtp(note: () => void): () => void {
  const { connect, send } = SMTPConnection.prototype
  SMTPConnection.prototype.connect = function (...args) {
    note()
    return connect.apply(this, args)
  }
  SMTPConnection.prototype.send = function (...args) {
    note()
    return send.apply(this, args)
  }
  return () => Object.assign(SMTPConnection.prototype, { connect, send })
}
