/** The API's reference pages, made from the table: what `docs/reference` holds and a test compares. */

import { problemStatus } from '@muster/core/problem'
import { type ProblemSentence, toldCodes, toldProblems } from '@muster/core/told-problems'
import * as z from 'zod'
import { namedSchemas, openApiDocument } from './openapi.ts'
import { fileNameHeader, isBytes, type Route, roles } from './route.ts'
import { basePath, routeNames, routes } from './routes.ts'
import { pageLimitDefault, pageLimitMax, problemTypePrefix } from './shapes/common.ts'

/** File name → content, for `docs/reference`. */
export function referencePages(): Record<'openapi.json' | 'api.md', string> {
  return {
    'openapi.json': `${compact(JSON.stringify(openApiDocument(), null, 1))}\n`,
    'api.md': apiPage(),
  }
}

/** As wide as the code; what fits stands in one line, and a difference is still seen line by line. */
const lineLengthMax = 110

/** A brace within a text has no line end behind it, so only the JSON's own are met. */
function compact(json: string): string {
  return json.replaceAll(
    /([{[])\n([^{}[\]]*?)\n\s+([}\]])/g,
    (whole, open: string, inner: string, close: string) => {
      const line = inner
        .split('\n')
        .map(part => part.trim())
        .join(' ')
      return line.length > lineLengthMax ? whole : `${open}${line}${close}`
    },
  )
}

function apiPage(): string {
  return [
    intro,
    '## Routes',
    table(
      ['route', 'role', 'what for'],
      routeNames.map(name => [
        `[\`${heading(name)}\`](#${name.toLowerCase()})`,
        routes[name].role,
        routes[name].summary,
      ]),
    ),
    '## Problems',
    table(
      ['`type`', 'status'],
      Object.entries(problemStatus).map(([code, status]) => [
        `\`${problemTypePrefix}${code}\``,
        String(status),
      ]),
    ),
    'What exactly is wrong stands in `code`, a word that stays the same whatever becomes of the sentence, and what the sentence speaks of in `facts`. A value that is refused by its shape has no `code`; it is named in `errors`.',
    table(
      ['`code`', '`type`', '`detail`'],
      toldCodes.map(code => {
        const { kind, detail }: ProblemSentence = toldProblems[code]
        return [`\`${code}\``, `\`${kind}\``, detail]
      }),
    ),
    ...routeNames.map(name => section(name, routes[name])),
    '## Shapes',
    ...shapeSections(),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n')
}

const intro = `# The HTTP API

Generated from \`packages/contract/src/routes.ts\` by \`packages/contract/src/write-reference.ts\`; a test compares the two.
[openapi.json](openapi.json) says the same with every shape in full.

* Every path stands below \`${basePath}\`. Callers send \`Authorization: Bearer <api key>\`.
* A key has one role; each may do what those before it may: ${roles.map(role => `\`${role}\``).join(', ')}.
* Lists take \`limit\` (1 to ${pageLimitMax}, ${pageLimitDefault} when left out) and \`cursor\`, and answer \`items\` and \`nextCursor\`, null on the last page.
* Whatever changes something takes an \`Idempotency-Key\` header: the same key again, from the same caller, answers what
  the first call answered and does nothing twice. A streamed file is told from another by its query and its name only.
* Times are ISO 8601 with a zone. Nothing personal stands in a path or a query.
* Problems are \`application/problem+json\` (RFC 9457) with \`detail\`, \`where\`, \`remedy\`, \`requestId\`, \`code\` and \`facts\`, and \`errors\` naming each field refused.`

function heading(name: (typeof routeNames)[number]): string {
  return `${routes[name].method} ${routes[name].path}`
}

function table(head: string[], rows: string[][]): string {
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map(cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n')
}

function section(name: (typeof routeNames)[number], route: Route): string {
  const parts = [
    `## ${name}`,
    `\`${heading(name)}\`, ${route.role}. ${route.summary}.`,
    fields('query', route.query),
    bodyText(route),
    answerText(route),
  ]
  return parts.filter(part => part !== null).join('\n\n')
}

function fields(place: string, shape: z.ZodType | undefined): string | null {
  if (shape === undefined) return null
  return fieldTable(place, z.toJSONSchema(shape, { io: 'input' }))
}

function fieldTable(head: string, schema: Schema): string {
  const rows = (schema.oneOf ?? [schema]).flatMap(rowsOf)
  return table([head, 'type', 'must', 'default', 'meaning'], rows)
}

/** Every shape that has a name, with its fields; the alternatives of a choice follow one another. */
function shapeSections(): string[] {
  return Object.entries(namedSchemas()).flatMap(([name, schema]) => [
    `### ${name}`,
    fieldTable('field', schema),
  ])
}

type Schema = Pick<
  z.core.JSONSchema.BaseSchema,
  | 'type'
  | 'properties'
  | 'required'
  | 'enum'
  | 'const'
  | 'anyOf'
  | 'oneOf'
  | 'items'
  | 'format'
  | '$ref'
  | 'default'
  | 'description'
>

function rowsOf(schema: Schema | boolean): string[][] {
  if (typeof schema === 'boolean') return []
  return Object.entries(schema.properties ?? {}).map(([name, field]) => {
    if (typeof field === 'boolean') return [name, '', '', '', '']
    const isRequired = schema.required?.includes(name) ?? false
    const fallback = field.default === undefined ? '' : `\`${JSON.stringify(field.default)}\``
    return [`\`${name}\``, typeText(field), isRequired ? 'yes' : '', fallback, field.description ?? '']
  })
}

function typeText(schema: Schema | boolean): string {
  if (typeof schema === 'boolean') return 'anything'
  if (schema.$ref !== undefined) return `\`${schema.$ref.split('/').at(-1)}\``
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map(value => `\`${String(value)}\``).join(', ')
  const options = schema.anyOf ?? schema.oneOf
  if (options !== undefined) return options.map(typeText).join(' or ')
  if (schema.type === 'array') return `list of ${typeText(itemOf(schema))}`
  if (schema.type === 'object')
    return `{ ${Object.entries(schema.properties ?? {})
      .map(([name, field]) => `${name}: ${typeText(field)}`)
      .join('; ')} }`
  return schema.format ?? [schema.type ?? 'anything'].flat().join(' or ')
}

function itemOf(schema: Schema): Schema | boolean {
  return Array.isArray(schema.items) ? true : (schema.items ?? true)
}

function bodyText({ body }: Route): string | null {
  if (body === undefined) return null
  if (!isBytes(body)) return `Body: ${shapeText(body)}.`
  return `Body: ${body.mediaTypes.map(type => `\`${type}\``).join(', ')}, at most ${body.bytesMax / 1024 / 1024} MB, read as a stream. Its name may come in the header \`${fileNameHeader}\`, percent-encoded UTF-8.`
}

function answerText({ answer }: Route): string {
  switch (answer.kind) {
    case 'json':
      return `Answers ${answer.status}: ${shapeText(answer.shape)}.`
    case 'csv':
      return 'Answers 200: `text/csv`, streamed.'
    case 'nothing':
      return 'Answers 204.'
    default:
      return answer satisfies never
  }
}

/** The name of a named shape, or the fields of one that has none. */
function shapeText(shape: z.ZodType): string {
  return typeText(z.toJSONSchema(shape, { io: 'input' }))
}
