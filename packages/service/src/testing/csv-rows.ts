/** Reads a CSV that the service wrote back into rows by column name, by another parser than ours. */

import { parse } from 'csv-parse/sync'

export function parseCsv(text: string): Record<string, string>[] {
  // With `columns`, csv-parse answers records of text by header name.
  return parse(text, { columns: true, bom: true }) as Record<string, string>[]
}
