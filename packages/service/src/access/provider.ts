/** The provider that administrators sign in at, through openid-client: where to send a browser, and what came back. */

import { createHash, webcrypto } from 'node:crypto'
import * as oidc from 'openid-client'
import type { SignInConfig } from '../config.ts'
import { highestRole, type Person } from './accounts.ts'

/** What one sign-in has to remember until the browser is back. */
export interface Attempt {
  state: string
  nonce: string
  verifier: string
}

export interface Provider {
  /** A fresh attempt and the address that the browser goes to with it. Rejects when the provider does not answer. */
  begin(redirectUri: string): Promise<{ attempt: Attempt; url: URL }>
  /** Who came back. Rejects unless state, nonce, code, verifier, signature, issuer, audience and times are all right. */
  finish(currentUrl: URL, attempt: Attempt): Promise<Person>
  /** Where the browser signs out of the provider, too; null where the provider has no such page or does not answer. */
  signOutUrl(returnTo: string): Promise<string | null>
}

/** A provider that takes longer is down; somebody is waiting in front of a browser. */
const timeoutSeconds = 10
/** Endpoints hardly ever move; a provider that was down is asked again at once. */
const configurationMs = 60 * 60 * 1000

export function createProvider(config: SignInConfig): Provider {
  let known: { configuration: Promise<oidc.Configuration>; readAtMs: number } | null = null

  async function configure(): Promise<oidc.Configuration> {
    if (known === null || performance.now() - known.readAtMs > configurationMs) {
      known = { configuration: discover(config), readAtMs: performance.now() }
    }
    try {
      return await known.configuration
    } catch (error) {
      known = null
      throw error
    }
  }

  return {
    async begin(redirectUri) {
      const configuration = await configure()
      const attempt = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      }
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        // `oid` comes with `profile` only (Microsoft: ID token claims reference).
        scope: 'openid profile',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      })
      return { attempt, url }
    },
    async finish(currentUrl, attempt) {
      const tokens = await oidc.authorizationCodeGrant(await configure(), currentUrl, {
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        pkceCodeVerifier: attempt.verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (claims === undefined) throw new Error('the provider sent no id token')
      return readPerson(claims)
    },
    async signOutUrl(returnTo) {
      try {
        const parameters = { post_logout_redirect_uri: returnTo, client_id: config.clientId }
        return oidc.buildEndSessionUrl(await configure(), parameters).href
      } catch {
        // Signed out here is signed out; the provider's page is a courtesy.
        return null
      }
    },
  }
}

async function discover(config: SignInConfig): Promise<oidc.Configuration> {
  const isPlain = config.issuer.startsWith('http:')
  return oidc.discovery(new URL(config.issuer), config.clientId, undefined, await authenticationOf(config), {
    timeout: timeoutSeconds,
    // The signature of the ID token is checked though it comes by TLS: one more thing that must be forged.
    // Plain http was let through by the configuration for a provider on this machine only.
    execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
  })
}

async function authenticationOf({ credential }: SignInConfig): Promise<oidc.ClientAuth> {
  if (credential.kind === 'secret') return oidc.ClientSecretPost(credential.secret)
  const [, certificate = ''] = blockOf(credential.pem, 'CERTIFICATE')
  const [, privateKey = ''] = blockOf(credential.pem, 'PRIVATE KEY')
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' }
  const key = await webcrypto.subtle.importKey('pkcs8', Buffer.from(privateKey, 'base64'), algorithm, false, [
    'sign',
  ])
  const thumbprint = createHash('sha256').update(Buffer.from(certificate, 'base64')).digest('base64url')
  return (server, client, body, headers) =>
    oidc.PrivateKeyJwt(key, {
      // Microsoft: "certificate credentials". Entra finds the certificate by its thumbprint and wants its own address.
      [oidc.modifyAssertion](header, payload) {
        header['x5t#S256'] = thumbprint
        payload.aud = server.token_endpoint ?? server.issuer
      },
    })(server, client, body, headers)
}

function blockOf(pem: string, label: string): readonly string[] {
  return new RegExp(`-----BEGIN ${label}-----([\\s\\S]+?)-----END ${label}-----`).exec(pem) ?? []
}

function readPerson(claims: oidc.IDToken): Person {
  const { tid, oid, name, preferred_username: userName, roles } = claims
  const isEntra = typeof tid === 'string' && typeof oid === 'string'
  return {
    directory: isEntra ? tid : claims.iss,
    subject: isEntra ? oid : claims.sub,
    name: textOf(name) ?? textOf(userName) ?? claims.sub,
    userName: textOf(userName),
    role: highestRole(Array.isArray(roles) ? roles : [roles]),
  }
}

/** Longer is no name but a mistake of the provider's. */
const nameLengthMax = 200

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim !== '' ? claim.slice(0, nameLengthMax) : null
}
