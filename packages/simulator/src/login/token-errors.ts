/** The error bodies of the token endpoint: one AADSTS number each, with the words of Entra (FACTS 5). */

import { randomUUID } from 'node:crypto'

/** An answer of the token endpoint that is no token. */
export interface TokenError {
  status: number
  error: string
  number: number
  message: string
}

export const tokenErrors = {
  missingParameter: (name: string): TokenError => ({
    status: 400,
    error: 'invalid_request',
    number: 900144,
    message: `The request body must contain the following parameter: '${name}'.`,
  }),
  unsupportedGrant: (grant: string): TokenError => ({
    status: 400,
    error: 'unsupported_grant_type',
    number: 70003,
    message: `The app requested an unsupported grant type '${grant}'.`,
  }),
  malformedTenant: (tenant: string): TokenError => ({
    status: 400,
    error: 'invalid_request',
    number: 900023,
    message: `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
  }),
  unknownTenant: (tenant: string): TokenError => ({
    status: 400,
    error: 'invalid_request',
    number: 90002,
    message: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  }),
  unknownApp: (clientId: string, tenant: string): TokenError => ({
    status: 400,
    error: 'unauthorized_client',
    number: 700016,
    message: `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  }),
  invalidScope: (scope: string): TokenError => ({
    status: 400,
    error: 'invalid_scope',
    number: 70011,
    message: `The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
  }),
  missingCredential: (): TokenError => ({
    status: 401,
    error: 'invalid_client',
    number: 7000216,
    message:
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  }),
  wrongSecret: (clientId: string): TokenError => ({
    status: 401,
    error: 'invalid_client',
    number: 7000215,
    message: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  }),
  expiredSecret: (clientId: string): TokenError => ({
    status: 401,
    error: 'invalid_client',
    number: 7000222,
    message: `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
  }),
  unknownCode: (): TokenError => ({
    status: 400,
    error: 'invalid_grant',
    number: 70000,
    message: "The provided value for the input parameter 'code' is not valid.",
  }),
  expiredCode: (): TokenError => ({
    status: 400,
    error: 'invalid_grant',
    number: 70008,
    message: 'The provided authorization code or refresh token has expired due to inactivity.',
  }),
  redeemedCode: (): TokenError => ({
    status: 400,
    error: 'invalid_grant',
    number: 54005,
    message:
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  }),
  wrongVerifier: (): TokenError => ({
    status: 400,
    error: 'invalid_grant',
    number: 501481,
    message: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  }),
  wrongReplyAddress: (given: string, asked: string): TokenError => ({
    status: 400,
    error: 'invalid_grant',
    number: 500112,
    message: `The reply address '${given}' does not match the reply address '${asked}' provided when requesting Authorization code.`,
  }),
  wrongRedirect: (uri: string, clientId: string): TokenError => ({
    status: 400,
    error: 'invalid_request',
    number: 50011,
    message: `The redirect URI '${uri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`,
  }),
  disabledUser: (): TokenError => ({
    status: 400,
    error: 'access_denied',
    number: 50057,
    message: 'The user account is disabled.',
  }),
  badAssertion: (reason: string): TokenError => ({
    status: 401,
    error: 'invalid_client',
    number: 700027,
    message: `Client assertion failed signature validation. [Reason - ${reason}]`,
  }),
  assertionOutOfTime: (): TokenError => ({
    status: 401,
    error: 'invalid_client',
    number: 700024,
    message: 'Client assertion is not within its valid time range.',
  }),
}

/** The JSON body; `correlationId` echoes the caller's `client-request-id` where it sent one. */
export function composeTokenError(
  error: TokenError,
  correlationId: string | undefined,
): Record<string, unknown> {
  const traceId = randomUUID()
  const correlation = correlationId ?? randomUUID()
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`
  return {
    error: error.error,
    error_description: `AADSTS${error.number}: ${error.message}\r\nTrace ID: ${traceId}\r\nCorrelation ID: ${correlation}\r\nTimestamp: ${timestamp}`,
    error_codes: [error.number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${error.number}`,
  }
}
