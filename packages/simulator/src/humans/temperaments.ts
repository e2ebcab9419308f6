/** How people react to an invitation: one temperament each, and what each does about the first, second, third mail. */
import { between, pickWeighted, type Random } from '../seeds/chance.ts'
import type { MethodKind } from '../world/types.ts'

export type Temperament =
  /** Opens, confirms and registers within hours. */
  | 'prompt'
  /** Opens, forgets, comes back days later. */
  | 'dithering'
  /** Reacts to the second or third mail only. */
  | 'needsReminder'
  /** Confirms, never registers. */
  | 'clicksOnly'
  /** Registers on their own, never follows the link. */
  | 'registersWithoutClicking'
  /** Starts to register, cancels; some succeed days later. */
  | 'cancels'
  /** Confirms and registers a phone, nothing better. */
  | 'phoneOnly'
  | 'neverReacts'
  /** Opens and confirms several times, with a double click among them. */
  | 'repeats'
  /** Reads the page and leaves it at that. */
  | 'opensOnly'

export type TemperamentMix = Partial<Record<Temperament, number>>

/** Weights that end a rollout with about eight in ten registered, as rollouts with reminders do. */
export const usualTemperaments: Record<Temperament, number> = {
  prompt: 40,
  dithering: 14,
  needsReminder: 16,
  clicksOnly: 6,
  registersWithoutClicking: 5,
  cancels: 5,
  phoneOnly: 3,
  neverReacts: 5,
  repeats: 3,
  opensOnly: 3,
}

export type Act =
  | { kind: 'open' }
  /** Opens the page and presses its button; twice at once is a double click. */
  | { kind: 'confirm'; presses: 1 | 2 }
  | { kind: 'register'; method: MethodKind }
  | { kind: 'cancel' }

/** `afterHours` counts from the act before, the first from the mail. */
export interface Step {
  afterHours: number
  act: Act
}

/** What people register, by weight. */
const methodMix: Partial<Record<MethodKind, number>> = {
  microsoftAuthenticator: 64,
  phone: 12,
  windowsHelloForBusiness: 10,
  fido2: 8,
  softwareOath: 6,
}

/**
 * What a person of that temperament does about their `nth` mail (1-based), in order. Draws from `random` alone, which
 * should be that person's own, so that the same person does the same whatever others do.
 */
export function planReaction(temperament: Temperament, nth: number, random: Random): Step[] {
  const register = (method = pickWeighted(random, methodMix)): Act => ({ kind: 'register', method })
  switch (temperament) {
    case 'prompt':
      return [step(random, [0.1, 9], confirm), step(random, [0.05, 4], register())]
    case 'dithering':
      return [
        step(random, [0.5, 12], open),
        step(random, [24, 130], confirm),
        step(random, [0.2, 40], register()),
      ]
    case 'needsReminder':
      return nth < 2 + Math.round(random()) ? [] : planReaction('prompt', nth, random)
    case 'clicksOnly':
      return [step(random, [0.5, 40], confirm)]
    case 'registersWithoutClicking':
      return [step(random, [4, 100], register())]
    case 'cancels':
      return planCancelling(random, register())
    case 'phoneOnly':
      return [step(random, [0.2, 20], confirm), step(random, [0.05, 10], register('phone'))]
    case 'neverReacts':
      return []
    case 'repeats':
      return planRepeating(random, register())
    case 'opensOnly':
      return [step(random, [0.5, 30], open)]
    default:
      return temperament satisfies never
  }
}

const open: Act = { kind: 'open' }
const confirm: Act = { kind: 'confirm', presses: 1 }

function planCancelling(random: Random, register: Act): Step[] {
  const steps = [step(random, [0.2, 20], confirm), step(random, [0.05, 0.5], { kind: 'cancel' })]
  if (random() < 0.6) steps.push(step(random, [20, 150], register))
  return steps
}

function planRepeating(random: Random, register: Act): Step[] {
  return [
    step(random, [0.1, 9], open),
    step(random, [0.01, 0.1], { kind: 'confirm', presses: 2 }),
    step(random, [0.1, 5], confirm),
    step(random, [0.05, 4], register),
    step(random, [10, 60], confirm),
  ]
}

function step(random: Random, [from, to]: [number, number], act: Act): Step {
  return { afterHours: between(random, from, to), act }
}
