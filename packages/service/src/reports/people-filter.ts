/** What narrows a list of people, as SQL over the rows of `enrolment` and `person`. */

import type { Input } from '@muster/contract/routes'
import { type RawBuilder, sql } from 'kysely'
import { escalationWords } from './people-columns.ts'

export type Filter = Input<'measurePeople'>['body']

export function ofEnrolment(filter: Filter): RawBuilder<unknown>[] {
  const { status, batchId, isLost, escalation } = filter
  return [
    // One status is a place in the index, several are looked at in the order asked for.
    ...(status === undefined
      ? []
      : [
          status.length === 1
            ? sql`enrolment.status = ${status[0]}`
            : sql`enrolment.status = any(${status}::text[])`,
        ]),
    ...(batchId === undefined ? [] : [sql`enrolment.batch_id = ${batchId}`]),
    ...(isLost === undefined
      ? []
      : [isLost ? sql`enrolment.lost_at is not null` : sql`enrolment.lost_at is null`]),
    ...(escalation === undefined ? [] : [sql`${stateOfEscalation} = ${stateOf(escalation)}`]),
  ]
}

const stateOfEscalation = sql`(select state from escalation where escalation.enrolment_id = enrolment.id)`

/** How the database calls what the API calls so. */
export function stateOf(word: NonNullable<Filter['escalation']>): string | undefined {
  return Object.entries(escalationWords).find(([, known]) => known === word)?.[0]
}

export function isOfPerson(filter: Filter): boolean {
  return ofPerson(filter).length > 0 || filter.sort === 'department' || filter.sort === 'level'
}

export function ofPerson({ department, country, managerId, level, text }: Filter): RawBuilder<unknown>[] {
  const [onlyLevel, ...otherLevels] = level ?? []
  return [
    ...(department === undefined ? [] : [sql`person.department = ${department}`]),
    ...(country === undefined ? [] : [sql`person.usage_location = ${country}`]),
    ...(managerId === undefined ? [] : [sql`person.manager_id = ${managerId}`]),
    ...(onlyLevel === undefined
      ? []
      : [
          otherLevels.length === 0
            ? sql`person.level = ${onlyLevel}`
            : sql`person.level = any(${level}::text[])`,
        ]),
    ...(text === undefined ? [] : [ofText(text)]),
  ]
}

const objectId = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/**
 * The expression is that of the index `person_text`: names and addresses under one another, so that no part spans two, in
 * lower case by the rules of the names.
 */
export function ofText(text: string): RawBuilder<unknown> {
  if (objectId.test(text)) return sql`person.id = ${text}`
  return sql`lower(person.display_name || e'\\n' || person.upn || e'\\n' || coalesce(person.mail, ''))
             like lower(${contains(text)}::text collate muster_names)`
}

/** A part of a name, so that what people type as `%` or `_` is meant as it stands. */
function contains(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}
