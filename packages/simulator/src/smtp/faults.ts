/** What goes wrong with mail submission: scripted one by one in a test, or by chance in a rehearsal. */
import type { Random } from '../seeds/chance.ts'

/**
 * `busy`: 451 after the message, which is not delivered. `closing`: 421 before the message, and the connection ends.
 * `lostAnswer`: the message is delivered, the connection breaks before the answer. `slow`: the answer takes a while.
 */
export type SmtpFault = 'busy' | 'closing' | 'lostAnswer' | 'slow'

/** How likely each fault is, 0 to 1, per message. Those not named never happen by chance. */
export type SmtpFaultPlan = Partial<Record<SmtpFault, number>>

/** Every fault, often enough to meet each in a rollout of a few hundred mails. */
export const roughSmtpFaults: SmtpFaultPlan = { busy: 0.02, closing: 0.01, lostAnswer: 0.005, slow: 0.01 }

export interface SmtpFaults {
  /** Lets the next message meet this fault; several wait in line. */
  next(fault: SmtpFault): void
  /** Takes the fault that the present message meets, if any. */
  draw(): SmtpFault | null
}

export function createSmtpFaults(random: Random, plan: SmtpFaultPlan = {}): SmtpFaults {
  const scripted: SmtpFault[] = []
  return {
    next: fault => void scripted.push(fault),
    draw: () => scripted.shift() ?? drawByChance(random, plan),
  }
}

function drawByChance(random: Random, plan: SmtpFaultPlan): SmtpFault | null {
  let left = random()
  // Object.entries forgets the key type; a plan has no other keys.
  for (const [fault, probability] of Object.entries(plan) as [SmtpFault, number][]) {
    left -= probability
    if (left < 0) return fault
  }
  return null
}
