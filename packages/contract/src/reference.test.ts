/** The stored reference is what the table says, and the table keeps its promises. */

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { openApiDocument } from './openapi.ts'
import { referencePages } from './reference.ts'
import { isBytes, type Route } from './route.ts'
import { routeNames, routes } from './routes.ts'

describe('the stored reference', () => {
  for (const [fileName, content] of Object.entries(referencePages())) {
    it(`${fileName} is what the table says (else run write-reference.ts)`, async () => {
      const stored = new URL(`../../../docs/reference/${fileName}`, import.meta.url)
      // Not `equal`: the difference of two long pages would bury the rest.
      assert.ok((await readFile(stored, 'utf8')) === content, 'the stored page is out of date')
    })
  }
})

describe('the table', () => {
  for (const name of routeNames) {
    const route: Route = routes[name]
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, key]) => key)

    it(`${name} has a shape for each parameter of its path`, () => {
      assert.deepEqual(Object.keys(route.params?.shape ?? {}).sort(), inPath.sort())
    })

    it(`${name} puts nothing personal into its URL`, () => {
      // An id of ours says nothing about anybody, whatever it is the id of.
      const names = [...inPath, ...Object.keys(route.query?.shape ?? {})]
      const inUrl = names.filter(name => name === undefined || !/Id$/.test(name)).join(' ')
      assert.doesNotMatch(inUrl, /upn|mail|principal|displayName|text|search/i)
    })
  }

  for (const name of routeNames.filter(name => name.startsWith('list'))) {
    it(`${name} answers by pages`, () => {
      const { query, answer }: Route = routes[name]
      assert.deepEqual(Object.keys(query?.shape ?? {}).slice(0, 2), ['limit', 'cursor'])
      const empty = answer.kind === 'json' && answer.shape.safeParse({ items: [], nextCursor: null }).success
      assert.ok(empty)
    })
  }

  it('a GET brings no body, so that it can only ask', () => {
    const gets: Route[] = routeNames.map(name => routes[name]).filter(route => route.method === 'GET')
    assert.deepEqual(
      gets.filter(route => route.body !== undefined),
      [],
    )
  })

  it('no two routes share a method and a path', () => {
    const seen = routeNames.map(name => `${routes[name].method} ${routes[name].path}`)
    assert.equal(new Set(seen).size, seen.length)
  })

  it('only the health check is public', () => {
    const open = routeNames.filter(name => routes[name].role === 'public')
    assert.deepEqual(open, ['health'])
  })

  it('only lists of people and a logo are streamed in', () => {
    const streams = routeNames.filter(name => {
      const { body }: Route = routes[name]
      return body !== undefined && isBytes(body)
    })
    assert.deepEqual(streams, ['importPeople', 'setLogo', 'sendTakeoverFile'])
  })
})

describe('the OpenAPI document', () => {
  it('every $ref leads somewhere', () => {
    const document = JSON.stringify(openApiDocument())
    const names = [...document.matchAll(/"\$ref":"#\/components\/(schemas|responses|parameters)\/(\w+)"/g)]
    assert.ok(names.length > 50)
    assert.equal(names.length, [...document.matchAll(/"\$ref"/g)].length)
    for (const [, kind, name] of names) assert.ok(document.includes(`"${name}":{`), `${kind}/${name}`)
  })

  it('says the role of each route', () => {
    const document = JSON.stringify(openApiDocument())
    assert.equal([...document.matchAll(/"x-role"/g)].length, routeNames.length)
  })
})
