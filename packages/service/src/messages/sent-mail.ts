/** A mail as it was sent, for those who look after a campaign: word for word, but for the token in its link. */

import type { Handlers, Output } from '@muster/contract/routes'
import { Problem } from '@muster/core/problem'
import type { Database } from '../db/database.ts'
import { readKept, renderKept } from './forms.ts'
import { withLogo } from './own-templates.ts'

export function createSentMailHandlers({ db }: { db: Database }): Pick<Handlers, 'showMail'> {
  return {
    async showMail({ params }) {
      const row = await readRow(db, params.messageId)
      const kept = (await readKept(db, [row.id])).get(row.id)
      if (kept === undefined) {
        throw new Problem(
          'notFound',
          'this mail was not made yet, or by an older version that kept nothing of it',
          {
            where: 'messageId',
          },
        )
      }
      const { subject, html, text, language } = renderKept(kept)
      const { said, shared } = kept
      return {
        messageId: row.id,
        kind: kept.kind,
        number: row.number,
        state: row.state,
        from: row.address,
        fromName: row.display_name,
        to: said.address,
        toName: said.displayName,
        subject,
        html: await withLogo(db, row.tenant_id, html, shared.logo?.id),
        text,
        language,
        template: await readVersion(db, kept.templateId),
        madeAt: row.claimed_at ?? row.settled_at,
      }
    },
  }
}

async function readRow(db: Database, messageId: string) {
  const row = await db
    .selectFrom('message')
    .innerJoin('sender', 'sender.id', 'message.sender_id')
    .select(['message.id', 'message.tenant_id', 'message.number', 'message.state'])
    .select(['message.claimed_at', 'message.settled_at', 'sender.address', 'sender.display_name'])
    .where('message.id', '=', messageId)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('notFound', 'there is no such mail', { where: 'messageId' })
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
