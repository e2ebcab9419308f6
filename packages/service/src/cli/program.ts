/** The command line as a client of the API. Commands that run here (`serve`, `demo`, …) are added by the program's main file. */

import { Command } from 'commander'
import { addAccessCommands } from './access-commands.ts'
import { addActivityCommands } from './activity-commands.ts'
import { addAuditCommands } from './audit-commands.ts'
import { addCampaignCommands } from './campaign-commands.ts'
import { describeEnding, exitCodesText, judge } from './failure.ts'
import { addImportCommands } from './import-commands.ts'
import { addKeyCommands } from './key-commands.ts'
import { addMailCommands } from './mail-commands.ts'
import { addMirrorCommands } from './mirror-commands.ts'
import { addOverviewCommand } from './overview-command.ts'
import { addPeopleCommands } from './people-commands.ts'
import { addProtectCommands } from './protect-commands.ts'
import { addReportCommand } from './report-command.ts'
import { addRuleCommands } from './rule-commands.ts'
import { addSenderCommands } from './sender-commands.ts'
import { addStatusCommand } from './status-command.ts'
import { addStopCommands } from './stop-commands.ts'
import { addTakeoverCommands } from './takeover-commands.ts'
import { addTenantCommands } from './tenant-commands.ts'
import type { Terminal } from './terminal.ts'

/** The program with every command of the client. Add local ones with `program.command(…)`, then `runProgram`. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('muster')
    .description('Moves the people of a Microsoft Entra tenant to multifactor authentication, and proves it.')
    .exitOverride()
    .configureOutput({
      writeOut: text => terminal.stdout.write(text),
      writeErr: text => terminal.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showSuggestionAfterError()
    .showHelpAfterError('(--help says more)')
    .addHelpText('after', `\n${exitCodesText}`)
  addTenantCommands(program, terminal)
  addSenderCommands(program, terminal)
  addCampaignCommands(program, terminal)
  addImportCommands(program, terminal)
  addTakeoverCommands(program, terminal)
  addOverviewCommand(program, terminal)
  addStatusCommand(program, terminal)
  addReportCommand(program, terminal)
  addPeopleCommands(program, terminal)
  addMailCommands(program, terminal)
  addRuleCommands(program, terminal)
  addAuditCommands(program, terminal)
  addProtectCommands(program, terminal)
  addMirrorCommands(program, terminal)
  addStopCommands(program, terminal)
  addKeyCommands(program, terminal)
  addAccessCommands(program, terminal)
  addActivityCommands(program, terminal)
  return program
}

/** Runs a command to its end and gives its exit code; never throws. `argv` is without node and script. */
export async function runProgram(
  program: Command,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return 0
  } catch (error) {
    const { exitCode, told } = judge(error)
    if (told !== null) {
      const isJson = argv.includes('--json')
      terminal.stderr.write(isJson ? `${JSON.stringify({ problem: told }, null, 2)}\n` : describeEnding(told))
    }
    return exitCode
  }
}
