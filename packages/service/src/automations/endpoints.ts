/** The addresses and signing secrets of a rule's webhooks: sealed in its row, opened only to call them. */

import { seal, unseal } from '../secrets.ts'

export interface Endpoint {
  url: string
  /** Null for a Teams workflow, whose address is its secret. */
  secret: string | null
}

/** By the key of the action. */
export type Endpoints = Readonly<Record<string, Endpoint>>

export function sealEndpoints(secretKey: Buffer, ruleId: string, endpoints: Endpoints): Buffer | null {
  if (Object.keys(endpoints).length === 0) return null
  return seal(secretKey, ruleId, JSON.stringify(endpoints))
}

/** Throws a Problem when they were sealed with another secret key. */
export function openEndpoints(secretKey: Buffer, rule: { id: string; endpoints: Buffer | null }): Endpoints {
  if (rule.endpoints === null) return {}
  return JSON.parse(unseal(secretKey, rule.id, rule.endpoints).reveal())
}
