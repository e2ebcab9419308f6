/** What a rehearsal is played on: the world with one copy of the service or several, and whoever kills them. */

import { Problem } from '@muster/core/problem'
import { openCopies } from './copies.ts'
import { createKills, type Kills } from './kills.ts'
import { openStage, openWorld, type World, type WorldOptions } from './world.ts'

export interface SceneOptions {
  /** So many processes of the service on one database. */
  copies: number
  /** Copies die in the midst of their work; there must be two at least. */
  kill: boolean
}

export interface LaneFigures {
  kills: number
  /** Lanes that were in the hands of a copy when it died, and are worked by another since. */
  takeovers: number
  /** In the wall's time, as heartbeats are. */
  slowestTakeoverSeconds: number
}

/** Each copy takes a fifth of a gigabyte and a dozen connections to the database. */
const copiesMax = 8

/** Throws a Problem for a number of copies that cannot be rehearsed with. */
export function checkCopies({ copies, kill }: SceneOptions): void {
  if (copies > copiesMax) {
    throw new Problem('badRequest', `${copies} copies are more than one machine can hold`, {
      where: '--copies',
      remedy: `ask for ${copiesMax} at most`,
    })
  }
  if (kill && copies < 2) {
    throw new Problem('badRequest', 'the last copy is never killed, and there is only one', {
      where: '--kill',
      remedy: 'give --copies 2 or more beside it',
    })
  }
}

export interface Scene {
  world: World
  kills: Kills | null
  lanes(): LaneFigures
}

/** One copy runs in this process; several are processes of their own. */
export async function openScene(asked: WorldOptions, options: SceneOptions): Promise<Scene> {
  if (options.copies === 1) {
    const none = { kills: 0, takeovers: 0, slowestTakeoverSeconds: 0 }
    return {
      world: await openStage({ ...asked, webhookHosts: ['127.0.0.1'] }),
      kills: null,
      lanes: () => none,
    }
  }
  const world = await openWorld(asked, place => openCopies(place, options.copies))
  const { box, service } = world
  const kills = options.kill ? createKills({ seed: asked.seed, box, copies: service }) : null
  const lanes = () => ({
    kills: kills?.count ?? 0,
    takeovers: service.takeovers.count,
    slowestTakeoverSeconds: service.takeovers.slowestSeconds,
  })
  return { world, kills, lanes }
}
