/** The table of routes as an OpenAPI 3.1 document. */

import * as z from 'zod'
import { type BytesBody, fileNameHeader, isBytes, isWrite, type Route } from './route.ts'
import { basePath, routeNames, routes } from './routes.ts'
import { nameLengthMax, problem } from './shapes/common.ts'

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }
type JsonObject = { [key: string]: JsonValue }

/** The whole document. The same table gives the same document, so it can be compared with a stored one. */
export function openApiDocument(): JsonObject {
  const schemas: JsonObject = {}
  const problemRef = refer(problem, schemas)
  const paths: Record<string, JsonObject> = {}
  for (const name of routeNames) {
    const route: Route = routes[name]
    const path = paths[route.path] ?? {}
    paths[route.path] = { ...path, [route.method.toLowerCase()]: operation(name, route, schemas) }
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Muster', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: basePath }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'an API key' } },
      parameters: { IdempotencyKey: idempotencyKey },
      responses: {
        Problem: {
          description: 'What went wrong, where, and how to mend it (RFC 9457)',
          content: { 'application/problem+json': { schema: problemRef } },
        },
      },
      schemas: sorted(schemas),
    },
  }
}

function sorted(schemas: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The shapes that have a name, as JSON Schema of their wire form, by name. */
export function namedSchemas(): Record<string, z.core.JSONSchema.BaseSchema> {
  const shapes = routeNames.flatMap(name => shapesOf(routes[name]))
  const found = shapes.flatMap(shape => Object.entries(z.toJSONSchema(shape, { io: 'input' }).$defs ?? {}))
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function shapesOf(route: Route): z.ZodType[] {
  const body = route.body === undefined || isBytes(route.body) ? [] : [route.body]
  return route.answer.kind === 'json' ? [...body, route.answer.shape] : body
}

function operation(name: string, route: Route, schemas: JsonObject): JsonObject {
  const parameters = [
    ...parametersOf(route.params, { place: 'path', schemas }),
    ...parametersOf(route.query, { place: 'query', schemas }),
    ...(isWrite(route) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(route.body !== undefined && isBytes(route.body) ? [fileName] : []),
  ]
  return {
    operationId: name,
    summary: route.summary,
    'x-role': route.role,
    ...(route.role === 'public' ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body === undefined ? {} : { requestBody: requestBody(route.body, schemas) }),
    responses: {
      [String(route.answer.status)]: answer(route, schemas),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

const idempotencyKey: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key again answers what the first call answered, and does nothing twice',
  schema: { type: 'string', maxLength: 255 },
}

const fileName: JsonObject = {
  name: fileNameHeader,
  in: 'header',
  required: false,
  description: `What the file is called, in UTF-8 and percent-encoded; at most ${nameLengthMax} characters`,
  schema: { type: 'string' },
}

function parametersOf(
  shape: z.ZodObject | undefined,
  { place, schemas }: { place: 'path' | 'query'; schemas: JsonObject },
): JsonObject[] {
  return Object.entries(shape?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(field, undefined).success,
    schema: refer(field, schemas),
  }))
}

function requestBody(body: z.ZodType | BytesBody, schemas: JsonObject): JsonObject {
  if (!isBytes(body)) {
    return { required: true, content: { 'application/json': { schema: refer(body, schemas) } } }
  }
  const description = `At most ${body.bytesMax / 1024 / 1024} MB; read as a stream`
  return {
    required: true,
    description,
    content: Object.fromEntries(
      body.mediaTypes.map(type => [type, { schema: { type: 'string', format: 'binary' } }]),
    ),
  }
}

function answer({ answer }: Route, schemas: JsonObject): JsonObject {
  switch (answer.kind) {
    case 'json':
      return {
        description: 'Done',
        content: { 'application/json': { schema: refer(answer.shape, schemas) } },
      }
    case 'csv':
      return { description: 'A file', content: { 'text/csv': { schema: { type: 'string' } } } }
    case 'nothing':
      return { description: 'Done' }
    default:
      return answer satisfies never
  }
}

/** The shape as JSON Schema of its wire form; the shapes in it that have a name move to `schemas`. */
function refer(shape: z.core.$ZodType, schemas: JsonObject): JsonObject {
  const { $schema, $defs, ...schema } = z.toJSONSchema(shape, { io: 'input', override: dropPattern })
  for (const [name, def] of Object.entries($defs ?? {})) schemas[name] = relocate(def)
  return relocate(schema)
}

/** zod adds a long pattern to formats that say it already. */
function dropPattern({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
}

/** `$ref`s into `$defs` point to the components instead. */
function relocate(schema: z.core.JSONSchema.BaseSchema): JsonObject {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : value,
  )
  // A JSON Schema is JSON by definition; zod's type is looser than that.
  return JSON.parse(text) as JsonObject
}
