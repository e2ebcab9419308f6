/** `mail list|arrived|again`: a campaign's mails, and an operator's word about those whose fate nobody knows. */

import type { RequestOf } from '@muster/contract/route'
import type { Output, Routes } from '@muster/contract/routes'
import { decideMailsMax, mailStates } from '@muster/contract/shapes/mails'
import { type Command, Option } from 'commander'
import { usageFailure } from './failure.ts'
import { findCampaign, readAll } from './names.ts'
import { type CampaignOptions, given, wholeNumber, withCampaign } from './options.ts'
import { openSession, withConnection } from './session.ts'
import { type Column, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Mail = Output<'listMails'>['items'][number]
type Decision = RequestOf<Routes['decideMails']>['body']['decision']

/** A screen or two; `--limit` asks for more. */
const mailsShownDefault = 100
/** Several mails to everybody in the largest tenant that Muster is made for. */
const mailsShownMax = 2_000_000

export function addMailCommands(program: Command, terminal: Terminal): void {
  const mail = program.command('mail').description("a campaign's mails, and those whose fate nobody knows")
  addList(mail, terminal)
  addDecision(mail, terminal, {
    decision: 'arrived',
    about: 'mails of unknown fate did arrive: somebody has looked',
    said: 'taken as arrived',
  })
  addDecision(mail, terminal, {
    decision: 'again',
    about: 'mails of unknown fate are sent once more; whoever got the first one gets two',
    said: 'sent again',
  })
}

function addList(mail: Command, terminal: Terminal): void {
  withCampaign(withConnection(mail.command('list')))
    .description("list a campaign's mails")
    .addOption(new Option('--state <state>', 'only mails in this state').choices(mailStates))
    .option('--limit <number>', 'how many at most', wholeNumber(1, mailsShownMax), mailsShownDefault)
    .action(async (options: CampaignOptions & { state?: Mail['state']; limit: number }) => {
      const session = await openSession(terminal, options)
      const { campaignId } = await findCampaign(session.client, options.campaign)
      const query = given({ state: options.state })
      const mails = await readAll(
        page => session.client.listMails({ params: { campaignId }, query: { ...query, ...page } }),
        options.limit,
      )
      const rest = mails.length === options.limit ? `(the first ${options.limit}; --limit shows more)\n` : ''
      session.print(mails, () => (mails.length === 0 ? 'no mail\n' : formatTable(mailColumns, mails) + rest))
    })
}

const mailColumns: Column<Mail>[] = [
  { head: 'to', of: mail => mail.recipient ?? mail.userPrincipalName },
  {
    head: 'mail',
    of: mail => (mail.enrolmentId === null ? 'digest for a manager' : `${mail.kind} ${mail.number}`),
  },
  { head: 'state', of: mail => mail.state },
  { head: 'from', of: mail => mail.sender },
  { head: 'tried (UTC)', of: mail => mail.triedAt },
  { head: 'detail', of: mail => mail.detail ?? mail.decision },
  { head: 'id', of: mail => mail.messageId },
]

interface DecisionCommand {
  decision: Decision
  about: string
  said: string
}

function addDecision(mail: Command, terminal: Terminal, { decision, about, said }: DecisionCommand): void {
  withCampaign(
    withConnection(mail.command(decision).argument('<ids...>', 'ids as "muster mail list" shows them')),
  )
    .description(about)
    .action(async (ids: string[], options: CampaignOptions) => {
      const session = await openSession(terminal, options)
      const { campaignId, name } = await findCampaign(session.client, options.campaign)
      const sum: Output<'decideMails'> = { changed: 0, unchanged: 0, notFound: [] }
      for (let start = 0; start < ids.length; start += decideMailsMax) {
        const messageIds = ids.slice(start, start + decideMailsMax)
        const decided = await session.client.decideMails({
          params: { campaignId },
          body: { decision, messageIds },
        })
        sum.changed += decided.changed
        sum.unchanged += decided.unchanged
        sum.notFound.push(...decided.notFound)
      }
      session.print(sum, () => `${sum.changed} ${said}, ${sum.unchanged} were decided or known already\n`)
      if (sum.notFound.length > 0) {
        throw usageFailure(`${sum.notFound.length} mails are not in "${name}"`, 'see "muster mail list"')
      }
    })
}
