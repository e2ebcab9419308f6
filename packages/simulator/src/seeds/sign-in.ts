/** An application that people sign in to with a browser, and who of the cast has which role in it. */

import { createRandom, drawId } from '../world/random.ts'
import type { App, User, World } from '../world/types.ts'
import type { Cast } from './named.ts'

export interface SignInApp {
  app: App
  /** That app's secret: throw-away, like all of this tenant. */
  secret: string
  /** Who may do what in it. Without the cast, the first people of the tenant. */
  admin: User
  operator: User
  viewer: User
  /** Has an account and no role. */
  nobody: User
}

const secretLastsMs = 2 * 365 * 24 * 3_600_000

/**
 * Adds the application; its redirect addresses are for whoever runs it to add. It draws from chances of its own, so
 * that the people of a seed stay who they are.
 */
export function addSignInApp(world: World, cast: Cast | null, seed: number): SignInApp {
  const random = createRandom(seed ^ 0x516e)
  const secret = `${drawId(random)}~${drawId(random)}`
  const [first, second, third, fourth] = cast === null ? [...world.users.values()] : officeOf(cast)
  if (!first || !second || !third || !fourth) throw new Error('a tenant to sign in to needs four people')
  const app: App = {
    clientId: drawId(random),
    servicePrincipalId: drawId(random),
    displayName: 'MFA rollout portal',
    secrets: [{ value: secret, expiresAt: new Date(world.clock.now().getTime() + secretLastsMs) }],
    certificates: [],
    roles: [],
    redirectUris: [],
    appRoleAssignments: new Map([
      [first.id, ['admin']],
      [second.id, ['operator']],
      [third.id, ['viewer']],
    ]),
  }
  world.apps.set(app.clientId, app)
  return { app, secret, admin: first, operator: second, viewer: third, nobody: fourth }
}

function officeOf({ people }: Cast): User[] {
  return [people.priya, people.aroha, people.bjoern, people.siobhan]
}
