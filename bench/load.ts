/**
 * Presses the button of many links, some at once, and says how long each press took. Runs as a process of its own, so
 * that the load does not slow down the server it measures: a job comes in on standard input, the result goes out as
 * one line.
 */

import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export interface Job {
  /** `http://127.0.0.1:port`; a token's page is `/e/{token}` below it. */
  url: string
  tokens: readonly string[]
  /** The first so many presses are not counted: servers are slow until they are warm. */
  warmUp: number
  concurrency: number
}

export interface Result {
  seconds: number
  /** Milliseconds of each press that counts, ascending. */
  latenciesMs: number[]
  /** How often each status was answered, warm-up included. */
  statuses: Record<string, number>
}

const pressTimeoutMs = 30_000

export async function press(job: Job): Promise<Result> {
  const statuses: Record<string, number> = {}
  const latenciesMs: number[] = []
  const waiting = job.tokens.entries()
  let countedFromMs = performance.now()

  async function work(): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    // Workers share one iterator, so each token is pressed once.
    for (const [index, token] of waiting) {
      if (index === job.warmUp) countedFromMs = performance.now()
      const startMs = performance.now()
      const status = await postOnce(`${job.url}/e/${token}`, agent)
      if (index >= job.warmUp) latenciesMs.push(performance.now() - startMs)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
    agent.destroy()
  }

  await Promise.all(Array.from({ length: job.concurrency }, work))
  const seconds = (performance.now() - countedFromMs) / 1_000
  return { seconds, latenciesMs: latenciesMs.sort((a, b) => a - b), statuses }
}

function postOnce(url: string, agent: Agent): Promise<number> {
  return new Promise((done, fail) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': 0 }
    const sent = request(url, { method: 'POST', agent, headers, timeout: pressTimeoutMs }, answer => {
      answer.resume()
      answer.once('end', () => done(answer.statusCode ?? 0))
      answer.once('error', fail)
    })
    sent.once('timeout', () => sent.destroy(new Error(`no answer from ${url} in ${pressTimeoutMs} ms`)))
    sent.once('error', fail)
    sent.end()
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // The only one who starts this is `click.ts`, which sends a Job.
  const job = JSON.parse(await text(process.stdin)) as Job
  process.stdout.write(`${JSON.stringify(await press(job))}\n`)
}
