/** The people of a tenant at their mail: each reacts to what arrives by temperament, on the tenant's clock. */
import { between, pickWeighted, type Random, randomFor } from '../seeds/chance.ts'
import { drawMethodProperties, registrationOf } from '../seeds/methods.ts'
import type { DeliveredMail, Happening, MethodKind, User, World } from '../world/types.ts'
import { toWakingHours } from './hours.ts'
import { findLinks, isTrackingLink } from './page.ts'
import { createQueue } from './queue.ts'
import {
  planReaction,
  type Step,
  type Temperament,
  type TemperamentMix,
  usualTemperaments,
} from './temperaments.ts'
import { createVisits, type Visit, type Visits } from './visits.ts'

/** Shares, 0 to 1, of people whose mail is looked through by a link scanner as it arrives. */
export interface ScannerMix {
  /** Whose every link is opened within seconds. */
  opens: number
  /** Of those, how many have every form on the opened pages posted as well. */
  posts: number
}

export interface HumansOptions {
  world: World
  temperaments?: TemperamentMix
  scanners?: ScannerMix
  fetch?: typeof fetch
  /** Turns the tenant's clock to an errand's time; left out for a clock that runs by itself. */
  turnTo?: (at: Date) => void
  /**
   * How many people may act at once (default 1, exactly repeatable). Above 1, errands within a minute of each other
   * are done together at the latest one's time; each person's own errands stay in order.
   */
  concurrencyMax?: number
}

export interface Humans {
  /** When the next errand is due; null when nobody has anything left to do. */
  nextEventAt(): Date | null
  /** Does everything due up to `until`, in order, what comes up meanwhile included. Calls never overlap: a second waits. */
  run(until: Date): Promise<void>
  temperamentOf(userId: string): Temperament
  /** Makes somebody behave in a given way from now on. */
  setTemperament(userId: string, temperament: Temperament): void
  /** Errands waiting. */
  readonly pending: number
  /** What came of the person's latest press of a button, as their browser saw it. */
  lastPostOf(userId: string): Visit | undefined
  /** Everybody stops for good: what was planned is forgotten; a visit that is under way ends, and nothing follows it. */
  close(): void
}

/** By default one mailbox in three is scanned, and one scanner in five presses buttons. */
export const usualScanners: ScannerMix = { opens: 0.33, posts: 0.2 }

/** A link that does not work is tried again that often before the person gives up. */
const triesMax = 4
/** A page that does not come is loaded once more within minutes; who meets nothing again looks another time. */
const reloadHours = { from: 0.5 / 60, to: 5 / 60 }
const laterHours = { from: 1, to: 6 }
const togetherMs = 60_000
const hourMs = 3_600_000

interface Errand {
  at: number
  userId: string
  todo: { kind: 'act'; steps: Step[]; url: string; tries: number } | { kind: 'scan'; urls: string[] }
}

interface Crowd {
  options: HumansOptions
  world: World
  visits: Visits
  /** Sets this crowd's draws apart from another seed's. */
  salt: number
  errands: ReturnType<typeof createQueue<Errand>>
  people: Map<string, Person>
  isClosed: boolean
}

interface Person {
  /** Mails with a tracking link so far. */
  mails: number
  /** Has an errand of their own waiting; a further mail does not start another. */
  busy: boolean
  temperament: Temperament
  /** Everything this person draws comes from here, so that nobody's whims depend on another's. */
  random: Random
  scanner: 'none' | 'opens' | 'posts'
}

/** Sets the people of `options.world` to watch their mail. Mail delivered before is not looked at. */
export function createHumans(options: HumansOptions): Humans {
  const { world } = options
  const crowd: Crowd = {
    options,
    world,
    visits: createVisits({ world, fetch: options.fetch ?? fetch }),
    salt: world.random(),
    errands: createQueue<Errand>(errand => errand.at),
    people: new Map(),
    isClosed: false,
  }
  const stopListening = world.onHappening(happening => noticeMail(crowd, happening))
  let running = Promise.resolve()
  return {
    nextEventAt() {
      const next = crowd.errands.peek()
      return next ? new Date(next.at) : null
    },
    run(until) {
      running = running.catch(() => undefined).then(() => runUntil(crowd, until.getTime()))
      return running
    },
    temperamentOf: userId => personOf(crowd, userId).temperament,
    setTemperament(userId, temperament) {
      personOf(crowd, userId).temperament = temperament
    },
    get pending() {
      return crowd.errands.size
    },
    lastPostOf: userId => crowd.visits.lastPostOf(userId),
    close() {
      stopListening()
      crowd.isClosed = true
      crowd.errands.clear()
    },
  }
}

/** The only way into the queue: an errand on its way at `close` may want another, which nobody runs any more. */
function plan(crowd: Crowd, errand: Errand): void {
  if (!crowd.isClosed) crowd.errands.push(errand)
}

function personOf(crowd: Crowd, userId: string): Person {
  const known = crowd.people.get(userId)
  if (known) return known
  const random = randomFor(crowd.salt, userId)
  const { opens, posts } = crowd.options.scanners ?? { opens: 0, posts: 0 }
  const temperament = pickWeighted(random, crowd.options.temperaments ?? usualTemperaments)
  const scanned = random() < opens
  const scanner = scanned ? (random() < posts ? 'posts' : 'opens') : 'none'
  const person: Person = { mails: 0, busy: false, temperament, random, scanner }
  crowd.people.set(userId, person)
  return person
}

function noticeMail(crowd: Crowd, happening: Happening): void {
  if (happening.kind !== 'mailDelivered' || happening.userId === null) return
  const user = crowd.world.users.get(happening.userId)
  if (!user || user.deletedAt) return
  const links = findLinks(happening.mail)
  sendScanner(crowd, { user, mail: happening.mail, links })
  const trackingLink = links.find(isTrackingLink)
  if (trackingLink !== undefined) readMail(crowd, { user, mail: happening.mail, url: trackingLink })
}

function sendScanner(crowd: Crowd, arrival: { user: User; mail: DeliveredMail; links: string[] }): void {
  const person = personOf(crowd, arrival.user.id)
  if (person.scanner === 'none' || arrival.links.length === 0) return
  const at = arrival.mail.acceptedAt.getTime() + Math.round(between(person.random, 2, 30) * 1000)
  plan(crowd, { at, userId: arrival.user.id, todo: { kind: 'scan', urls: arrival.links } })
}

function readMail(crowd: Crowd, arrival: { user: User; mail: DeliveredMail; url: string }): void {
  const { user, mail, url } = arrival
  const person = personOf(crowd, user.id)
  person.mails++
  if (person.busy || !user.accountEnabled) return
  if (person.mails > 1 && hasDoneTheirPart(user, person)) return
  const steps = planReaction(person.temperament, person.mails, person.random)
  scheduleNext(crowd, { userId: user.id, after: mail.acceptedAt, steps, url })
}

function hasDoneTheirPart(user: User, person: Person): boolean {
  const registration = registrationOf(user)
  return registration === 'registered' || (registration === 'phoneOnly' && person.temperament === 'phoneOnly')
}

interface Intent {
  userId: string
  after: Date
  steps: Step[]
  url: string
}

function scheduleNext(crowd: Crowd, intent: Intent): void {
  const person = personOf(crowd, intent.userId)
  const [step] = intent.steps
  person.busy = step !== undefined
  if (step === undefined) return
  const wanted = new Date(intent.after.getTime() + Math.round(step.afterHours * hourMs))
  // Somebody in the middle of something finishes it, whatever the hour.
  const at = step.afterHours < 1 && step.act.kind !== 'open' ? wanted : toWakingHours(wanted, person.random)
  const todo = { kind: 'act' as const, steps: intent.steps, url: intent.url, tries: 0 }
  plan(crowd, { at: at.getTime(), userId: intent.userId, todo })
}

async function runUntil(crowd: Crowd, until: number): Promise<void> {
  for (;;) {
    const group = takeDueTogether(crowd, until)
    const latest = group.at(-1)
    if (!latest) return
    turnClock(crowd, latest.at)
    if (group.length === 1) await perform(crowd, latest)
    else await Promise.all(group.map(errand => perform(crowd, errand)))
  }
}

/** The next errand, with those of other people that follow it closely enough to be done at the same time. */
function takeDueTogether(crowd: Crowd, until: number): Errand[] {
  const group: Errand[] = []
  const users = new Set<string>()
  const countMax = crowd.options.concurrencyMax ?? 1
  for (;;) {
    const next = crowd.errands.peek()
    if (!next || next.at > until || group.length >= countMax || users.has(next.userId)) return group
    if (group[0] && next.at - group[0].at > togetherMs) return group
    crowd.errands.pop()
    users.add(next.userId)
    group.push(next)
  }
}

/** An errand may be due a little before now, when the service was slow; clocks do not turn back. */
function turnClock(crowd: Crowd, at: number): void {
  if (crowd.options.turnTo && at > crowd.world.clock.now().getTime()) crowd.options.turnTo(new Date(at))
}

async function perform(crowd: Crowd, errand: Errand): Promise<void> {
  const user = crowd.world.users.get(errand.userId)
  const person = personOf(crowd, errand.userId)
  if (!user || user.deletedAt) return
  const { todo } = errand
  if (todo.kind === 'scan') {
    await crowd.visits.scan(user, todo.urls, person.scanner === 'posts')
    return
  }
  const [step, ...rest] = todo.steps
  if (!step || !user.accountEnabled) {
    person.busy = false
    return
  }
  const worked = await act(crowd, { user, step, url: todo.url })
  if (worked)
    scheduleNext(crowd, { userId: user.id, after: crowd.world.clock.now(), steps: rest, url: todo.url })
  else tryLater(crowd, errand, todo)
}

/** Whether it worked; a link that did not is worth another try. */
async function act(crowd: Crowd, task: { user: User; step: Step; url: string }): Promise<boolean> {
  const { user, step, url } = task
  switch (step.act.kind) {
    case 'open':
      return await crowd.visits.open(user, url)
    case 'confirm':
      return await crowd.visits.confirm(user, url, step.act.presses)
    case 'register':
      register(crowd, user, step.act.method)
      return true
    case 'cancel':
      if (registrationOf(user) === 'none') crowd.world.cancelRegistration(user.id)
      return true
    default:
      return step.act satisfies never
  }
}

/** Nobody registers what they have: who owns something better than a phone is not asked for a phone. */
function register(crowd: Crowd, user: User, kind: MethodKind): void {
  const registration = registrationOf(user)
  if (registration === 'registered' || (registration === 'phoneOnly' && kind === 'phone')) return
  const { random } = personOf(crowd, user.id)
  crowd.world.registerMethod(user.id, kind, drawMethodProperties(kind, random))
}

function tryLater(crowd: Crowd, errand: Errand, todo: Extract<Errand['todo'], { kind: 'act' }>): void {
  const person = personOf(crowd, errand.userId)
  const tries = todo.tries + 1
  if (tries >= triesMax) {
    person.busy = false
    return
  }
  const { from, to } = tries === 1 ? reloadHours : laterHours
  const wanted = crowd.world.clock.now().getTime() + Math.round(between(person.random, from, to) * hourMs)
  const at = tries === 1 ? wanted : toWakingHours(new Date(wanted), person.random).getTime()
  plan(crowd, { ...errand, at, todo: { ...todo, tries } })
}
