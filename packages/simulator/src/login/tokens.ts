/** Issues access tokens for Graph as real signed JWTs and judges the ones that come back, on wall time. */

import { randomUUID } from 'node:crypto'
import { errors, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose'
import type { App } from '../world/types.ts'

/** The audience of Graph tokens. */
const GRAPH_AUDIENCE = 'https://graph.microsoft.com'
const KEY_ID = 'simulated-tenant-key-1'

/** Verified tokens kept; a token is asked about thousands of times and RSA is slow. */
const CACHE_MAX = 1_000

export interface AccessClaims {
  appId: string
  servicePrincipalId: string
  roles: string[]
  expiresAtSeconds: number
}

export type TokenVerdict =
  | { kind: 'valid'; claims: AccessClaims }
  | { kind: 'malformed' }
  | { kind: 'badSignature' }
  | { kind: 'expired' }
  | { kind: 'wrongAudience' }
  | { kind: 'revoked' }

export interface Mint {
  /** The public key as a JWK set. */
  readonly keys: { keys: JWK[] }
  issue(app: App): Promise<{ token: string; expiresInSeconds: number }>
  /** An ID token with these claims, the issuer's among them, for the app that a person signed in to. */
  issueIdToken(clientId: string, claims: Record<string, unknown>): Promise<string>
  judge(token: string): Promise<TokenVerdict>
  /** Every token issued so far is refused from now on. */
  revokeAll(): void
}

export async function createMint(options: {
  tenantId: string
  issuer: string
  lifetimeSeconds: number
}): Promise<Mint> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, use: 'sig', alg: 'RS256' }
  const cache = new Map<string, AccessClaims>()
  const live = new Set<string>()
  const revoked = new Set<string>()

  const verify = async (token: string): Promise<TokenVerdict> => {
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        audience: GRAPH_AUDIENCE,
        issuer: options.issuer,
      })
      const claims: AccessClaims = {
        appId: String(payload.appid),
        servicePrincipalId: String(payload.oid),
        roles: Array.isArray(payload.roles) ? payload.roles.map(String) : [],
        expiresAtSeconds: payload.exp ?? 0,
      }
      if (cache.size >= CACHE_MAX) cache.clear()
      cache.set(token, claims)
      return { kind: 'valid', claims }
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { kind: 'expired' }
      if (error instanceof errors.JWTClaimValidationFailed) return { kind: 'wrongAudience' }
      return { kind: error instanceof errors.JWSSignatureVerificationFailed ? 'badSignature' : 'malformed' }
    }
  }

  return {
    keys: { keys: [jwk] },
    async issue(app) {
      const token = await new SignJWT({
        ...composeClaims(options.tenantId, app),
        // Without a role the claim is absent, as in real tokens.
        ...(app.roles.length === 0 ? {} : { roles: [...app.roles] }),
      })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: KEY_ID, x5t: KEY_ID })
        .setIssuer(options.issuer)
        .setAudience(GRAPH_AUDIENCE)
        .setSubject(app.servicePrincipalId)
        .setIssuedAt()
        .setNotBefore('0s')
        .setExpirationTime(`${options.lifetimeSeconds}s`)
        .sign(privateKey)
      live.add(token)
      return { token, expiresInSeconds: options.lifetimeSeconds }
    },
    async issueIdToken(clientId, claims) {
      return await new SignJWT({ ...claims, uti: randomUUID(), ver: '2.0' })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })
        .setAudience(clientId)
        .setIssuedAt()
        .setNotBefore('0s')
        .setExpirationTime(`${options.lifetimeSeconds}s`)
        .sign(privateKey)
    },
    async judge(token) {
      if (revoked.has(token)) return { kind: 'revoked' }
      const known = cache.get(token)
      if (known === undefined) return verify(token)
      return known.expiresAtSeconds * 1_000 <= Date.now()
        ? { kind: 'expired' }
        : { kind: 'valid', claims: known }
    },
    revokeAll() {
      for (const token of live) revoked.add(token)
      live.clear()
      cache.clear()
    },
  }
}

function composeClaims(tenantId: string, app: App): Record<string, unknown> {
  return {
    tid: tenantId,
    oid: app.servicePrincipalId,
    appid: app.clientId,
    app_displayname: app.displayName,
    appidacr: app.certificates.length > 0 ? '2' : '1',
    idtyp: 'app',
    uti: randomUUID(),
    ver: '1.0',
  }
}
