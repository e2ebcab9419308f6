/** What a handler answered, checked against its route and put on the wire. */

import type { CsvFile, Route } from '@muster/contract/route'
import * as z from 'zod'

/** An answer that is whole before it leaves, so that it can be remembered for a repeated call. */
export interface WholeAnswer {
  status: number
  /** JSON, or null where there is no body. */
  body: string | null
}

/**
 * Turns a handler's output into its wire form. Fields that the shape does not name are dropped, so a secret in a row
 * cannot slip out. Throws when the output is not what the route promises: that is a bug of ours.
 */
export function encodeAnswer({ answer }: Route, output: unknown): WholeAnswer {
  if (answer.kind !== 'json') return { status: answer.status, body: null }
  return { status: answer.status, body: JSON.stringify(z.encode(answer.shape, output)) }
}

export function respond({ status, body }: WholeAnswer): Response {
  if (body === null) return new Response(null, { status })
  return new Response(body, { status, headers: { 'content-type': 'application/json; charset=utf-8' } })
}

/**
 * Streams a file at the pace of whoever reads it. The first piece is fetched before the status leaves, so that what
 * fails at once is a proper problem; what fails later cuts the connection, and the file is not taken for whole.
 */
export async function respondWithFile(
  file: CsvFile,
  reportFailure: (error: unknown) => void,
): Promise<Response> {
  const rows = file.chunks[Symbol.asyncIterator]()
  const first = await rows.next()
  let next: Promise<IteratorResult<string>> | null = Promise.resolve(first)
  const text = new ReadableStream<string>({
    async pull(controller) {
      try {
        const { done, value } = await (next ?? rows.next())
        next = null
        if (done === true) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        reportFailure(error)
        controller.error(error)
      }
    },
    async cancel() {
      await rows.return?.()
    },
  })
  return new Response(text.pipeThrough(new TextEncoderStream()), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${file.fileName.replace(/[^\w .-]/g, '_')}"`,
    },
  })
}
