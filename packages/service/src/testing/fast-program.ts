/**
 * The service on a clock that runs fast: for crash tests, whose recovery takes quarters of an hour. Arguments: the
 * moment of the wall at which the clock agrees with it (ms), and how many times as fast it runs.
 */

import { startApp } from '../app.ts'
import { writeConnection } from '../cli/local-commands.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { createAgreedClock } from './agreed-clock.ts'

const [fromMs, factor] = process.argv.slice(2).map(Number)
const config = readConfig(process.env, process.cwd())
const clock = createAgreedClock({ fromMs: fromMs ?? Date.now(), factor: factor ?? 1 })
const app = await startApp({ config, clock, log: createLog(config.logLevel), lanes: 'work' })
await writeConnection(app, config.dataFolder)
process.stdout.write('Muster is running.\n')
process.once('SIGTERM', () => void app.close())
