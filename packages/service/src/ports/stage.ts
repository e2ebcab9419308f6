/**
 * Where a suite of promises is held against a port: an adapter freshly opened, and what is there to ask it about. The
 * tenant in a box can be arranged; a live tenant cannot, and what needs that is skipped there and says so.
 */

import { type TestContext, test } from 'node:test'
import type { Box } from '@muster/simulator/box'
import type { TurnableClock } from '@muster/simulator/world/clock'
import type { Connection } from '../tenants/connections.ts'

export interface PortStage {
  connection: Connection
  now(): Date
  /** Somebody who is in the directory, as it shows the person. */
  known: { id: string; upn: string; mail: string }
  /** The only group that is written to. */
  groupId: string
  /** The only mailbox that sends, and the only one that is sent to. */
  sender: string
  /** The only site in which lists are made; null when a live tenant names none. */
  siteUrl: string | null
  /** Null on a live tenant. */
  arranged: Arranged | null
}

export interface Arranged {
  box: Box
  clock: TurnableClock
}

/** Opens the adapters anew: gates and tokens begin afresh. */
export type OpenStage = () => Promise<PortStage>

/** A promise that holds anywhere. */
export function promise(name: string, open: OpenStage, hold: (stage: PortStage) => Promise<void>): void {
  test(name, async () => hold(await open()))
}

/** A promise about a situation that has to be brought about first. */
export function promiseArranged(
  name: string,
  open: OpenStage,
  hold: (stage: PortStage, arranged: Arranged) => Promise<void>,
): void {
  test(name, async (context: TestContext) => {
    const stage = await open()
    if (stage.arranged === null) {
      context.skip('it has to be arranged, which cannot be done with a live tenant')
      return
    }
    await hold(stage, stage.arranged)
  })
}

/** Takes roles away, or gives others, from the next token on. */
export function setRoles({ box }: Arranged, change: (roles: readonly string[]) => string[]): void {
  const { app, tenant } = box
  app.roles.splice(0, app.roles.length, ...change([...app.roles]))
  tenant.faults.revokeTokens()
}

export function turnOn({ clock }: Arranged, milliseconds: number): void {
  clock.turnTo(new Date(clock.now().getTime() + milliseconds))
}
