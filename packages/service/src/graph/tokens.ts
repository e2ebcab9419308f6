/** Tokens for Graph from @azure/identity: client secret or certificate, one renewal in flight, kept until nearly over. */

import { ClientCertificateCredential, ClientSecretCredential, type TokenCredential } from '@azure/identity'
import { TokenRefused, type TokenSource } from './client.ts'

export interface CredentialFacts {
  entraTenantId: string
  clientId: string
  loginUrl: string
  graphUrl: string
  credential: { kind: 'secret'; secret: string } | { kind: 'certificate'; pem: string }
}

/** Renewed this long before the end, so that no call starts with a token about to run out. */
const renewBeforeMs = 2 * 60 * 1000

export function createTokenSource(facts: CredentialFacts): TokenSource {
  // The scope names the resource, not the host we send to: a tenant in a box answers for the same resource.
  const scope = 'https://graph.microsoft.com/.default'
  let credential = createCredential(facts)
  let held: { token: string; expiresAtMs: number } | null = null
  let renewal: Promise<string> | null = null

  async function renew(): Promise<string> {
    try {
      const fresh = await credential.getToken(scope)
      if (fresh === null) throw new TokenRefused('noToken', 'the login service gave no token')
      held = { token: fresh.token, expiresAtMs: fresh.expiresOnTimestamp }
      return fresh.token
    } catch (error) {
      throw refusalOf(error) ?? error
    } finally {
      renewal = null
    }
  }

  return {
    async token() {
      // Token lifetimes are on wall time, whatever clock the rest of the world runs on.
      if (held !== null && held.expiresAtMs - renewBeforeMs > Date.now()) return held.token
      renewal ??= renew()
      return renewal
    },
    forget() {
      held = null
      // The library keeps tokens of its own; a fresh credential has none.
      credential = createCredential(facts)
    },
  }
}

function createCredential(facts: CredentialFacts): TokenCredential {
  const { entraTenantId, clientId, credential } = facts
  const isMicrosoft = /(^|\.)(microsoftonline\.(com|us)|chinacloudapi\.cn)$/.test(
    new URL(facts.loginUrl).hostname,
  )
  const options = { authorityHost: facts.loginUrl, disableInstanceDiscovery: !isMicrosoft }
  return credential.kind === 'secret'
    ? new ClientSecretCredential(entraTenantId, clientId, credential.secret, options)
    : new ClientCertificateCredential(entraTenantId, clientId, { certificate: credential.pem }, options)
}

/** The login service's own refusal (AADSTS…), told apart from a network fault. */
function refusalOf(error: unknown): TokenRefused | null {
  if (!(error instanceof Error)) return null
  const said = /AADSTS(\d+)[^\r\n]*/.exec(error.message)
  return said === null ? null : new TokenRefused(`AADSTS${said[1]}`, said[0])
}
