/** The balancer of a rehearsal against small servers: whom it asks in turn, and what it does when one is gone. */

import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { type Balancer, openBalancer } from './balancer.ts'

describe('a balancer in front of copies', () => {
  const servers: Server[] = []
  let targets: string[] = []
  let balancer: Balancer
  beforeEach(async () => {
    targets = []
    balancer = await openBalancer(() => targets)
  })
  afterEach(async () => {
    await balancer.close()
    for (const server of servers.splice(0)) server.close()
  })

  /** Answers with its name and what it was sent; `breaks` ends the connection instead. */
  async function addCopy(name: string, manner: 'answers' | 'breaks' = 'answers'): Promise<void> {
    const server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      if (manner === 'breaks') request.socket.destroy()
      else response.end(`${name} ${request.method} ${request.url} ${body}`)
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    servers.push(server)
    // Listening on a port, the address is never a pipe's name.
    targets.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  }

  const ask = async (init: RequestInit = {}) => {
    const response = await fetch(`${balancer.url}/e/1`, init)
    return response.status === 200 ? (await response.text()).trim() : response.status
  }

  test('two copies are asked in turn, and get the body as it was sent', async () => {
    await addCopy('first')
    await addCopy('second')
    assert.deepEqual(
      [await ask(), await ask(), await ask({ method: 'POST', body: 'sure=yes' })],
      ['first GET /e/1', 'second GET /e/1', 'first POST /e/1 sure=yes'],
    )
  })

  test('nobody meets a copy that is gone as long as another lives', async () => {
    targets.push('http://127.0.0.1:1')
    await addCopy('living')
    for (const method of ['GET', 'POST', 'GET', 'POST'])
      assert.match(String(await ask({ method })), /^living/)
  })

  test('a reading that broke off is asked of another copy; a press that broke off is answered 502', async () => {
    await addCopy('dying', 'breaks')
    await addCopy('living')
    assert.equal(await ask(), 'living GET /e/1')
    assert.equal(await ask(), 'living GET /e/1')
    assert.equal(await ask({ method: 'POST' }), 502)
  })

  test('without any copy the answer is 502', async () => {
    assert.equal(await ask(), 502)
  })
})
