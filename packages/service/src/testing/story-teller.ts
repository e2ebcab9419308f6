/** Stories of one test file on one PostgreSQL: each in an empty database of its own. */

import { after, before } from 'node:test'
import { openDatabases, type TestDatabases } from './database.ts'
import { openStory, type Story, type StoryOptions } from './story.ts'

/** Call once at the top of a test file; the function it answers opens a story. */
export function createStoryTeller(): (options?: Partial<StoryOptions>) => Promise<Story> {
  const databases = useDatabases()
  return async (options = {}) => {
    const database = await databases().fresh()
    const told = await openStory({ databaseUrl: database.url, ...options })
    return {
      ...told,
      async [Symbol.asyncDispose]() {
        await told[Symbol.asyncDispose]()
        await database[Symbol.asyncDispose]()
      },
    }
  }
}

/** A server for the tests of this file, started before the first and stopped after the last. */
export function useDatabases(): () => TestDatabases {
  let databases: TestDatabases | null = null
  before(async () => {
    databases = await openDatabases()
  })
  after(() => databases?.close())
  return () => {
    if (databases === null) throw new Error('databases are there only while tests run')
    return databases
  }
}
