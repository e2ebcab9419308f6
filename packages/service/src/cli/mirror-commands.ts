/** `mirror create|show|change|check|remove`: the SharePoint list that is kept in step with a campaign. */

import type { Output } from '@muster/contract/routes'
import { type Command, Option } from 'commander'
import { usageFailure } from './failure.ts'
import { findCampaign } from './names.ts'
import { type CampaignOptions, given, withCampaign } from './options.ts'
import { openSession, type Session, withConnection } from './session.ts'
import { formatAt, printable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Mirror = Output<'createMirror'>
type Leavers = Mirror['leavers']

interface ChangeOptions extends CampaignOptions {
  leavers?: Leavers
  token?: boolean
}

export function addMirrorCommands(program: Command, terminal: Terminal): void {
  const mirror = program
    .command('mirror')
    .description('the SharePoint list that is kept in step with a campaign')
  withShown(withCampaign(withConnection(mirror.command('create'))))
    .description('make the list, or take an empty one with its columns, and keep it in step from now on')
    .requiredOption('--site <address>', 'of the site, as the browser shows it')
    .requiredOption('--list <name>', 'of the list')
    .action(async (options: ChangeOptions & { site: string; list: string }) => {
      const { session, params } = await open(terminal, options)
      const body = { siteUrl: options.site, listName: options.list, ...shownBy(options) }
      const made = await session.client.createMirror({ params, body })
      session.print(made, () => describe(made, session.paint))
    })
  withCampaign(withConnection(mirror.command('show')))
    .description('how the list stands: what waits to be written, and what others have changed in it')
    .action(async (options: CampaignOptions) => {
      const { session, params } = await open(terminal, options)
      const answer = await session.client.getMirror({ params })
      session.print(answer, () =>
        answer.mirror === null ? 'none yet: muster mirror create\n' : describe(answer.mirror, session.paint),
      )
    })
  withShown(withCampaign(withConnection(mirror.command('change'))))
    .description('change what the list shows, or stop and go on keeping it in step')
    .option('--stop', 'write nothing until "--go-on"')
    .option('--go-on', 'keep it in step again')
    .action(async (options: ChangeOptions & { stop?: true; goOn?: true }) => {
      const body = { ...shownBy(options), ...given({ isOn: isOnBy(options) }) }
      if (Object.keys(body).length === 0) {
        throw usageFailure(
          'nothing is to be changed',
          'give --leavers, --token or --no-token, --stop or --go-on; "muster mirror check" looks at the list now',
        )
      }
      const { session, params } = await open(terminal, options)
      const changed = await session.client.updateMirror({ params, body })
      session.print(changed, () => describe(changed, session.paint))
    })
  withCampaign(withConnection(mirror.command('check')))
    .description('look now at what others have changed in the list, and put it right')
    .action(async (options: CampaignOptions) => {
      const { session, params } = await open(terminal, options)
      const checked = await session.client.checkMirror({ params })
      session.print(checked, () => 'it is being checked: "muster mirror show" tells what was found\n')
    })
  withCampaign(withConnection(mirror.command('remove')))
    .description('keep the list in step no longer; it stays in SharePoint as it is')
    .action(async (options: CampaignOptions) => {
      const { session, params } = await open(terminal, options)
      await session.client.removeMirror({ params })
      session.print(params, () => 'the list is kept in step no longer; it stays in SharePoint as it is\n')
    })
}

function withShown(command: Command): Command {
  return command
    .addOption(
      new Option('--leavers <what>', 'what becomes of the row of somebody who is excluded').choices([
        'remove',
        'mark',
      ]),
    )
    .option('--token', "show people's tokens in the list (the usual)")
    .option('--no-token', 'leave them out: whoever reads the list could follow the links')
}

function isOnBy({ stop, goOn }: { stop?: true; goOn?: true }): boolean | undefined {
  if (stop === true && goOn === true)
    throw usageFailure('--stop and --go-on are opposites', 'give one of them')
  return goOn === true ? true : stop === true ? false : undefined
}

function shownBy({ leavers, token }: ChangeOptions) {
  return given({ leavers, withToken: token })
}

async function open(terminal: Terminal, options: CampaignOptions) {
  const session = await openSession(terminal, options)
  const { campaignId } = await findCampaign(session.client, options.campaign)
  return { session, params: { campaignId } }
}

function describe(mirror: Mirror, paint: Session['paint']): string {
  const { problem, rows, drift } = mirror
  const lines = [
    `${printable(mirror.listName)}  ${mirror.listUrl}`,
    mirror.isOn ? '' : paint('yellow', 'stopped: nothing is written; "muster mirror change --go-on"'),
    problem === null
      ? ''
      : paint('red', `cannot be kept in step: ${printable(problem.reason)}`) +
        (problem.remedy === null ? '' : `\n  ${problem.remedy}`),
    `rows waiting to be written  ${rows.waiting}`,
    rows.refused === 0 ? '' : paint('red', `rows refused  ${rows.refused}: ${printable(rows.reason ?? '')}`),
    `last written  ${timeOf(mirror.writtenAt)}`,
    `last checked  ${mirror.isChecking ? 'being checked now' : timeOf(mirror.checkedAt)}`,
    drift === null
      ? ''
      : Object.values(drift).every(rows => rows === 0)
        ? 'found then  nothing that others had changed'
        : `found then  ${drift.edited} edited and ${drift.deleted} deleted by hand, ${drift.doubled} doubled (all put right), ${drift.foreign} of nobody (left alone)`,
    `excluded people  ${mirror.leavers === 'remove' ? 'leave the list' : 'stay in it, marked'}`,
    `tokens  ${mirror.withToken ? 'shown' : 'left out'}`,
  ]
  return `${lines.filter(line => line !== '').join('\n')}\n`
}

function timeOf(at: Date | null): string {
  return at === null ? 'not yet' : `${formatAt(at)} UTC`
}
