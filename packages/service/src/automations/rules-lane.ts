/**
 * The lane of a tenant's rules: looks at who waits to be looked at, puts them onto the lists, and does what follows from
 * that, except for calls to other services, which have a lane of their own.
 */

import { randomUUID } from 'node:crypto'
import { actSentences } from '@muster/core/act-sentences'
import type { Action } from '@muster/core/automation'
import { type Group, managersReadMax, methodsReadMax } from '@muster/core/ports'
import { sql } from 'kysely'
import { inTransaction } from '../db/transaction.ts'
import { enrolPeople } from '../enrolments/apply.ts'
import { judgePeople } from '../enrolments/eligibility.ts'
import type { Log } from '../log.ts'
import { mailAddress, mailManagers, mailPerson } from './act-mails.ts'
import { type Act, claimActs, nextActAt, type Settlement, settleAct } from './acts.ts'
import { nextWaitingAt, pass, postpone, readWaiting, type WaitingEntry } from './entries.ts'
import { checkGroups } from './group-check.ts'
import { list } from './listing.ts'
import { type Looked, type LooksOptions, look } from './looks.ts'

const kinds = ['mail', 'mailAddresses', 'addToGroup', 'removeFromGroup', 'enrol'] as const
/** Longer than any of them takes, so that an act in hand is not taken again by its own lane. */
const leaseMs = 3 * 60_000

export interface RulesLaneOptions extends LooksOptions {
  log: Log
  /** Called after rows changed, so that waiting lanes are looked at soon. */
  nudge(): void
}

export function createRulesLane(options: RulesLaneOptions) {
  const { db, clock } = options

  return async function workRules(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    await lookAtWaiting(tenantId, signal)
    await act(tenantId, signal)
    options.nudge()
    const workAt = sooner(await nextWaitingAt(db, tenantId), await nextActAt(db, { tenantId, kinds }))
    return sooner(workAt, await checkGroups(options, tenantId))
  }

  async function lookAtWaiting(tenantId: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const entries = await readWaiting(db, { tenantId, at: clock.now(), max: methodsReadMax })
      if (entries.length === 0) return
      const looked = await look(options, tenantId, entries)
      for (const [index, entry] of entries.entries()) {
        const outcome = looked[index]
        if (outcome !== undefined) await settleLook(entry, outcome)
      }
    }
  }

  async function settleLook(entry: WaitingEntry, looked: Looked): Promise<void> {
    const at = clock.now()
    await inTransaction(db, async tx => {
      switch (looked.kind) {
        case 'later':
          return postpone(tx, entry, looked)
        case 'pass':
          return pass(tx, entry, looked.reason)
        case 'list': {
          const what = await list(tx, entry, { at, nobody: looked.nobody })
          if (what === 'held')
            options.log.warn({ ruleId: entry.ruleId }, 'a rule has stopped itself and asks')
          return
        }
        default:
          return looked satisfies never
      }
    })
  }

  async function act(tenantId: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const claim = randomUUID()
      const at = clock.now()
      const acts = await claimActs(db, { tenantId, kinds, claim, at, max: managersReadMax, leaseMs })
      if (acts.length === 0) return
      const forManagers = acts.filter(one => one.action?.kind === 'mail' && one.action.to === 'manager')
      if (forManagers.length > 0)
        await mailManagers({ db, claim, at }, forManagers, await options.directoryOf(tenantId))
      for (const one of acts.filter(other => !forManagers.includes(other))) await perform(one, claim)
    }
  }

  async function perform(one: Act, claim: string): Promise<void> {
    const { action } = one
    const at = clock.now()
    if (action?.kind === 'mail') return mailPerson({ db, claim, at }, one)
    if (action?.kind === 'mailAddresses') return mailAddress({ db, claim, at }, one)
    const settlement = action === null ? takenOut : await performOn(one, action)
    await settleAct(db, one, { claim, at: clock.now(), settlement })
  }

  async function performOn(one: Act, action: Action): Promise<Settlement> {
    const { personId } = one
    if (personId === null) return { state: 'skipped', outcome: actSentences.tell('nobodyToActOn') }
    if (await isProtected(one.tenantId, personId)) return { state: 'skipped', outcome: protectedWords }
    switch (action.kind) {
      case 'addToGroup':
        return join(await options.groupOf(one.tenantId), action.groupId, personId)
      case 'removeFromGroup': {
        const campaign = action.evenIfEnforced ? null : await findEnforcing(one.tenantId, action.groupId)
        if (campaign !== null) return { state: 'skipped', outcome: enforcedWords(campaign) }
        return leave(await options.groupOf(one.tenantId), action.groupId, personId)
      }
      case 'enrol':
        return enrol(one, { campaignId: action.campaignId, personId })
      case 'mail':
      case 'mailAddresses':
      case 'teams':
      case 'webhook':
        throw new Error(`the act ${action.kind} is not done here`)
      default:
        return action satisfies never
    }
  }

  async function isProtected(tenantId: string, personId: string): Promise<boolean> {
    const row = await db
      .selectFrom('protected_person')
      .select('person_id')
      .where('tenant_id', '=', tenantId)
      .where('person_id', '=', personId)
      .executeTakeFirst()
    return row !== undefined
  }

  async function findEnforcing(tenantId: string, groupId: string): Promise<string | null> {
    const { rows } = await sql<{ name: string }>`
      select name from campaign where tenant_id = ${tenantId} and policy->>'groupId' = ${groupId} limit 1
    `.execute(db)
    return rows[0]?.name ?? null
  }

  async function enrol(
    one: Act,
    { campaignId, personId }: { campaignId: string; personId: string },
  ): Promise<Settlement> {
    const at = clock.now()
    return inTransaction(db, async tx => {
      const campaign = await tx
        .selectFrom('campaign')
        .select(['id', 'tenant_id', 'name', 'status', 'policy'])
        .where('id', '=', campaignId)
        .where('tenant_id', '=', one.tenantId)
        .executeTakeFirst()
      if (campaign === undefined) return { state: 'failed', outcome: actSentences.tell('campaignGone') }
      if (campaign.status === 'finished')
        return {
          state: 'failed',
          outcome: actSentences.tell('campaignFinished', { campaign: campaign.name }),
        }
      const newcomer = { personId, batchId: null, source: 'Automation', sourceBatchId: one.ruleName }
      const into = { id: campaign.id, tenantId: campaign.tenant_id, policy: campaign.policy }
      const { added } = await enrolPeople(tx, into, [newcomer], at)
      await judgePeople(tx, { tenantId: one.tenantId, personIds: [personId], at, campaignId })
      return { state: 'done', outcome: added.size === 0 ? actSentences.tell('wasInCampaign') : null }
    })
  }
}

const takenOut: Settlement = { state: 'skipped', outcome: actSentences.tell('takenOut') }

export const protectedWords = actSentences.tell('protected')

export function enforcedWords(campaign: string): string {
  return actSentences.tell('enforced', { campaign })
}

async function join(group: Group, groupId: string, personId: string): Promise<Settlement> {
  const outcome = (await group.joinMany(groupId, [personId]))[0]
  if (outcome?.kind === 'joined') return { state: 'done', outcome: null }
  return unsettled(outcome)
}

async function leave(group: Group, groupId: string, personId: string): Promise<Settlement> {
  const outcome = await group.leave(groupId, personId)
  return outcome.kind === 'left' ? { state: 'done', outcome: null } : unsettled(outcome)
}

/** Joining and leaving may be repeated, so what is not known is simply done again. */
function unsettled(
  outcome:
    | { kind: 'refused'; reason: string }
    | { kind: 'noAnswer'; reason: string; retryAt: Date | null }
    | undefined,
): Settlement {
  if (outcome === undefined)
    return { state: 'queued', outcome: actSentences.tell('notAskedFor'), nextAt: null }
  if (outcome.kind === 'refused') return { state: 'failed', outcome: outcome.reason }
  return { state: 'queued', outcome: outcome.reason, nextAt: outcome.retryAt }
}

function sooner(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
