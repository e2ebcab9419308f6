/** Where the program begins: the command line, of which `serve` is one command. */

import { addLocalCommands } from './cli/local-commands.ts'
import { createProgram, runProgram } from './cli/program.ts'
import { openTerminal } from './cli/terminal.ts'
import { defaultDataFolder } from './db/postgres-place.ts'

const terminal = openTerminal(process.env.MUSTER_DATA ?? defaultDataFolder(process.cwd()))
const program = createProgram(terminal)
addLocalCommands(program, terminal)
process.exitCode = await runProgram(program, process.argv.slice(2), terminal)
