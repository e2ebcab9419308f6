/**
 * What every call to Graph promises when no good answer comes: nothing is concluded from it, a wait that was named is
 * kept, a missing permission is a refusal with its code, and a token that was revoked is replaced without a word.
 */

import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { NoAnswer, Refusal } from '@muster/core/ports'
import type { Family } from '@muster/simulator/faults/families'
import { type OpenStage, type PortStage, promiseArranged, setRoles, turnOn } from './stage.ts'

type Answer = { kind: string } | NoAnswer | Refusal

export interface Call {
  name: string
  family: Family
  /** Makes the call; of many outcomes the first. */
  make(stage: PortStage): Promise<Answer | undefined>
  /** The kind of a good answer. */
  good: string
  /** How often it is asked when the other side fails: thrice when asking again costs nothing, else once. */
  tries: 1 | 3
  /** The role without which it is refused, and the code then. */
  needs: { roles: readonly string[]; code: string }
}

const retryAfterSeconds = 90

export function holdUnanswered(call: Call, open: OpenStage): void {
  describe(`${call.name} without an answer`, () => {
    for (const form of ['seconds', 'date'] as const) {
      promiseArranged(
        `throttled, with the wait as ${form}: no answer, and none asked before its time`,
        open,
        async (stage, arranged) => {
          const { faults, traffic } = arranged.box.tenant
          const until = new Date(stage.now().getTime() + retryAfterSeconds * 1_000)
          faults.next({ family: call.family, status: 429, retryAfterSeconds, retryAfterForm: form })
          assertNoAnswer(await call.make(stage), until)
          const asked = traffic.requests[call.family]
          turnOn(arranged, retryAfterSeconds * 1_000 - 1_000)
          assertNoAnswer(await call.make(stage), until)
          assert.equal(traffic.requests[call.family], asked, 'what is asked while throttled counts too')
          turnOn(arranged, 1_000)
          assert.equal((await call.make(stage))?.kind, call.good)
        },
      )
    }

    promiseArranged('throttled without a wait named: some seconds', open, async (stage, arranged) => {
      arranged.box.tenant.faults.next({ family: call.family, status: 429, retryAfterForm: 'none' })
      assertNoAnswer(await call.make(stage), new Date(stage.now().getTime() + 10_000))
    })

    for (const fault of [{ status: 500 }, { status: 502, html: true }, { status: 504 }, { reset: true }]) {
      const what =
        fault.reset === true ? 'a lost connection' : `${fault.status}${fault.html === true ? ' in HTML' : ''}`
      promiseArranged(
        `${what} is no answer, after ${call.tries === 1 ? 'one try' : 'three tries'}`,
        open,
        async (stage, { box }) => {
          const { faults, traffic } = box.tenant
          const before = traffic.requests[call.family]
          faults.next({ family: call.family, times: call.tries, ...fault })
          assertNoAnswer(await call.make(stage), null)
          assert.equal(traffic.requests[call.family] - before, call.tries)
          assert.equal((await call.make(stage))?.kind, call.good, 'and the next one is answered')
        },
      )
    }

    promiseArranged('a revoked token is replaced, and nobody notices', open, async (stage, { box }) => {
      assert.equal((await call.make(stage))?.kind, call.good)
      box.tenant.faults.revokeTokens()
      assert.equal((await call.make(stage))?.kind, call.good)
    })

    promiseArranged(
      'a missing permission is a refusal that names its code',
      open,
      async (stage, arranged) => {
        setRoles(arranged, roles => [
          ...roles.filter(role => !call.needs.roles.includes(role)),
          'Domain.Read.All',
        ])
        const answer = await call.make(stage)
        assert.ok(answer?.kind === 'refused' && 'code' in answer, JSON.stringify(answer))
        assert.equal(answer.code, call.needs.code)
        assert.ok(answer.reason.startsWith('403 '), answer.reason)
      },
    )
  })
}

function assertNoAnswer(answer: Answer | undefined, retryAt: Date | null): void {
  assert.ok(answer?.kind === 'noAnswer' && 'retryAt' in answer, JSON.stringify(answer))
  assert.deepEqual(answer.retryAt, retryAt)
  assert.notEqual(answer.reason, '')
}
