/** The figures of migration 0013: which rows are counted, and under which words. Triggers, views and first filling follow from it. */

export interface Tallied {
  table: string
  scope: string
  /** Everything that the facts follow from. Rows that are alike in it are counted together. */
  columns: readonly string[]
  /** Columns that the table does not have, as SQL over its own. */
  derived?: Readonly<Record<string, string>>
  /** [figure, key, part, whether it is so]: SQL over a row that is called `one`. */
  facts: readonly (readonly [figure: string, key: string, part: string, isSo: string])[]
  /** A column that is an array of words "key part", each of which is a fact of its own. */
  words?: { figure: string; column: string }
}

export const asked = `one.status not in ('skipped', 'excluded')`
export const isRegistered = 'one.registered_at is not null and one.lost_at is null'
export const isRegisteredOnInvitation = `${isRegistered} and one.invited_at is not null`

function dayOf(time: string): string {
  return `to_char(one.${time} at time zone 'UTC', 'YYYY-MM-DD')`
}

/** Slots of five minutes, numbered from 1970 on. */
export function slotOf(time: string): string {
  return `floor(extract(epoch from one.${time}) / 300)::int8::text`
}

function brokenDown(figure: string, column: string): Tallied['facts'] {
  const key = `coalesce(one.${column}::text, '')`
  return [
    [figure, key, "''", 'true'],
    [figure, key, 'one.status', 'true'],
  ]
}

/** Whole hours up to three days, then whole days: as fine as a median of it is read. */
const hoursToRegister = `(
  select case when hours < 72 then hours else least(hours / 24, 365) * 24 end
  from (select floor(extract(epoch from one.registered_at - one.invited_at) / 3600)::int as hours) as taken)::text`

const progressFacts: Tallied['facts'] = [
  ['invitedOn', dayOf('invited_at'), "''", 'one.invited_at is not null'],
  ['confirmedOn', dayOf('confirmed_at'), "''", 'one.confirmed_at is not null'],
]

export const tallied: readonly Tallied[] = [
  {
    table: 'enrolment',
    scope: 'campaign_id',
    columns: [
      'status',
      'batch_id',
      'person_department',
      'person_country',
      'person_manager_id',
      'person_level',
      'enrolled_at',
      'invited_at',
      'confirmed_at',
      'joined_at',
      'registered_at',
      'lost_at',
      'reminders_accepted',
      'reminded_at',
      'reminders_before_confirming',
      'reminders_before_registering',
    ],
    facts: [
      ['status', 'one.status', "''", 'true'],
      ['asked', "''", "''", asked],
      ['lost', "''", "''", 'one.lost_at is not null'],
      ['level', 'one.person_level', "''", 'true'],
      ['step', "'invited'", "''", 'one.invited_at is not null'],
      ['step', "'confirmed'", "''", 'one.confirmed_at is not null'],
      ['step', "'joined'", "''", 'one.joined_at is not null'],
      ['step', "'registered'", "''", 'one.registered_at is not null'],
      ['recent', slotOf('enrolled_at'), "'enrolled'", 'true'],
      ['recent', slotOf('invited_at'), "'invited'", 'one.invited_at is not null'],
      ['recent', slotOf('confirmed_at'), "'confirmed'", 'one.confirmed_at is not null'],
      ['recent', slotOf('joined_at'), "'joined'", 'one.joined_at is not null'],
      ['recent', slotOf('registered_at'), "'registered'", 'one.registered_at is not null'],
      ...progressFacts,
      ['registeredOn', dayOf('registered_at'), "''", isRegisteredOnInvitation],
      ['registeredBefore', "''", "''", `${isRegistered} and one.invited_at is null`],
      ...brokenDown('batch', 'batch_id'),
      ...brokenDown('department', 'person_department'),
      ...brokenDown('country', 'person_country'),
      ...brokenDown('manager', 'person_manager_id'),
      ['hoursToRegister', hoursToRegister, "''", `${isRegistered} and one.registered_at >= one.invited_at`],
      ['mailsSent', 'one.reminders_accepted::text', "''", 'one.invited_at is not null'],
      ['confirmedAfter', 'one.reminders_before_confirming::text', "''", 'one.confirmed_at is not null'],
      ['registeredAfter', 'one.reminders_before_registering::text', "''", isRegisteredOnInvitation],
      [
        'registeredSoon',
        'one.reminders_before_registering::text',
        "''",
        `${isRegisteredOnInvitation} and one.registered_at - interval '7 days' <=
         case when one.reminders_before_registering = 0 then one.invited_at else one.reminded_at end`,
      ],
    ],
  },
  {
    table: 'person_progress',
    scope: 'tenant_id',
    columns: ['invited_at', 'confirmed_at', 'registered_at', 'is_asked'],
    facts: [
      ['asked', "''", "''", 'one.is_asked'],
      ...progressFacts,
      [
        'registeredOn',
        dayOf('registered_at'),
        "''",
        'one.registered_at is not null and one.invited_at is not null',
      ],
      ['registeredBefore', "''", "''", 'one.registered_at is not null and one.invited_at is null'],
    ],
  },
  {
    table: 'person',
    scope: 'tenant_id',
    columns: ['level', 'deleted_at'],
    facts: [['level', 'one.level', "''", 'one.deleted_at is null']],
  },
  {
    table: 'message',
    scope: 'campaign_id',
    columns: ['state', 'sender_id'],
    // A summary, which migration 0014 brings, is no campaign's.
    facts: [
      ['mail', 'one.state', "''", 'one.campaign_id is not null'],
      ['queued', 'one.sender_id::text', "''", `one.campaign_id is not null and one.state = 'queued'`],
    ],
  },
  {
    table: 'escalation',
    scope: 'campaign_id',
    columns: ['state'],
    facts: [['escalation', 'one.state', "''", 'true']],
  },
]

export function factsOf({ facts, words }: Tallied): string {
  const rows = facts.map(([figure, ...fact]) => `('${figure}', ${fact.join(', ')})`)
  const ofWords =
    words === undefined
      ? ''
      : `union all select '${words.figure}', split_part(word, ' ', 1), substr(word, strpos(word, ' ') + 1), true
         from unnest(one.${words.column}) as word`
  return `lateral (values ${rows.join(',\n')} ${ofWords}) as fact (figure, key, part, is_so)`
}

function storedOf({ scope, columns }: Tallied): string[] {
  return ['tenant_id', scope, ...columns].filter((name, at, all) => all.indexOf(name) === at)
}

function derivedOf({ derived = {} }: Tallied): string {
  return Object.entries(derived)
    .map(([name, column]) => `, ${column} as ${name}`)
    .join('')
}

/** What a statement on the table changes in the tallies. A table of a transaction's own cannot be named before it is there. */
export function countChanges(one: Tallied): string {
  const stored = storedOf(one)
  const alike = [...stored, ...Object.keys(one.derived ?? {})]
  const add = (source: string) => `
    insert into tally_delta (tenant_id, scope_id, figure, key, part, people)
    select one.tenant_id, one.${one.scope}, fact.figure, fact.key, fact.part, sum(one.weight)
    from (
      select ${alike.join(', ')}, sum(sign)::int as weight from (${source}) as moved group by ${alike.join(', ')} having sum(sign) <> 0
    ) as one, ${factsOf(one)}
    where fact.is_so group by 1, 2, 3, 4, 5 having sum(one.weight) <> 0;`
  const fresh = `select ${stored.join(', ')}${derivedOf(one)}, 1 as sign from fresh`
  const stale = `select ${stored.join(', ')}${derivedOf(one)}, -1 as sign from stale`
  return `
    case tg_op
      when 'INSERT' then ${add(fresh)}
      when 'UPDATE' then ${add(`${fresh} union all ${stale}`)}
      else ${add(stale)}
    end case;`
}

function rowsOf(one: Tallied): string {
  if (one.derived === undefined) return one.table
  return `(select ${storedOf(one).join(', ')}${derivedOf(one)} from ${one.table})`
}

/** What the rows themselves say; the truth that tallies are compared with. */
export function truthOf(some: readonly Tallied[]): string {
  const truths = some.map(
    one => `select one.tenant_id, one.${one.scope} as scope_id, fact.figure, fact.key, fact.part, count(*)::int as people
            from ${rowsOf(one)} as one, ${factsOf(one)} where fact.is_so group by 1, 2, 3, 4, 5`,
  )
  return truths.join(' union all ')
}
