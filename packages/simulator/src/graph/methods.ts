/** The authentication methods of a person as Graph shows them: all together, or one kind at a time (FACTS 7). */

import type { Method, MethodKind } from '../world/types.ts'
import {
  answerWith,
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  Refusal,
  refuse,
  refuseMissing,
} from './exchange.ts'
import { contextUrl } from './query.ts'
import { requireUser } from './users.ts'

/** Name of the typed collection under `/authentication/`. `qrCodePin` has none in the contract. */
export const methodCollections: Record<string, MethodKind> = {
  emailMethods: 'email',
  externalAuthenticationMethods: 'external',
  fido2Methods: 'fido2',
  microsoftAuthenticatorMethods: 'microsoftAuthenticator',
  passwordMethods: 'password',
  phoneMethods: 'phone',
  platformCredentialMethods: 'platformCredential',
  softwareOathMethods: 'softwareOath',
  temporaryAccessPassMethods: 'temporaryAccessPass',
  windowsHelloForBusinessMethods: 'windowsHelloForBusiness',
}

export function listMethods(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  refuseOptions(request)
  const user = requireUser(ground, params.id ?? '')
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `users('${user.id}')/authentication/methods`),
    value: user.methods.map(method => ({ '@odata.type': typeOf(method), ...showMethod(ground, method) })),
  })
}

export function getMethod(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  refuseOptions(request)
  const user = requireUser(ground, params.id ?? '')
  const method = user.methods.find(known => known.id === params.methodId)
  if (method === undefined) throw refuseMissing(params.methodId ?? '')
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `users('${user.id}')/authentication/methods/$entity`),
    '@odata.type': typeOf(method),
    ...showMethod(ground, method),
  })
}

export function listTypedMethods(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  refuseOptions(request)
  const name = request.segments[3] ?? ''
  const user = requireUser(ground, params.id ?? '')
  const methods = user.methods.filter(method => method.kind === methodCollections[name])
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `users('${user.id}')/authentication/${name}`),
    value: methods.map(method => showMethod(ground, method)),
  })
}

export function getTypedMethod(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  refuseOptions(request)
  const name = request.segments[3] ?? ''
  const user = requireUser(ground, params.id ?? '')
  const method = user.methods.find(
    known => known.kind === methodCollections[name] && known.id === params.methodId,
  )
  if (method === undefined) throw refuseMissing(params.methodId ?? '')
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `users('${user.id}')/authentication/${name}/$entity`),
    ...showMethod(ground, method),
  })
}

/** FACTS 2: this backend does not keep to the envelope. */
export function refuseDeleteOfMethods(
  _ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  throw new Refusal(
    answerWith(404, {
      Message: `No HTTP resource was found that matches the request URI 'https://mface.windowsazure.com/odata/users('${encodeURIComponent(params.id ?? '')}')/authentication/methods('${params.methodId ?? ''}')'.`,
      MessageDetail: `No type was found that matches the controller named '${request.segments[0] ?? ''}'.`,
    }),
  )
}

function refuseOptions(request: GraphRequest): void {
  if (request.query.size === 0) return
  const message = `Query option '${[...request.query.keys()].join(', ')}' is not allowed. To allow it, set the 'AllowedQueryOptions' property on EnableQueryAttribute or QueryValidationSettings.`
  throw refuse(400, 'badRequest', message)
}

function typeOf(method: Method): string {
  return `#microsoft.graph.${method.kind}AuthenticationMethod`
}

function showMethod(ground: GraphGround, method: Method): Record<string, unknown> {
  const base = { id: method.id, createdDateTime: method.createdAt.toISOString(), ...method.properties }
  return method.kind === 'temporaryAccessPass' ? { ...base, ...judgePass(ground, method) } : base
}

/** A pass is usable from its start for its lifetime, and its secret is never shown again. */
function judgePass(ground: GraphGround, method: Method): Record<string, unknown> {
  const { startDateTime, lifetimeInMinutes } = method.properties
  const startMs = typeof startDateTime === 'string' ? Date.parse(startDateTime) : method.createdAt.getTime()
  const lifetimeMs = (typeof lifetimeInMinutes === 'number' ? lifetimeInMinutes : 60) * 60_000
  const nowMs = ground.world.clock.now().getTime()
  const reason =
    nowMs < startMs ? 'NotYetValid' : nowMs > startMs + lifetimeMs ? 'Expired' : 'EnabledByPolicy'
  return {
    temporaryAccessPass: null,
    startDateTime: new Date(startMs).toISOString(),
    isUsable: reason === 'EnabledByPolicy',
    methodUsabilityReason: reason,
  }
}
