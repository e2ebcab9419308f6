/** The tables as Kysely sees them; the migrations are the truth, a test compares the two. */

import type { CampaignStatus, Policy } from '@muster/core/campaign'
import type { Aside, MailKind, Reached, SightingSource, Status } from '@muster/core/enrolment'
import type { Level } from '@muster/core/methods'
import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type {
  AccountTable,
  ActivityTable,
  ApiKeyTable,
  InvitationTable,
  RememberedAnswerTable,
  SessionTable,
} from './access-schema.ts'
import type {
  AuditEventTable,
  AutomationSettingsTable,
  RuleActTable,
  RuleEntryTable,
  RuleTable,
} from './automation-schema.ts'
import type { BatchPieceTable, BatchRowTable, BatchTable, ExclusionTable } from './batch-schema.ts'
import type { MailDoubtTable } from './doubt-schema.ts'
import type { MirrorRowTable, MirrorTable } from './mirror-schema.ts'
import type { SummaryScheduleTable, SummaryTable } from './summary-schema.ts'
import type {
  LinkAliasTable,
  TakeoverPieceTable,
  TakeoverRowTable,
  TakeoverTable,
} from './takeover-schema.ts'
import type { PersonProgressTable, TallyTable } from './tally-schema.ts'
import type {
  BrandTable,
  LogoTable,
  MailFormTable,
  MailTemplateTable,
  Said,
  TestMailTable,
  TextSetTable,
} from './texts-schema.ts'

/** What a lane works; `queue/lanes.ts` says how. */
export type LaneKind =
  | 'due'
  | 'mail'
  | 'joins'
  | 'methods'
  | 'report'
  | 'people'
  | 'intake'
  | 'zones'
  | 'escalations'
  | 'summaries'
  | 'rules'
  | 'webhooks'
  | 'mirror'

type Stored<T> = ColumnType<T, T, T>
/** Written as a number, read as what `int8` gives: a string. */
type BigIdentity = ColumnType<string, never, never>

export interface TenantTable {
  id: string
  name: string
  entra_tenant_id: string
  client_id: string
  graph_url: string
  login_url: string
  credential: Buffer
  /** Null for one that was stored before the column was there. */
  credential_kind: 'secret' | 'certificate' | null
  organisation_name: string
  support_contact: string | null
  default_language: string
  /** IANA name: the clock of people of whom no better is known. */
  time_zone: Generated<string>
  created_at: Date
  /** Budgets by an administrator; null: the default. */
  directory_units_max: number | null
  directory_writes_max: number | null
  reports_max: number | null
  method_reads_max: number | null
  list_units_max: number | null
  /** The panic stop: since when, by whom, why; all null while work goes on. */
  stopped_at: Date | null
  stopped_by: string | null
  stop_reason: string | null
}

export interface PersonTable {
  tenant_id: string
  id: string
  upn: string
  mail: string | null
  display_name: string
  given_name: string | null
  surname: string | null
  account_enabled: boolean
  user_type: 'member' | 'guest'
  department: string | null
  job_title: string | null
  preferred_language: string | null
  usage_location: string | null
  /** As the directory named the manager when it was last asked. */
  manager_id: string | null
  deleted_at: Date | null
  level: Generated<Level>
  level_source: SightingSource | null
  checked_at: Date | null
  synced_at: Date
  /** IANA name, as set in the mailbox. */
  time_zone: string | null
  /** When the mailbox was asked for it; null as long as nobody has. */
  zone_read_at: Date | null
}

export interface ProtectedPersonTable {
  tenant_id: string
  person_id: string
  owner: string
  reason: string
  protected_at: Date
}

export interface SenderTable {
  id: string
  tenant_id: string
  kind: 'graph' | 'smtp'
  address: string
  display_name: string | null
  settings: Buffer | null
  problem: string | null
  created_at: Date
  per_minute_max: Generated<number>
  per_day_max: Generated<number>
  at_once_max: Generated<number>
  blocked_until: Date | null
  /** A sender that was taken away stays for the mails that name it. */
  removed_at: Date | null
}

export interface CampaignTable {
  id: string
  tenant_id: string
  name: string
  status: CampaignStatus
  policy: ColumnType<Policy, string, string>
  sender_ids: string[]
  setup_url: string
  due_on: ColumnType<string | null, string | null, string | null>
  /** The texts it was given; null: the tenant's, else the built-in ones. */
  text_set_id: string | null
  created_at: Date
  launched_at: Date | null
  finished_at: Date | null
}

export interface EnrolmentTable {
  id: string
  tenant_id: string
  campaign_id: string
  person_id: string
  batch_id: string | null
  source: string
  source_batch_id: string
  status: Status
  reached: Reached
  aside: JSONColumnType<Aside> | null
  enrolled_at: Date
  invitations_asked: number
  invitations_settled: number
  invitations_accepted: number
  invited_at: Date | null
  reminders_asked: number
  reminders_settled: number
  reminders_accepted: number
  reminder_asked_at: Date | null
  reminded_at: Date | null
  escalation_asked_at: Date | null
  escalated_at: Date | null
  escalation_obstacle: string | null
  confirmed_at: Date | null
  reminders_before_confirming: number | null
  joins_asked: number
  joins_settled: number
  joined_at: Date | null
  join_refusal: string | null
  level: Level
  registered_at: Date | null
  reminders_before_registering: number | null
  registration_source: SightingSource | null
  lost_at: Date | null
  reopened_at: Date | null
  mail_held_until: Date | null
  due_at: Date | null
  events_count: number
  /** Copies of the person's own, which triggers keep: what is counted together stands in one row. */
  person_name: Generated<string>
  person_department: Generated<string | null>
  person_country: Generated<string | null>
  person_manager_id: Generated<string | null>
  person_level: Generated<Level>
}

export interface EnrolmentEventTable {
  enrolment_id: string
  sequence: number
  tenant_id: string
  campaign_id: string
  kind: string
  details: ColumnType<Record<string, unknown>, string, string>
  at: Date
  id: BigIdentity
}

export interface LinkTable {
  token: string
  enrolment_id: string
  tenant_id: string
  first_opened_at: Date | null
  last_opened_at: Date | null
  opened_count: Generated<number>
}

/**
 * `escalation`: a digest for a manager. `summary`: the figures for those who answer for the rollout. `automation`: a mail
 * of a rule.
 */
export type MessageKind = CampaignMailKind | 'summary' | 'automation'
export type CampaignMailKind = MailKind | 'escalation'
export type MessageState = 'queued' | 'sending' | 'sent' | 'refused' | 'uncertain' | 'withdrawn' | 'bounced'

export interface MessageTable {
  id: string
  tenant_id: string
  /** Null for a summary, also for one of a campaign, and for a mail of a rule. */
  campaign_id: string | null
  /** Null for a digest and a summary, which are about several people, and for a mail of a rule. */
  enrolment_id: string | null
  /** Null for a summary to somebody who is only an account, and for an address that a rule names. */
  recipient_id: string | null
  sender_id: string
  kind: MessageKind
  number: number
  state: MessageState
  not_before: Date
  /** When the window of time that `not_before` lies in ends; null where mails may go out at any time. */
  closes_at: Date | null
  queued_at: Date
  claim: string | null
  claimed_at: Date | null
  settled_at: Date | null
  attempts: Generated<number>
  outcome: string | null
  decision: string | null
  /** What it was made from, and what in it is the person's own; null until it is made, and of mails of older versions. */
  form_id: string | null
  said: JSONColumnType<Said> | null
  /** Of a summary; null in every other mail. */
  summary_id: string | null
  /** The rule that asked for it, and the act that it is; null for every other mail. */
  rule_id: string | null
  act_id: string | null
  /** Where a summary goes, and a mail of a rule that names an address; null where the recipient's own counts. */
  recipient_address: string | null
}

export type EscalationState = 'queued' | 'sent' | 'refused' | 'noManager' | 'withdrawn'

export interface EscalationTable {
  enrolment_id: string
  tenant_id: string
  campaign_id: string
  person_id: string
  manager_id: string | null
  message_id: string | null
  state: EscalationState
  next_at: Date | null
  looks: Generated<number>
  outcome: string | null
  settled_at: Date | null
}

export interface GroupJoinTable {
  enrolment_id: string
  number: number
  tenant_id: string
  campaign_id: string
  person_id: string
  group_id: string
  state: 'queued' | 'done' | 'refused' | 'withdrawn'
  not_before: Date
  attempts: Generated<number>
  outcome: string | null
  settled_at: Date | null
}

export interface MethodWatchTable {
  tenant_id: string
  person_id: string
  step: number
  next_at: Date
  is_asked: Generated<boolean>
}

export interface LaneWakeTable {
  id: BigIdentity
  kind: LaneKind
  key: string
  at: Date
}

export interface LaneRunTable {
  kind: LaneKind
  key: string
  claim: string
  /** By the database's clock. */
  beat_at: Date
}

export interface GraphGateTable {
  tenant_id: string
  name: string
  closed_until: Date
}

export interface GraphUseTable {
  tenant_id: string
  name: string
  used: Stored<unknown>
}

export interface CursorTable {
  tenant_id: string
  name: string
  value: Stored<unknown>
  updated_at: Date
}

export interface Schema {
  tenant: TenantTable
  person: PersonTable
  protected_person: ProtectedPersonTable
  sender: SenderTable
  campaign: CampaignTable
  batch: BatchTable
  batch_piece: BatchPieceTable
  exclusion: ExclusionTable
  batch_row: BatchRowTable
  enrolment: EnrolmentTable
  enrolment_event: EnrolmentEventTable
  link: LinkTable
  link_alias: LinkAliasTable
  takeover: TakeoverTable
  takeover_piece: TakeoverPieceTable
  takeover_row: TakeoverRowTable
  message: MessageTable
  mail_doubt: MailDoubtTable
  escalation: EscalationTable
  summary_schedule: SummaryScheduleTable
  summary: SummaryTable
  group_join: GroupJoinTable
  method_watch: MethodWatchTable
  audit_event: AuditEventTable
  mirror: MirrorTable
  mirror_row: MirrorRowTable
  rule: RuleTable
  rule_entry: RuleEntryTable
  rule_act: RuleActTable
  automation_settings: AutomationSettingsTable
  lane_wake: LaneWakeTable
  lane_run: LaneRunTable
  graph_gate: GraphGateTable
  graph_use: GraphUseTable
  cursor: CursorTable
  person_progress: PersonProgressTable
  tally: TallyTable
  tally_delta: TallyTable
  api_key: ApiKeyTable
  account: AccountTable
  session: SessionTable
  invitation: InvitationTable
  activity: ActivityTable
  remembered_answer: RememberedAnswerTable
  logo: LogoTable
  brand: BrandTable
  text_set: TextSetTable
  mail_template: MailTemplateTable
  mail_form: MailFormTable
  test_mail: TestMailTable
}
