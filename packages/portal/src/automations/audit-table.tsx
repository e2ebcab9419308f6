/** Records of the audit log as a table, each with everything that Graph said of it when it is asked for. */

import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ChevronDown16Regular, ChevronUp16Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useId, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'

type AuditEvent = Output<'searchAuditEvents'>['items'][number]
type Party = NonNullable<AuditEvent['initiator']>

const useStyles = makeStyles({
  // Where there is no room for a column of times they stand below what happened.
  narrow: { display: 'none', '@media (max-width: 700px)': { display: 'block' } },
  failure: { color: tokens.colorPaletteRedForeground1 },
  details: { display: 'grid', gap: '12px', paddingBlock: '6px 12px' },
  json: {
    margin: 0,
    padding: '12px',
    maxHeight: '360px',
    overflow: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
})

export function AuditTable({ events }: { events: readonly AuditEvent[] }) {
  const table = useTableStyles()
  const { t } = useTexts()
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col" className={table.wide}>
              {t.auditLog.when}
            </th>
            <th scope="col">{t.auditLog.activity}</th>
            <th scope="col">{t.auditLog.about}</th>
            <th scope="col" className={table.wide}>
              {t.auditLog.by}
            </th>
            <th scope="col">{t.auditLog.result}</th>
            <th scope="col" data-end>
              {t.auditLog.details}
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map(event => (
            <EventRows key={event.eventId} event={event} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

/** As many as the table has, for the row of details. */
const columns = 6

function EventRows({ event }: { event: AuditEvent }) {
  const styles = useStyles()
  const table = useTableStyles()
  const { t, format } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const { at, activity, service, result } = event
  const results: Record<string, string> = t.auditLog.results
  return (
    <>
      <tr>
        <td className={`${table.figure} ${table.wide}`}>{format.moment(at)}</td>
        <td>
          <Text weight="semibold">{activity}</Text>
          <Text size={200} block className={table.quiet}>
            {service}
          </Text>
          <Text size={200} className={styles.narrow}>
            {format.moment(at)}
          </Text>
        </td>
        <td>{aboutOf(event) ?? <span className={table.quiet}>{t.auditLog.nobody}</span>}</td>
        <td className={table.wide}>{nameOf(event.initiator) ?? '–'}</td>
        <td className={result === 'success' ? '' : styles.failure}>{results[result] ?? result}</td>
        <td data-end>
          <Button
            appearance="subtle"
            size="small"
            icon={isOpen ? <ChevronUp16Regular /> : <ChevronDown16Regular />}
            aria-expanded={isOpen}
            aria-controls={id}
            aria-label={t.auditLog.detailsOf(activity, format.moment(at))}
            onClick={() => setOpen(!isOpen)}
          />
        </td>
      </tr>
      <tr id={id} hidden={!isOpen}>
        {isOpen && (
          <td colSpan={columns}>
            <Details event={event} />
          </td>
        )}
      </tr>
    </>
  )
}

function Details({ event }: { event: AuditEvent }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const { reason, category, correlationId, targets, initiator, seenAt, details } = event
  return (
    <div className={styles.details}>
      <Facts>
        {reason !== null && reason !== '' && <Fact term={t.auditLog.reason}>{reason}</Fact>}
        <Fact term={t.auditLog.by}>{nameOf(initiator) ?? t.auditLog.nobody}</Fact>
        {targets.length > 0 && (
          <Fact term={t.auditLog.targets}>{targets.flatMap(one => nameOf(one) ?? []).join(', ')}</Fact>
        )}
        <Fact term={t.auditLog.category}>{category}</Fact>
        <Fact term={t.auditLog.seen}>{format.moment(seenAt)}</Fact>
        {correlationId !== null && <Fact term={t.auditLog.correlation}>{correlationId}</Fact>}
      </Facts>
      {Object.keys(details).length > 0 && (
        // Whoever has no mouse scrolls by the keyboard, for which the box takes the focus.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls
        <section className={styles.json} tabIndex={0} aria-label={t.auditLog.whole}>
          {JSON.stringify(details, null, 2)}
        </section>
      )}
    </div>
  )
}

/** The person it tells of, else what it was done to. */
function aboutOf({ displayName, userPrincipalName, targets }: AuditEvent): string | null {
  return displayName ?? userPrincipalName ?? targets.map(nameOf).find(name => name !== null) ?? null
}

function nameOf(party: Party | null): string | null {
  return party === null ? null : (party.name ?? party.upn ?? party.id)
}
