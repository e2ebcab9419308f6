/**
 * Loaded into each test file's process: keeps node:test from following every promise. It does so to say which test an
 * uncaught error belongs to, and that alone doubles what a story costs (ten quiet days of one: 10.0 s of a processor
 * with it, 4.6 s without, Nov 2026). Without it an uncaught error is told of the file, which still fails.
 */

import asyncHooks from 'node:async_hooks'
import { createRequire } from 'node:module'

const { createHook } = asyncHooks
const idle = { enable: () => idle, disable: () => idle }

Reflect.set(asyncHooks, 'createHook', () => idle)
// The runner takes `createHook` when it is loaded, which is now.
createRequire(import.meta.url)('node:test')
Reflect.set(asyncHooks, 'createHook', createHook)
