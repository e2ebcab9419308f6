/** Encryption of credentials at rest: AES-256-GCM with a random nonce, the owner's id bound in as additional data. */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'

const nonceBytes = 12
const tagBytes = 16

/** A value that prints as `[secret]` wherever it may end up: logs, JSON, string templates. */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return '[secret]'
  }
  toJSON(): string {
    return '[secret]'
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}

/** Seals `text` for the row `ownerId`: it cannot be moved to another row and opened there. */
export function seal(key: Buffer, ownerId: string, text: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(ownerId))
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** Opens what `seal` made. Throws a Problem when the key is another one or the bytes were changed. */
export function unseal(key: Buffer, ownerId: string, sealed: Buffer): Secret {
  const nonce = sealed.subarray(0, nonceBytes)
  const tag = sealed.subarray(sealed.length - tagBytes)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(ownerId)).setAuthTag(tag)
    const body = sealed.subarray(nonceBytes, sealed.length - tagBytes)
    return new Secret(decipher.update(body, undefined, 'utf8') + decipher.final('utf8'))
  } catch {
    throw makeProblem('credentialSealed')
  }
}

/** Whether the key is the one that this was sealed with. */
export function opens(key: Buffer, ownerId: string, sealed: Buffer): boolean {
  try {
    unseal(key, ownerId, sealed)
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}
