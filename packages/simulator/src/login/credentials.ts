/** Verifies what an application shows to get a token: a secret, or an assertion signed with its certificate's key. */

import { X509Certificate } from 'node:crypto'
import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import type { App, Clock } from '../world/types.ts'
import { readThumbprints } from './certificates.ts'
import { type TokenError, tokenErrors } from './token-errors.ts'

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** `jti` values remembered; assertions live for minutes, so old ones fall out by their `exp` anyway. */
const JTI_MAX = 10_000

export interface CredentialCheck {
  app: App
  form: URLSearchParams
  /** The audiences an assertion may name: the token endpoint's addresses. */
  audiences: string[]
  /** Secrets expire on the tenant's clock. */
  clock: Clock
  seenJtis: Set<string>
}

/** Undefined when the credential is good, else what Entra would answer. */
export async function checkCredential(check: CredentialCheck): Promise<TokenError | undefined> {
  const secret = check.form.get('client_secret')
  const assertion = check.form.get('client_assertion')
  if (secret !== null) return checkSecret(check, secret)
  if (assertion === null) return tokenErrors.missingCredential()
  if (check.form.get('client_assertion_type') !== ASSERTION_TYPE)
    return tokenErrors.missingParameter('client_assertion_type')
  return checkAssertion(check, assertion)
}

function checkSecret({ app, clock }: CredentialCheck, secret: string): TokenError | undefined {
  const known = app.secrets.find(({ value }) => value === secret)
  if (known === undefined) return tokenErrors.wrongSecret(app.clientId)
  return known.expiresAt <= clock.now() ? tokenErrors.expiredSecret(app.clientId) : undefined
}

async function checkAssertion(check: CredentialCheck, assertion: string): Promise<TokenError | undefined> {
  const certificate = findCertificate(check.app, assertion)
  if (certificate === undefined) {
    return tokenErrors.badAssertion(
      'The key was not found. Please visit the Azure Portal to see the certificates of the application',
    )
  }
  try {
    const key = new X509Certificate(certificate).publicKey
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: ['PS256', 'RS256'],
      issuer: check.app.clientId,
      subject: check.app.clientId,
      audience: check.audiences,
      requiredClaims: ['exp', 'jti'],
      clockTolerance: 60,
    })
    return takeJti(check.seenJtis, String(payload.jti))
  } catch (error) {
    if (error instanceof errors.JWTExpired) return tokenErrors.assertionOutOfTime()
    if (error instanceof errors.JWTClaimValidationFailed) {
      return error.claim === 'nbf'
        ? tokenErrors.assertionOutOfTime()
        : tokenErrors.badAssertion(`The claim '${error.claim}' is missing or does not match`)
    }
    return tokenErrors.badAssertion(
      'The key was used to sign the assertion, but the signature does not verify',
    )
  }
}

/** FACTS 5: an assertion may be used once. */
function takeJti(seen: Set<string>, jti: string): TokenError | undefined {
  if (seen.has(jti)) return tokenErrors.badAssertion('The assertion was used before')
  if (seen.size >= JTI_MAX) seen.clear()
  seen.add(jti)
  return undefined
}

function findCertificate(app: App, assertion: string): string | undefined {
  try {
    const header = decodeProtectedHeader(assertion)
    const sha256 = Reflect.get(header, 'x5t#S256')
    return app.certificates.find(pem => {
      const thumbprints = readThumbprints(pem)
      return header.x5t === thumbprints.sha1 || sha256 === thumbprints.sha256
    })
  } catch {
    return undefined
  }
}
