/** What was once not known of somebody's mails and how it was settled, as lines of the timeline. */

import type { Output } from '@muster/contract/routes'
import { timelineMax } from '@muster/contract/shapes/people'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { DoubtSettler, DoubtVerdict } from '../db/doubt-schema.ts'
import type { MessageKind } from '../db/schema.ts'
import { mailsAbout, type Whom } from './person-mails.ts'

type Line = Output<'getPerson'>['timeline'][number]

interface Row {
  kind: MessageKind
  number: number
  rule: string | null
  since_at: Date
  why: string
  settled_at: Date | null
  verdict: DoubtVerdict | null
  settled_by: DoubtSettler | null
  decided_by: string | null
}

const settlerWords: Readonly<Record<Exclude<DoubtSettler, 'operator'>, string>> = {
  link: 'its link was opened',
  sentItems: 'by the Sent Items',
  bounce: 'it came back',
  campaign: 'as the campaign says',
}
const verdictWords: Readonly<Record<DoubtVerdict, { kind: string; text: string }>> = {
  arrived: { kind: 'mailArrived', text: 'taken as sent' },
  again: { kind: 'mailSentAgain', text: 'sent again' },
  withdrawn: { kind: 'mailNotSentAgain', text: 'not sent again, since nobody wants it any more' },
}

/** Oldest first. */
export async function readDoubtLines(db: Database, whom: Whom): Promise<Line[]> {
  const { rows } = await sql<Row>`
    with about as (${mailsAbout(whom)})
    select message.kind, message.number, rule.name as rule, doubt.since_at, doubt.why, doubt.settled_at, doubt.verdict,
           doubt.settled_by, doubt.decided_by
    from about
    join mail_doubt as doubt on doubt.message_id = about.id
    join message on message.id = about.id
    left join rule on rule.id = message.rule_id
    order by doubt.since_at desc limit ${timelineMax}
  `.execute(db)
  const lines = rows.flatMap(row => [beginning(row), ...ending(row)])
  return lines.sort((a, b) => a.at.getTime() - b.at.getTime())
}

function beginning(row: Row): Line {
  return {
    at: row.since_at,
    kind: 'mailUncertain',
    facts: { ...factsOf(row), detail: row.why },
    text: `${nameOf(row)}: nobody knows whether it was sent (${row.why})`,
  }
}

function ending(row: Row): Line[] {
  const { settled_at: at, verdict, settled_by: by, decided_by: owner } = row
  if (at === null || verdict === null || by === null) return []
  const { kind, text } = verdictWords[verdict]
  const because = by === 'operator' ? `as ${owner} decided` : settlerWords[by]
  return [{ at, kind, facts: { ...factsOf(row), by, owner }, text: `${nameOf(row)}: ${text}, ${because}` }]
}

function factsOf({ kind, number, rule }: Row): Line['facts'] {
  return { mail: kind, number, rule }
}

function nameOf({ kind, number, rule }: Row): string {
  return rule === null ? `${kind} ${number}` : `mail of the automation "${rule}"`
}
