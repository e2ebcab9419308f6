/** Checks exchanges with simulated Graph against Microsoft's OpenAPI contract, for tests of this and of other programs. */

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Exchange } from '../faults/traffic.ts'

/** Both validators are CommonJS; their default export is the class. */
const load = createRequire(import.meta.url)

interface Contract {
  paths: Record<string, Record<string, Operation>>
  components: Record<string, Record<string, unknown>>
}

interface Operation {
  parameters?: unknown[]
  requestBody?: unknown
  responses: Record<string, unknown>
  'x-documented-success-status'?: number
}

/**
 * The subset at hand has no path that reads mail, but it has what a message is made of: enough to check every message
 * of an answer.
 */
const readingOfMail: Readonly<Record<string, Record<string, Operation>>> = {
  '/users/{user-id}/mailFolders/{mailFolder-id}/messages': {
    get: {
      responses: {
        '2XX': {
          description: 'messages',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['value'],
                properties: {
                  '@odata.nextLink': { type: 'string' },
                  value: { type: 'array', items: { $ref: '#/components/schemas/microsoft.graph.message' } },
                },
              },
            },
          },
        },
        default: { $ref: '#/components/responses/error' },
      },
    },
  },
}

interface ResponseValidator {
  validateResponse(status: string, body: unknown): { message: string; errors: unknown[] } | undefined
}

interface RequestValidator {
  validateRequest(request: Record<string, unknown>): { errors: unknown[] } | undefined
}

export interface ContractCheck {
  /** What is wrong with the exchange; empty when nothing is, or when the contract does not have the path. */
  check(exchange: Exchange): string[]
  /** How many exchanges were found in the contract and checked. */
  readonly checked: number
}

/** Where the contract lies: named by the environment, or beside the repository. Undefined when it is not there. */
export function findContract(): string | undefined {
  const beside = fileURLToPath(
    new URL('../../../../../shared/graph/graph-v1-subset.openapi.json', import.meta.url),
  )
  const path = process.env.GRAPH_CONTRACT ?? beside
  return existsSync(path) ? path : undefined
}

/** The contract with what was made of it so far: a validator takes a second to compile, and a test file many checks. */
interface ReadContract {
  contract: Contract
  operations: ReturnType<typeof listOperations>
  responses: Map<Operation, ResponseValidator>
  requests: Map<Operation, RequestValidator>
}

const readContracts = new Map<string, ReadContract>()

function readContract(path: string): ReadContract {
  const contract: Contract = JSON.parse(readFileSync(path, 'utf8'))
  return { contract, operations: listOperations(contract), responses: new Map(), requests: new Map() }
}

export function createContractCheck(path: string): ContractCheck {
  const { contract, operations, responses, requests } = remember(readContracts, path, () =>
    readContract(path),
  )
  let checked = 0
  return {
    get checked() {
      return checked
    },
    check(exchange) {
      const { method } = exchange.request
      const found = operations.find(
        candidate => candidate.method === method && candidate.path.test(exchange.request.path),
      )
      if (found === undefined) return []
      checked++
      const { operation, name } = found
      const where = `${method} ${name} → ${exchange.response.status}`
      const response = remember(responses, operation, () => createResponseValidator(contract, operation))
      const request = remember(requests, operation, () => createRequestValidator(contract, operation))
      return [
        ...checkResponse(response, operation, exchange),
        ...checkRequest(request, operation, exchange),
      ].map(problem => `${where}: ${problem}`)
    },
  }
}

function listOperations(
  contract: Contract,
): { method: string; path: RegExp; name: string; operation: Operation }[] {
  const all = Object.entries({ ...readingOfMail, ...contract.paths }).flatMap(([name, methods]) =>
    Object.entries(methods)
      .filter(([method]) => /^(get|post|patch|put|delete)$/.test(method))
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: toPattern(name),
        name,
        operation,
      })),
  )
  // `/users/delta` before `/users/{user-id}`.
  return all.sort((left, right) => countHoles(left.name) - countHoles(right.name))
}

function countHoles(name: string): number {
  return name.split('{').length
}

function toPattern(name: string): RegExp {
  const source = name.replaceAll(/[.$()]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/$]+')
  return new RegExp(`^${source}$`, 'i')
}

function remember<K, T>(known: Map<K, T>, key: K, make: () => T): T {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  known.set(key, made)
  return made
}

function createResponseValidator(contract: Contract, operation: Operation): ResponseValidator {
  const { default: Validator } = load('openapi-response-validator')
  const responses = Object.fromEntries(
    Object.entries(operation.responses).map(([status, response]) => [status, resolve(contract, response)]),
  )
  return new Validator({ responses, components: componentsOf(contract, responses) })
}

function createRequestValidator(contract: Contract, operation: Operation): RequestValidator {
  const { default: Validator } = load('openapi-request-validator')
  const parameters = (operation.parameters ?? []).map(parameter => resolve(contract, parameter))
  const components = componentsOf(contract, [operation, parameters])
  return new Validator({
    ...operation,
    parameters,
    componentSchemas: components.schemas,
    ...contract,
    components,
  })
}

/** The components that a part of the contract leads to: a validator compiles all that it is given, most of it for nothing. */
function componentsOf(contract: Contract, part: unknown): Contract['components'] {
  const components: Contract['components'] = {}
  const waiting = listReferences(part)
  for (let reference = waiting.pop(); reference !== undefined; reference = waiting.pop()) {
    const [, , kind = '', name = ''] = reference.split('/')
    const kept = components[kind] ?? {}
    components[kind] = kept
    if (name in kept) continue
    kept[name] = contract.components[kind]?.[name]
    waiting.push(...listReferences(kept[name]))
  }
  return components
}

function listReferences(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : listReferences(inner),
  )
}

/** One level of `$ref`, which the validators leave to their caller for responses and parameters. */
function resolve(contract: Contract, value: unknown): unknown {
  const reference = typeof value === 'object' && value !== null ? Reflect.get(value, '$ref') : undefined
  if (typeof reference !== 'string') return value
  const [, , kind = '', name = ''] = reference.split('/')
  return contract.components[kind]?.[name]
}

function checkResponse(validator: ResponseValidator, operation: Operation, exchange: Exchange): string[] {
  const { status, body } = exchange.response
  if (status === 501 || typeof body === 'string') return []
  const documented = operation['x-documented-success-status']
  if (status < 400 && documented !== undefined && status !== documented)
    return [`status ${status} instead of ${documented}`]
  if (body === undefined) return []
  const verdict = validator.validateResponse(status < 400 ? '2XX' : 'default', body)
  return verdict === undefined ? [] : [`${verdict.message} ${JSON.stringify(verdict.errors)}`]
}

/** Only of requests that were taken: a refused one may well break the contract. */
function checkRequest(validator: RequestValidator, operation: Operation, exchange: Exchange): string[] {
  const { request, response } = exchange
  if (response.status >= 400 || operation.requestBody === undefined) return []
  const verdict = validator.validateRequest({
    headers: { ...request.headers, 'content-type': 'application/json' },
    body: request.body === '' ? undefined : JSON.parse(request.body),
    params: {},
    query: request.query,
  })
  const errors = (verdict?.errors ?? []).filter(error => !JSON.stringify(error).includes('"location":"path"'))
  return errors.length === 0 ? [] : [`request ${JSON.stringify(errors)}`]
}
