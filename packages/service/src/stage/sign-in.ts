/** Sign-in of administrators at the tenant in a box: what the service is told, and what the tenant is told of the service. */

import type { Box } from '@muster/simulator/box'
import { callbackPath, signedOutPath } from '../access/sign-in.ts'
import type { SignInConfig } from '../config.ts'

/** The tenant as the provider; null where the box has nobody to sign in. */
export function signInAt({ signIn, tenant }: Box): SignInConfig | null {
  if (signIn === null) return null
  return {
    issuer: `${tenant.plainLoginUrl ?? tenant.loginUrl}/${tenant.world.tenantId}/v2.0`,
    clientId: signIn.app.clientId,
    credential: { kind: 'secret', secret: signIn.secret },
  }
}

/** What an administrator of the tenant enters in the app registration, once the service has an address. */
export function registerAddresses({ signIn }: Box, administrationUrl: string): void {
  signIn?.app.redirectUris.push(administrationUrl + callbackPath, administrationUrl + signedOutPath)
}
