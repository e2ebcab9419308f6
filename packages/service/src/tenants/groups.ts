/** Finding a group of the directory by its name or its object id, for whoever chooses one. */

import type { Handlers } from '@muster/contract/routes'
import type { GroupFacts, NoAnswer, Refusal } from '@muster/core/ports'
import type { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'
import type { Connections } from './connections.ts'

const objectId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

export function createGroupHandlers(options: { connections: Connections }): Pick<Handlers, 'searchGroups'> {
  return {
    async searchGroups({ params, body }) {
      const { group } = await options.connections.tenant(params.tenantId)
      if (objectId.test(body.text)) {
        const answer = await group.describe(body.text.toLowerCase())
        if (answer.kind === 'absent') return { items: [], isWhole: true }
        if (answer.kind !== 'group') throw problemOf(answer)
        return { items: [shapeOf(answer.group)], isWhole: true }
      }
      const answer = await group.search(body.text)
      if (answer.kind !== 'found') throw problemOf(answer)
      return { items: answer.groups.map(shapeOf), isWhole: answer.isWhole }
    },
  }
}

function shapeOf({ id, displayName, obstacle }: GroupFacts) {
  return { groupId: id, displayName, obstacle }
}

function problemOf(answer: NoAnswer | Refusal): Problem {
  if (answer.kind === 'refused') {
    return makeProblem('groupsRefused', { said: answer.reason })
  }
  const { reason: said, retryAt } = answer
  if (retryAt === null) return makeProblem('directorySilent', { said })
  return makeProblem('directorySilentUntil', { said, until: retryAt.toISOString() })
}
