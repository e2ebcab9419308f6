/** The signature of the Standard Webhooks scheme (standardwebhooks.com, specification 1.0.0): HMAC-SHA256 with one secret. */

import { createHmac, randomBytes } from 'node:crypto'

const secretPrefix = 'whsec_'
/** The specification asks for 24 to 64 bytes. */
const secretBytes = 32

export function makeWebhookSecret(): string {
  return secretPrefix + randomBytes(secretBytes).toString('base64')
}

/** The three headers. `id` is the same for every try of one message, so that a receiver takes it once. */
export function signWebhook(
  secret: string,
  message: { id: string; at: Date; body: string },
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1000))
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64')
  const signed = createHmac('sha256', key)
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest('base64')
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signed}` }
}
