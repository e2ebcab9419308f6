/** The plan before a launch, read from the tables: a dry run that writes nothing and wakes nobody. */

import type { Input, Output } from '@muster/contract/routes'
import { sendersMax } from '@muster/contract/shapes/campaigns'
import { planNamesMax } from '@muster/contract/shapes/plan'
import type { Status } from '@muster/core/enrolment'
import type { Level } from '@muster/core/methods'
import { judgeMail, type MailVerdict, planCampaign } from '@muster/core/plan'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { type CandidateRow, candidateColumns, candidateOf } from '../enrolments/eligibility.ts'
import type { CampaignRow } from './handlers.ts'
import { readPlanSenders } from './plan-senders.ts'

type Plan = Output<'planCampaign'>
type Named = Plan['mailed']['names'][number]

export async function readPlan(
  db: Database,
  campaign: CampaignRow,
  asked: Input<'planCampaign'>['body'] & { at: Date },
): Promise<Plan> {
  const startAt = asked.startAt !== undefined && asked.startAt > asked.at ? asked.startAt : asked.at
  const groups = await judgeGroups(db, campaign, asked.list ? planNamesMax : 0)
  const mailed = groups.filter(({ verdict }) => verdict.kind === 'mailed')
  const { senders, queuedBefore } = await readPlanSenders(db, campaign, asked.at)
  const mails = countPeople(mailed)
  const { wave, reminders, escalation, due } = planCampaign({
    mails,
    queuedBefore,
    senders: senders.filter(sender => sender.problem === null),
    policy: campaign.policy,
    startAt,
    dueOn: campaign.due_on,
    sendersMax,
  })
  return {
    campaignId: campaign.id,
    startAt,
    people: countPeople(groups),
    mailed: {
      people: mails,
      notLookedAt: countPeople(
        mailed.filter(({ verdict }) => verdict.kind === 'mailed' && !verdict.isLookedAt),
      ),
      names: namesOf(mailed),
    },
    notMailed: tellNotMailed(groups),
    senders,
    wave: { mails, queuedBefore, finishAt: wave.finishAt, days: [...wave.days] },
    reminders: [...reminders],
    escalation,
    due,
  }
}

interface Alike extends CandidateRow {
  status: Status
  level: Level
  is_lost: boolean
  people: number
  names: Named[]
}

interface Judged {
  people: number
  names: readonly Named[]
  verdict: MailVerdict
}

/** People who are alike in everything that decides are one row: half a million of them are some dozens. */
async function judgeGroups(db: Database, campaign: CampaignRow, namesMax: number): Promise<Judged[]> {
  const { rows } = await sql<Alike>`
    with planned as (
      select enrolment.id, enrolment.status, person.display_name, person.upn, person.level,
             enrolment.lost_at is not null as is_lost, ${candidateColumns}
      from enrolment
      join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
      where enrolment.campaign_id = ${campaign.id}
    ), numbered as (
      select *, row_number() over (
        partition by is_protected, account_enabled, deleted_at is null, user_type, mail is null, status, level, is_lost
        order by display_name, id
      ) as place from planned
    )
    select is_protected, account_enabled, max(deleted_at) as deleted_at, user_type, max(mail) as mail, status, level,
           is_lost, count(*)::int as people,
           coalesce(jsonb_agg(
             jsonb_build_object('enrolmentId', id, 'displayName', display_name, 'userPrincipalName', upn)
             order by place
           ) filter (where place <= ${namesMax}), '[]') as names
    from numbered
    group by is_protected, account_enabled, deleted_at is null, user_type, mail is null, status, level, is_lost
  `.execute(db)
  return rows.map(row => ({
    people: row.people,
    names: row.names,
    verdict: judgeMail(
      { candidate: candidateOf(row), status: row.status, level: row.level, isLost: row.is_lost },
      campaign.policy,
    ),
  }))
}

/** The largest group first. */
function tellNotMailed(groups: readonly Judged[]): Plan['notMailed'] {
  const refused = groups.flatMap(group =>
    group.verdict.kind === 'notMailed' ? [{ ...group, verdict: group.verdict }] : [],
  )
  return [...Map.groupBy(refused, ({ verdict }) => verdict.reason)]
    .map(([reason, some]) => ({
      reason,
      text: some[0]?.verdict.text ?? reason,
      people: countPeople(some),
      names: namesOf(some),
    }))
    .sort((a, b) => b.people - a.people)
}

function countPeople(groups: readonly { people: number }[]): number {
  return groups.reduce((sum, group) => sum + group.people, 0)
}

function namesOf(groups: readonly { names: readonly Named[] }[]): Named[] {
  const all = groups.flatMap(group => group.names)
  return all.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')).slice(0, planNamesMax)
}
