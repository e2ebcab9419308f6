/** Who may call what: bearer tokens judged, roles of the token enforced per route, in the words of each family (FACTS 2). */

import type { Mint } from '../login/tokens.ts'
import { answerWith, type Caller, Refusal, refuse, refuseDirectoryAccess } from './exchange.ts'

/** Every group must be met by one of its roles. */
export type Needs = readonly (readonly string[])[]

export type Denial = 'directory' | 'reports' | 'methods' | 'mail' | 'sites'

export async function readCaller(
  mint: Mint,
  authorization: string | undefined,
  authorityUrl: string,
): Promise<Caller> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw refuseToken('Access token is empty.', authorityUrl)
  const verdict = await mint.judge(token)
  switch (verdict.kind) {
    case 'valid':
      return verdict.claims
    case 'expired':
      throw refuseToken('Lifetime validation failed, the token is expired.', authorityUrl)
    case 'badSignature':
      throw refuseToken('Signature is invalid.', authorityUrl)
    case 'wrongAudience':
      throw refuseToken('Invalid audience.', authorityUrl)
    case 'malformed':
      throw refuseToken('IDX14100: JWT is not well formed, there are no dots (.).', authorityUrl)
    case 'revoked':
      throw refuseToken(
        'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
        authorityUrl,
        ', error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ=="',
      )
    default:
      return verdict satisfies never
  }
}

function refuseToken(message: string, authorityUrl: string, more = ''): Refusal {
  const challenge = `Bearer realm="", authorization_uri="${authorityUrl}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"${more}`
  return new Refusal(
    answerWith(
      401,
      { error: { code: 'InvalidAuthenticationToken', message, innerError: {} } },
      { 'www-authenticate': challenge },
    ),
  )
}

export function checkRoles(caller: Caller, needs: Needs, denial: Denial): void {
  if (caller.roles.length === 0) {
    throw refuse(
      403,
      'NoPermissionsInAccessToken',
      'The token contains no permissions, or permissions can not be understood.',
    )
  }
  const missing = needs.find(group => !group.some(role => caller.roles.includes(role)))
  if (missing === undefined) return
  switch (denial) {
    case 'directory':
      throw refuseDirectoryAccess()
    case 'reports':
      throw refuse(
        403,
        'Authentication_MSGraphPermissionMissing',
        `Calling principal does not have required MSGraph permissions ${missing.join(',')}`,
      )
    case 'methods':
      throw refuse(403, 'accessDenied', 'Request Authorization failed')
    case 'mail':
      // Seen without innerError (FACTS 2).
      throw new Refusal(
        answerWith(403, {
          error: { code: 'ErrorAccessDenied', message: 'Access is denied. Check credentials and try again.' },
        }),
      )
    case 'sites':
      throw refuse(403, 'accessDenied', 'Access denied')
    default:
      throw denial satisfies never
  }
}
