/** Files in both directions over a real connection: read as they arrive, limited, whole or visibly cut. */

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ApiProblem, createClient } from '@muster/contract/client'
import { importBytesMax } from '@muster/contract/shapes/batches'
import { Problem } from '@muster/core/problem'
import { exampleKeys } from './example-access.ts'
import { createExampleApp, serving } from './example-service.ts'
import { createWorld, exampleIds } from './example-world.ts'

describe('streams over a real connection', () => {
  const as = (baseUrl: string) => createClient({ baseUrl, apiKey: exampleKeys.operator })
  const params = { campaignId: exampleIds.campaign }

  it('a file of people is read as it arrives', async () => {
    const { promise: seen, resolve: see } = Promise.withResolvers<string>()
    const app = createExampleApp(createWorld(), {
      importPeople: async ({ body }) => {
        const reader = body.pipeThrough(new TextDecoderStream()).getReader()
        see((await reader.read()).value ?? '')
        while (!(await reader.read()).done);
        throw new Problem('conflict', 'read to the end')
      },
    })
    await serving(app, async baseUrl => {
      const file = new TransformStream<Uint8Array, Uint8Array>()
      const writer = file.writable.getWriter()
      const answered = as(baseUrl).importPeople({ params, body: file.readable })
      const refused = assert.rejects(answered, /read to the end/)
      await writer.write(new TextEncoder().encode('anna@contoso.example\n'))
      assert.equal(await seen, 'anna@contoso.example\n')
      await writer.close()
      await refused
    })
  })

  it('a file beyond the limit is refused, said length or not', async () => {
    const world = createWorld()
    await serving(createExampleApp(world), async baseUrl => {
      const mebibyte = new Uint8Array(1024 * 1024)
      let left = importBytesMax / mebibyte.length + 1
      const endless = new ReadableStream<Uint8Array>({
        pull: controller => (left-- > 0 ? controller.enqueue(mebibyte) : controller.close()),
      })
      await assert.rejects(as(baseUrl).importPeople({ params, body: endless }), error => {
        assert.ok(error instanceof ApiProblem, String(error))
        return error.body.status === 413
      })
    })
    assert.deepEqual(world.imported, [])
  })

  it('an export arrives whole', async () => {
    await serving(createExampleApp(createWorld()), async baseUrl => {
      const { fileName, bytes } = await as(baseUrl).exportPeople({ params, query: { shape: 'full' } })
      assert.equal(fileName, 'Autumn rollout full.csv')
      assert.equal(
        await new Response(bytes).text(),
        'Title\r\nanna@contoso.example\r\nbert@contoso.example\r\n',
      )
    })
  })

  it('an export that fails at once is a problem; one that fails later is cut off, not short', async () => {
    const failing = (rows: number) =>
      createExampleApp(createWorld(), {
        exportPeople: async () => ({ fileName: 'x.csv', chunks: failAfter(rows) }),
      })
    async function* failAfter(rows: number) {
      for (let row = 0; row < rows; row++) yield `row ${row}\r\n`
      throw new Problem('unavailable', 'the database went away')
    }
    await serving(failing(0), async baseUrl => {
      await assert.rejects(as(baseUrl).exportPeople({ params }), /the database went away/)
    })
    await serving(failing(3), async baseUrl => {
      // Cut before or after the head has left, the reader must notice either way.
      await assert.rejects(async () => {
        const { bytes } = await as(baseUrl).exportPeople({ params })
        await new Response(bytes).text()
      }, /terminated|no answer/)
    })
  })

  it('an export that nobody reads any more is stopped', async () => {
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>()
    async function* endless() {
      try {
        for (;;) yield 'anna@contoso.example\r\n'.repeat(1000)
      } finally {
        stop()
      }
    }
    const app = createExampleApp(createWorld(), {
      exportPeople: async () => ({ fileName: 'x.csv', chunks: endless() }),
    })
    await serving(app, async baseUrl => {
      const { bytes } = await as(baseUrl).exportPeople({ params })
      await bytes.cancel()
      await stopped
    })
  })
})

describe("a streamed file's name", () => {
  const post = (header: string | null) =>
    new Request(`http://muster.example/api/v1/campaigns/${exampleIds.campaign}/imports`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${exampleKeys.operator}`,
        'content-type': 'text/csv',
        ...(header === null ? {} : { 'x-file-name': header }),
      },
      body: 'anna@contoso.example\n',
    })

  it('comes percent-encoded in a header, as RFC 8187 writes it or without its beginning', async () => {
    const world = createWorld()
    const app = createExampleApp(world)
    for (const header of ['M%C3%BCnchen.csv', "UTF-8''M%C3%BCnchen.csv", "utf-8'de'M%C3%BCnchen.csv", null]) {
      assert.equal((await app.fetch(post(header))).status, 202)
    }
    const names = world.batches.map(batch => batch.fileName)
    assert.deepEqual(names, ['München.csv', 'München.csv', 'München.csv', null])
  })

  it('is refused when it is too long or no such encoding', async () => {
    const app = createExampleApp(createWorld())
    for (const header of ['%E4.csv', '%20', 'a'.repeat(201)]) {
      const response = await app.fetch(post(header))
      assert.equal(response.status, 422)
      assert.match(await response.text(), /X-File-Name/)
    }
  })
})
