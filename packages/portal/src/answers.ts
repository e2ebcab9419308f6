/** The cache of the service's answers: when something is asked again, and when giving up is right. */

import { ApiProblem } from '@muster/contract/client'
import { QueryCache, QueryClient } from '@tanstack/react-query'
import { reachability } from './session.ts'

/** Fast enough to see a rollout move, slow enough that ten open windows are one request a second or two. */
export const liveEveryMs = 5_000
/** Background work that somebody waits for: a list being read. */
const progressEveryMs = 1_000
/** A page that was left and entered again shows what it showed, and asks behind that. */
const freshMs = 2_000
const retriesMax = 2 // a hiccup passes; what is wrong for longer is said

/** Of the service's time one window takes at most a tenth, however long an answer over half a million people is. */
const shareOfTimeMax = 10
/** One slow answer, of a moment in which the service was busy, does not leave the page standing still for long. */
const liveAtMostMs = 20_000

/** What was asked for is not there, or no longer: somebody has deleted it. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiProblem && error.body.status === 404
}

const tookMs = new Map<string, number>()

/** The options of a query that is asked again and again; `name` is the same for the same question. */
export function live<Answer>(name: string, ask: () => Promise<Answer>) {
  return {
    async queryFn(): Promise<Answer> {
      const startedAt = performance.now()
      const answer = await ask()
      tookMs.set(name, performance.now() - startedAt)
      return answer
    },
    // What is gone is not asked for again and again.
    refetchInterval: ({ state }: { state: { error: Error | null } }) =>
      !isGone(state.error) &&
      Math.min(liveAtMostMs, Math.max(liveEveryMs, shareOfTimeMax * (tookMs.get(name) ?? 0))),
  }
}

/** How often to ask for work that somebody waits for: until it is over, or gone. */
export function progressUntil<Answer>(isOver: (answer: Answer) => boolean) {
  return ({ state }: { state: { data: Answer | undefined; error: Error | null } }) =>
    isGone(state.error) || (state.data !== undefined && isOver(state.data)) ? false : progressEveryMs
}

export function createAnswers(): QueryClient {
  const answers = new QueryClient({
    queryCache: new QueryCache({
      // Whatever else the page shows may be of the same thing, with buttons that do nothing any more.
      onError(error, query) {
        const wasThere = query.state.data !== undefined
        if (wasThere && isGone(error))
          void answers.invalidateQueries({ predicate: ({ state }) => !isGone(state.error) })
      },
    }),
    defaultOptions: {
      // Whether there is a network is found out by asking: the service may well be on this very machine.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        staleTime: freshMs,
        // The service gave a reason; asking again changes nothing.
        retry: (failures, error) => !(error instanceof ApiProblem) && failures < retriesMax,
      },
    },
  })
  // Everything on the page was asked of a service that was not there.
  reachability.subscribe(() => {
    if (reachability.read()) void answers.invalidateQueries()
  })
  return answers
}
