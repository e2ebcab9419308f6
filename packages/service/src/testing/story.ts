/**
 * A rollout among the named people of the tenant in a box, on a clock that is turned. People do only what a test lets
 * them do. Every exchange with Graph is checked against Microsoft's contract where that is at hand.
 */

import assert from 'node:assert/strict'
import type { Input, Output } from '@muster/contract/routes'
import { createContractCheck, findContract } from '@muster/simulator/graph/contract'
import { createBrowser, type Page, type PostAnswer } from '@muster/simulator/humans/browser'
import { findLinks, isTrackingLink } from '@muster/simulator/humans/page'
import type { PersonName } from '@muster/simulator/seeds/named'
import type { DeliveredMail, User } from '@muster/simulator/world/types'
import type { Pace } from '../stage/life.ts'
import { openStage, type Prepared, type Stage, type StageOptions } from '../stage/world.ts'
import { parseCsv } from './csv-rows.ts'

export type PersonReport = Output<'getPerson'>

export interface Story extends Prepared, AsyncDisposable {
  stage: Stage
  people: Record<PersonName, User>
  /**
   * Turns the clock on to this day and hour of the rollout, day 0 being the start at 08:00 UTC. What is far away is
   * reached in steps of hours, but for the last day.
   */
  day(day: number, hour?: number): Promise<void>
  /** Turns the clock on and lets everything happen on the way. */
  pass(minutes: number): Promise<void>
  /** Imports a list, or the UPNs of these people, and works it to its end. */
  importPeople(
    list: string | readonly User[],
    query?: Partial<Input<'importPeople'>['query']> & { fileName?: string },
  ): Promise<Batch>
  act(act: 'launch' | 'pause' | 'resume' | 'finish'): Promise<void>
  /** What the help desk sees of somebody. */
  person(user: User): Promise<PersonReport>
  status(user: User): Promise<PersonReport['enrolment']['status']>
  /** The person's line of the export in the seed's columns. */
  line(user: User): Promise<Record<string, string>>
  /** Mails with a link in them, oldest first. */
  mails(user: User): DeliveredMail[]
  /** The address in the person's newest mail. */
  link(user: User): string
  open(user: User): Promise<Page>
  /** Opens the newest mail's link and presses the button, again when asked to. */
  press(user: User): Promise<PostAnswer>
  isInGroup(user: User): boolean
}

export type Batch = Output<'getBatch'>['batch']

/** A Monday morning. */
export const storyStartsAt = new Date('2026-11-02T08:00:00Z')
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** A quiet day has fifty polls of the audit log, each a hundredth of a second's work: a story of weeks does without most. */
const farMs = 3 * dayMs
const farPace: Pace = { stepMs: 3 * 60 * minuteMs, mailStepMs: minuteMs }

export interface StoryOptions extends Partial<StageOptions> {
  /** An empty database from `openDatabases`. */
  databaseUrl: string
  campaign?: Partial<Input<'createCampaign'>['body']>
}

export async function openStory(options: StoryOptions): Promise<Story> {
  const { campaign: wanted, ...rest } = options
  const stage = await openStage({
    startAt: storyStartsAt,
    seed: 7,
    people: 0,
    temperaments: { neverReacts: 1 },
    ...rest,
  })
  try {
    return tell(stage, checkContract(stage), await prepareStory(stage, wanted ?? {}))
  } catch (error) {
    await stage.close()
    throw error
  }
}

async function prepareStory(
  stage: Stage,
  wanted: Partial<Input<'createCampaign'>['body']>,
): Promise<Prepared> {
  const prepared = await stage.prepare(wanted)
  await stage.settle()
  return prepared
}

/** What broke the contract so far; empty also where the contract is not at hand. */
export function checkContract(stage: Pick<Stage, 'box'>): readonly string[] {
  const contract = findContract()
  const violations: string[] = []
  if (contract === undefined) return violations
  const check = createContractCheck(contract)
  stage.box.tenant.traffic.onExchange(exchange => void violations.push(...check.check(exchange)))
  return violations
}

function tell(stage: Stage, violations: readonly string[], prepared: Prepared): Story {
  const { box, client, clock } = stage
  const { campaign } = prepared
  const cast = box.cast
  if (cast === null) throw new Error('a story needs the named people')
  const { world } = box.tenant

  async function person(user: User): Promise<PersonReport> {
    const search = { params: { campaignId: campaign.campaignId }, body: { text: user.id } }
    const [found] = (await client.searchPeople(search)).items
    if (found === undefined) throw new Error(`${user.displayName} is not in the campaign`)
    return client.getPerson({ params: { enrolmentId: found.enrolmentId } })
  }

  const mails = (user: User) =>
    (world.inboxes.get((user.mail ?? '').toLowerCase()) ?? []).filter(mail => linkIn(mail) !== undefined)

  function link(user: User): string {
    const found = linkIn(mails(user).at(-1))
    if (found === undefined) throw new Error(`${user.displayName} has no mail with a link`)
    return found
  }

  const browserOf = (user: User) =>
    createBrowser({ fetch, userAgent: 'a browser', language: user.preferredLanguage })

  return {
    ...prepared,
    stage,
    people: cast.people,
    async day(day, hour = 8) {
      const atMs = storyStartsAt.getTime() + day * dayMs + (hour - 8) * 60 * minuteMs
      if (atMs - clock.now().getTime() > farMs) await stage.liveUntil(new Date(atMs - dayMs), farPace)
      await stage.liveUntil(new Date(atMs))
    },
    pass: minutes => stage.liveUntil(new Date(clock.now().getTime() + minutes * minuteMs)),
    async importPeople(list, wanted = {}) {
      const text =
        typeof list === 'string' ? list : ['UPN', ...list.map(user => user.userPrincipalName)].join('\n')
      const body = new TextEncoder().encode(text)
      const params = { campaignId: campaign.campaignId }
      const { fileName, ...query } = wanted
      const named = fileName === undefined ? {} : { fileName }
      const { batch } = await client.importPeople({ params, body, query, ...named })
      await stage.settle()
      return (await client.getBatch({ params: { batchId: batch.batchId } })).batch
    },
    async act(act) {
      await client.actOnCampaign({ params: { campaignId: campaign.campaignId, act } })
      await stage.settle()
    },
    person,
    status: async user => (await person(user)).enrolment.status,
    async line(user) {
      const file = await client.exportPeople({
        params: { campaignId: campaign.campaignId },
        query: { shape: 'seed' },
      })
      const rows = parseCsv(await new Response(file.bytes).text())
      const line = rows.find(row => row.Title?.replace(/^'/, '') === user.userPrincipalName)
      if (line === undefined) throw new Error(`${user.displayName} is not in the export`)
      return line
    },
    mails,
    link,
    open: user => browserOf(user).open(link(user)),
    async press(user) {
      const browser = browserOf(user)
      const answer = await pressOn(browser, await browser.open(link(user)))
      return answer.location === null ? pressOn(browser, answer.page) : answer
    },
    isInGroup: user => box.enforcedGroup.members.has(user.id),
    async [Symbol.asyncDispose]() {
      await stage.close()
      assert.deepEqual(violations, [], 'an exchange with Graph broke the contract')
    },
  }
}

async function pressOn(browser: ReturnType<typeof createBrowser>, page: Page): Promise<PostAnswer> {
  const form = page.forms.find(candidate => candidate.method === 'post')
  if (form === undefined) throw new Error(`there is no button on the page (status ${page.status})`)
  return browser.post(page, form)
}

function linkIn(mail: DeliveredMail | undefined): string | undefined {
  return mail === undefined ? undefined : findLinks(mail).find(isTrackingLink)
}
