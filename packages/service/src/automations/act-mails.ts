/** The act "mail": found whom it goes to, its message is written in the same transaction, and the senders' lanes do the rest. */

import { actSentences } from '@muster/core/act-sentences'
import { judgeManager, noneNamed, personAbsent, selfNamed } from '@muster/core/escalation'
import type { Directory, DirectoryPerson } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { queueMessages } from '../enrolments/dealing.ts'
import { type CandidateRow, candidateColumns } from '../enrolments/eligibility.ts'
import { readManagerFacts } from '../enrolments/escalations.ts'
import { writePeople } from '../people/directory-copy.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { type Act, type Settlement, settleAct } from './acts.ts'

/** A mail of a rule goes out at any time: it answers something that somebody has just done. */
const anyTime = { mailHours: null, mailDays: null }

interface Held {
  db: Database
  claim: string
  at: Date
}

export async function mailPerson(held: Held, act: Act): Promise<void> {
  await inTransaction(held.db, async tx => {
    const obstacle = await findObstacle(tx, act)
    if (obstacle !== null || act.personId === null) {
      return settle(tx, held, act, {
        state: 'skipped',
        outcome: obstacle ?? actSentences.tell('nobodyToMail'),
      })
    }
    return queue(tx, held, act, { recipientId: act.personId, address: null })
  })
}

/** To an address that the rule names. */
export async function mailAddress(held: Held, act: Act): Promise<void> {
  await inTransaction(held.db, tx => queue(tx, held, act, { recipientId: null, address: act.target }))
}

/** One answer of the directory for each act; the managers are people of the copy afterwards. */
export async function mailManagers(held: Held, acts: readonly Act[], directory: Directory): Promise<void> {
  const asked = acts.flatMap(act => (act.personId === null ? [] : [{ act, personId: act.personId }]))
  const answers = await directory.readManagers(asked.map(({ personId }) => personId))
  for (const [index, { act, personId }] of asked.entries()) {
    const answer = answers[index]
    await inTransaction(held.db, async tx => {
      if (answer === undefined || answer.kind === 'noAnswer' || answer.kind === 'refused') {
        const outcome = answer?.reason ?? actSentences.tell('notAskedFor')
        const nextAt = answer?.kind === 'noAnswer' ? answer.retryAt : null
        return settle(tx, held, act, { state: 'queued', outcome, nextAt })
      }
      if (answer.kind === 'manager') return mailManager(tx, held, { act, personId, manager: answer.manager })
      const { detail } = answer.kind === 'none' ? noneNamed : personAbsent
      return settle(tx, held, act, { state: 'skipped', outcome: detail })
    })
  }
}

async function mailManager(
  tx: Tx,
  held: Held,
  { act, personId, manager }: { act: Act; personId: string; manager: DirectoryPerson },
): Promise<void> {
  if (manager.id === personId) return settle(tx, held, act, { state: 'skipped', outcome: selfNamed.detail })
  await writePeople(tx, { tenantId: act.tenantId, people: [manager], at: held.at })
  await sql`
    update person set manager_id = ${manager.id} where tenant_id = ${act.tenantId} and id = ${personId}
  `.execute(tx)
  const facts = (await readManagerFacts(tx, act.tenantId, [manager.id])).get(manager.id)
  const obstacle = facts === undefined ? personAbsent : judgeManager(facts)
  if (obstacle !== null) return settle(tx, held, act, { state: 'skipped', outcome: obstacle.detail })
  return queue(tx, held, act, { recipientId: manager.id, address: null })
}

async function findObstacle(tx: Tx, { tenantId, personId }: Act): Promise<string | null> {
  const { rows } = await sql<CandidateRow>`
    select ${candidateColumns} from person where tenant_id = ${tenantId} and id = ${personId}
  `.execute(tx)
  return mailObstacle(rows[0])
}

/** Why the person cannot be mailed; null when nothing is in the way. */
export function mailObstacle(row: CandidateRow | undefined): string | null {
  if (row === undefined) return actSentences.tell('personUnknown')
  if (row.is_protected) return actSentences.tell('untouchable')
  if (row.deleted_at !== null) return actSentences.tell('deleted')
  if (!row.account_enabled) return actSentences.tell('accountDisabled')
  return row.mail === null ? actSentences.tell('noMailbox') : null
}

/** The row says whose claim it is, so a copy that was only asleep writes no second message. */
async function queue(
  tx: Tx,
  held: Held,
  act: Act,
  to: { recipientId: string | null; address: string | null },
): Promise<void> {
  const isOurs = await settleAct(tx, act, { ...held, settlement: { state: 'working' } })
  if (!isOurs) return
  const mail = {
    tenantId: act.tenantId,
    campaignId: null,
    senderIds: act.senderIds,
    policy: anyTime,
    enrolmentId: null,
    recipientId: to.recipientId,
    kind: 'automation' as const,
    number: 1,
    act: { ruleId: act.ruleId, actId: act.id, address: to.address },
  }
  const { wakes } = await queueMessages(tx, [mail], held.at)
  await wakeLanes(tx, wakes)
}

async function settle(tx: Tx, held: Held, act: Act, settlement: Settlement): Promise<void> {
  await settleAct(tx, act, { ...held, settlement })
}
