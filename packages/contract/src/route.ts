/** What a route is made of, and the types that follow from one: what goes in, what comes out, who may call it. */

import type * as z from 'zod'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** Each may do what those before it may. */
export const roles = ['public', 'viewer', 'operator', 'admin'] as const
export type Role = (typeof roles)[number]

/** Whether a caller with the role `has` may use a route that asks for `needs`. */
export function mayCall(has: Role, needs: Role): boolean {
  return roles.indexOf(has) >= roles.indexOf(needs)
}

/**
 * The header that a streamed file's name travels in, in UTF-8 and percent-encoded: a name may be personal, and so
 * stands in no URL. The `UTF-8''` that RFC 8187 puts in front is taken, too.
 */
export const fileNameHeader = 'X-File-Name'

/** A body that is streamed and never held: a file of people. */
export interface BytesBody {
  kind: 'bytes'
  mediaTypes: readonly string[]
  bytesMax: number
}

export interface JsonAnswer<Shape extends z.ZodType = z.ZodType> {
  kind: 'json'
  status: 200 | 201 | 202
  shape: Shape
}

/** A streamed file; the status goes out with the first row, so a later failure cuts the connection. */
export interface CsvAnswer {
  kind: 'csv'
  status: 200
}

export interface NoAnswer {
  kind: 'nothing'
  status: 204
}

export interface Route {
  method: Method
  /** Below `basePath`, with parameters as `{name}`. Nothing personal ever stands in a path or a query. */
  path: string
  role: Role
  summary: string
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType | BytesBody
  answer: JsonAnswer | CsvAnswer | NoAnswer
  /** A POST that changes nothing needs no idempotency key. */
  reads?: true
  /**
   * The answer holds a secret, so it is never kept to be repeated to a second call with the same key. `inSecrets`: only when its
   * `secrets` are not empty.
   */
  secretAnswer?: true | 'inSecrets'
}

/** Whether a route changes something and so takes an `Idempotency-Key`. */
export function isWrite(route: Route): boolean {
  return route.method !== 'GET' && route.reads !== true
}

export function json<const Shape extends z.ZodType>(
  shape: Shape,
  status: JsonAnswer['status'] = 200,
): JsonAnswer<Shape> {
  return { kind: 'json', status, shape }
}

export const csv: CsvAnswer = { kind: 'csv', status: 200 }

export const nothing: NoAnswer = { kind: 'nothing', status: 204 }

/** Tells a shape from a stream. */
export function isBytes(body: z.ZodType | BytesBody): body is BytesBody {
  return 'mediaTypes' in body
}

/**
 * The header that every call of our client carries. A form or an image of a foreign page cannot set it, so a call that
 * a browser's cookie vouches for is believed only with it.
 */
export const clientHeader = 'X-Muster-Client'

/** Who calls, as far as handlers need to know. */
export interface Caller {
  by: 'apiKey' | 'account'
  /** Of the key, or of the account. */
  id: string
  name: string
  role: Exclude<Role, 'public'>
  /** The session that an account calls in; null for a key. */
  sessionId: string | null
}

/** A public route may be called by anybody, so its handler is told of nobody. */
export type CallerOf<R extends Route> = R['role'] extends 'public' ? null : Caller

/** A file as a handler answers it, row by row or in pieces of any size. */
export interface CsvFile {
  fileName: string
  chunks: AsyncIterable<string>
}

/** A file as the client receives it. */
export interface ReceivedFile {
  fileName: string
  bytes: ReadableStream<Uint8Array>
}

type ShapedPart<R, Key extends string, Side extends 'in' | 'out'> =
  R extends Record<Key, infer Shape extends z.ZodType>
    ? Record<Key, Side extends 'in' ? z.input<Shape> : z.output<Shape>>
    : unknown

/** What a file was called where it came from, if it came with a name. */
type BytesPart<R> = R extends { body: BytesBody }
  ? { body: ReadableStream<Uint8Array>; fileName: string | null }
  : unknown

type Flat<T> = { [Key in keyof T]: T[Key] }

/** What a handler is given: `params`, `query` and `body`, checked, defaults filled in; only those the route has. */
export type InputOf<R extends Route> = Flat<
  ShapedPart<R, 'params', 'out'> & ShapedPart<R, 'query', 'out'> & ShapedPart<R, 'body', 'out'> & BytesPart<R>
>

/** A part whose every field may be left out may be left out whole. */
type Spared<T> = Flat<
  { [Key in keyof T as object extends T[Key] ? never : Key]: T[Key] } & {
    [Key in keyof T as object extends T[Key] ? Key : never]?: T[Key]
  }
>

type SentBytes<R> = R extends { body: BytesBody }
  ? { body: Uint8Array | ReadableStream<Uint8Array>; fileName?: string }
  : unknown

/** What a caller of the client gives. */
export type RequestOf<R extends Route> = Spared<
  ShapedPart<R, 'params', 'in'> & ShapedPart<R, 'query', 'in'> & ShapedPart<R, 'body', 'in'> & SentBytes<R>
>

/** What a handler answers. Fields that the shape does not name are dropped before they leave. */
export type OutputOf<R extends Route> =
  R['answer'] extends JsonAnswer<infer Shape>
    ? z.output<Shape>
    : R['answer'] extends CsvAnswer
      ? CsvFile
      : undefined

/** What the client gives back. */
export type AnswerOf<R extends Route> = R['answer'] extends CsvAnswer ? ReceivedFile : OutputOf<R>
