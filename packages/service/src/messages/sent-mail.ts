/** A mail as it was sent, for those who look after a campaign or a rule: word for word, but for the token in its link. */

import type { Handlers, Output } from '@muster/contract/routes'
import type { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'
import type { Database } from '../db/database.ts'
import { readKept, renderKept } from './forms.ts'
import { withLogo } from './own-templates.ts'
import { readKeptRuleMail } from './render-rule.ts'

export function createSentMailHandlers({ db }: { db: Database }): Pick<Handlers, 'showMail'> {
  return {
    async showMail({ params }) {
      const row = await readRow(db, params.messageId)
      if (row.kind === 'automation') return showRuleMail(db, row)
      const kept = (await readKept(db, [row.id])).get(row.id)
      if (kept === undefined) throw notKept()
      const { subject, html, text, language } = renderKept(kept)
      const { said, shared } = kept
      return {
        messageId: row.id,
        kind: kept.kind,
        rule: null,
        ...envelopeOf(row),
        to: said.address,
        toName: said.displayName,
        subject,
        html: await withLogo(db, row.tenant_id, html, shared.logo?.id),
        text,
        language,
        template: await readVersion(db, kept.templateId),
      }
    },
  }
}

async function showRuleMail(db: Database, row: Row): Promise<Output<'showMail'>> {
  const kept = await readKeptRuleMail(db, row.id)
  if (kept === null) throw notKept()
  return {
    messageId: row.id,
    kind: 'automation',
    rule: kept.rule,
    ...envelopeOf(row),
    to: kept.said.address,
    toName: kept.said.displayName,
    ...kept.rendered,
    template: null,
  }
}

function envelopeOf(row: Row) {
  return {
    number: row.number,
    state: row.state,
    from: row.address,
    fromName: row.display_name,
    madeAt: row.claimed_at ?? row.settled_at,
  }
}

function notKept(): Problem {
  return makeProblem('mailNotKept')
}

type Row = Awaited<ReturnType<typeof readRow>>

async function readRow(db: Database, messageId: string) {
  const row = await db
    .selectFrom('message')
    .innerJoin('sender', 'sender.id', 'message.sender_id')
    .select(['message.id', 'message.tenant_id', 'message.kind', 'message.number', 'message.state'])
    .select(['message.claimed_at', 'message.settled_at', 'sender.address', 'sender.display_name'])
    .where('message.id', '=', messageId)
    .executeTakeFirst()
  if (row === undefined) throw makeProblem('noMail')
  return row
}

async function readVersion(db: Database, templateId: string | null): Promise<Output<'showMail'>['template']> {
  if (templateId === null) return null
  const row = await db
    .selectFrom('mail_template')
    .leftJoin('text_set', 'text_set.id', 'mail_template.text_set_id')
    .select(['mail_template.id', 'mail_template.made_at', 'mail_template.made_by', 'text_set.name'])
    .where('mail_template.id', '=', templateId)
    .executeTakeFirstOrThrow()
  return { templateId: row.id, madeAt: row.made_at, madeBy: row.made_by, textSet: row.name }
}
