/** The plan before a launch, read from the tables: a dry run that writes nothing and wakes nobody. */

import type { Input, Output } from '@muster/contract/routes'
import { sendersMax } from '@muster/contract/shapes/campaigns'
import { planNamesMax } from '@muster/contract/shapes/plan'
import type { Status } from '@muster/core/enrolment'
import { hasMailTimes } from '@muster/core/mail-hours'
import type { Level } from '@muster/core/methods'
import type { WaveGroup } from '@muster/core/pacing'
import { judgeMail, type MailVerdict, planCampaign } from '@muster/core/plan'
import { type ZoneSource, zoneOf } from '@muster/core/time-zones'
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
  const zones = countZones(mailed)
  const { wave, reminders, escalation, due } = planCampaign({
    groups: zones.length > 0 ? zones.map(({ zone, people }) => ({ zone, mails: people })) : anywhere(mails),
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
    mailHours: campaign.policy.mailHours,
    mailDays: campaign.policy.mailDays,
    zones,
    wave: { mails, queuedBefore, finishAt: wave.finishAt, days: [...wave.days] },
    reminders: [...reminders],
    escalation,
    due,
  }
}

/** Where any time will do it does not matter where people live. */
function anywhere(mails: number): WaveGroup[] {
  return mails === 0 ? [] : [{ zone: 'UTC', mails }]
}

/** Whose clock how many of those mailed live by, the largest group first; empty where any time will do. */
function countZones(groups: readonly Judged[]): Plan['zones'] {
  const lives = groups.flatMap(({ lives, people }) => (lives === null ? [] : [{ ...lives, people }]))
  return [...Map.groupBy(lives, ({ zone, source }) => `${zone} ${source}`).values()]
    .flatMap(([first, ...more]) =>
      first === undefined ? [] : [{ ...first, people: first.people + countPeople(more) }],
    )
    .sort((a, b) => b.people - a.people || a.zone.localeCompare(b.zone, 'en'))
}

interface Alike extends CandidateRow {
  time_zone: string | null
  usage_location: string | null
  tenant_zone: string
  status: Status
  level: Level
  is_lost: boolean
  people: number
  names: Named[]
}

interface Judged {
  /** Null where any time will do. */
  lives: { zone: string; source: ZoneSource } | null
  people: number
  names: readonly Named[]
  verdict: MailVerdict
}

const alike = sql`
  is_protected, account_enabled, deleted_at is null, user_type, mail is null, status, level, is_lost, time_zone,
  usage_location
`

/** People who are alike in everything that decides are one row: half a million of them are some dozens. */
async function judgeGroups(db: Database, campaign: CampaignRow, namesMax: number): Promise<Judged[]> {
  const isTimed = hasMailTimes(campaign.policy)
  const { rows } = await sql<Alike>`
    with planned as (
      select enrolment.id, enrolment.status, person.display_name, person.upn, person.level,
             enrolment.lost_at is not null as is_lost, ${candidateColumns},
             case when ${isTimed} then person.time_zone end as time_zone,
             case when ${isTimed} then person.usage_location end as usage_location
      from enrolment
      join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
      where enrolment.campaign_id = ${campaign.id}
    ), numbered as (
      select *, row_number() over (
        partition by ${alike}
        order by display_name, id
      ) as place from planned
    )
    select is_protected, account_enabled, max(deleted_at) as deleted_at, user_type, max(mail) as mail, status, level,
           is_lost, time_zone, usage_location,
           (select time_zone from tenant where id = ${campaign.tenant_id}) as tenant_zone,
           count(*)::int as people,
           coalesce(jsonb_agg(
             jsonb_build_object('enrolmentId', id, 'displayName', display_name, 'userPrincipalName', upn)
             order by place
           ) filter (where place <= ${namesMax}), '[]') as names
    from numbered
    group by ${alike}
  `.execute(db)
  return rows.map(row => ({
    lives: isTimed
      ? zoneOf({ timeZone: row.time_zone, usageLocation: row.usage_location }, row.tenant_zone)
      : null,
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
