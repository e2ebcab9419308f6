/** What a request is about, as the log of acts keeps it: ids, and words of closed sets; nothing that a person typed. */

import type { RouteInput } from './inputs.ts'

/** Fields whose values come from a closed set and say what was done. */
const words: ReadonlySet<string> = new Set(['act', 'decision', 'role', 'roleGiven', 'everywhere', 'dryRun'])
const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Ids of path, query and body, by the names that they have there. The shapes have checked them by now. */
export function aboutOf({ params, query, body }: RouteInput): Record<string, string | string[]> {
  const fields = [query, body, params].flatMap(part =>
    typeof part === 'object' && part !== null && !(part instanceof ReadableStream)
      ? Object.entries(part)
      : [],
  )
  return Object.fromEntries(fields.flatMap(([name, value]) => keep(name, value)))
}

function keep(name: string, value: unknown): [string, string | string[]][] {
  if (isId(value)) return [[name, value]]
  if (words.has(name)) return [[name, String(value)]]
  if (!Array.isArray(value)) return []
  const ids = value.filter(isId)
  return ids.length === 0 ? [] : [[name, ids]]
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && idPattern.test(value)
}
