/**
 * One copy of the service as a process of its own, for a rehearsal with several: it works its lanes when it is told
 * to, and lives until it is told to stop, is killed, or loses its parent. Argument: the file with its settings.
 */

import { readFileSync } from 'node:fs'
import { startApp } from '../app.ts'
import { createLog } from '../log.ts'
import type { CopyAnswer, CopyOrder, CopySettings } from './copies.ts'
import { readShownClock } from './shared-clock.ts'

// Our own parent wrote this file a moment ago.
const settings: CopySettings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
/** For whoever looks into a rehearsal that went wrong. */
const logLevel = process.env.MUSTER_LOG ?? 'silent'
const app = await startApp({
  config: {
    dataFolder: settings.folder,
    databaseUrl: settings.databaseUrl,
    administration: { host: '127.0.0.1', port: 0 },
    publicFace: { host: '127.0.0.1', port: 0 },
    publicUrl: settings.publicUrl,
    administrationUrl: null,
    signIn: null,
    caFile: settings.caFile,
    trustsProxy: true,
    // The rehearsal's own receiver of webhooks.
    webhookHosts: new Set(['127.0.0.1']),
    logLevel,
    secretKey: Buffer.from(settings.secretKey, 'base64'),
  },
  clock: readShownClock(settings.clockFile),
  log: createLog(logLevel),
  lanes: 'drain',
})

function answer(what: CopyAnswer): void {
  process.send?.(what)
}

async function obey(order: CopyOrder): Promise<void> {
  if (order === 'settle') {
    answer({ kind: 'settled', isAnything: await app.settle() })
  } else {
    await app.close()
    process.disconnect()
  }
}

process.on('message', (order: CopyOrder) => void obey(order))
process.once('disconnect', () => process.exit())
answer({ kind: 'ready', administrationUrl: app.administrationUrl, publicUrl: app.publicFaceUrl })
