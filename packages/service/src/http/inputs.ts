/** What a request brings, read within limits and checked against its route. */

import { type BytesBody, fileNameHeader, isBytes, type Route } from '@muster/contract/route'
import { nameLengthMax } from '@muster/contract/shapes/common'
import { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'
import type { HonoRequest } from 'hono'
import * as z from 'zod'
import { fieldProblem } from './problems.ts'

/** The largest JSON that a caller has reason to send is 1000 ids, 39 kB; a certificate has 50 kB. */
export const jsonBytesMax = 1024 * 1024

export interface RouteInput {
  params?: unknown
  query?: unknown
  body?: unknown
  fileName?: string | null
}

export interface ReadInput {
  input: RouteInput
  /** The JSON as it came, for telling one request from another; of a stream only its file's name. */
  bodyText: string
}

/** Reads and checks `params`, `query` and `body`, those that the route has. Throws a `Problem` naming each field. */
export async function readInput(request: HonoRequest, route: Route): Promise<ReadInput> {
  const input: RouteInput = {}
  if (route.params !== undefined) input.params = check('params', route.params, request.param())
  input.query = check('query', route.query ?? z.strictObject({}), request.query())
  if (route.body === undefined) return { input, bodyText: '' }
  if (isBytes(route.body)) {
    input.body = limitedBody(request, route.body)
    input.fileName = readFileName(request.header(fileNameHeader))
    return { input, bodyText: input.fileName ?? '' }
  }
  const bodyText = await readText(request)
  input.body = check('body', route.body, parseJson(bodyText))
  return { input, bodyText }
}

function check(part: 'params' | 'query' | 'body', shape: z.ZodType, value: unknown): unknown {
  const read = shape.safeParse(value)
  if (!read.success) throw fieldProblem(part, read.error)
  return read.data
}

async function readText(request: HonoRequest): Promise<string> {
  requireMediaType(request, ['application/json'])
  const stream = limited(request, jsonBytesMax)
  try {
    return await new Response(stream).text()
  } catch (error) {
    if (error instanceof Problem) throw error
    throw makeProblem('bodyCutOff')
  }
}

/** No body at all stands for an empty object, so that the answer names the fields that are missing. */
function parseJson(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw makeProblem('bodyNotJson')
  }
}

function limitedBody(request: HonoRequest, body: BytesBody): ReadableStream<Uint8Array> {
  requireMediaType(request, body.mediaTypes)
  return limited(request, body.bytesMax)
}

/** Percent-encoded UTF-8, with or without what RFC 8187 puts in front. */
function readFileName(given: string | undefined): string | null {
  if (given === undefined) return null
  const encoded = given.replace(/^utf-8'[\w-]*'/i, '')
  const name = decode(encoded)?.trim() ?? ''
  if (name !== '' && name.length <= nameLengthMax) return name
  throw makeProblem('fileNameUnreadable', { most: String(nameLengthMax), header: fileNameHeader })
}

function decode(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return null
  }
}

function requireMediaType(request: HonoRequest, accepted: readonly string[]): void {
  const [given = ''] = (request.header('content-type') ?? '').toLowerCase().split(';')
  if (accepted.includes(given.trim())) return
  throw makeProblem('mediaTypeUnread', { type: given.trim() || 'none', accepted: accepted.join(' or ') })
}

/** The body, cut with a `Problem` as soon as it is longer than allowed, whatever its length was said to be. */
function limited(request: HonoRequest, bytesMax: number): ReadableStream<Uint8Array> {
  const told = Number(request.header('content-length') ?? 0)
  if (told > bytesMax) throw tooLarge(bytesMax)
  const body = request.raw.body
  if (body === null) return new Blob([]).stream()
  let bytes = 0
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength
        if (bytes > bytesMax) controller.error(tooLarge(bytesMax))
        else controller.enqueue(chunk)
      },
    }),
  )
}

function tooLarge(bytesMax: number): Problem {
  return makeProblem('bodyTooLarge', { megabytes: String(Math.round(bytesMax / 1024 / 1024)) })
}
