/** The filters of the audit log: what happened, by which service, how it ended, of whom it tells, and when. */

import { Button, Field, Input, makeStyles, Select } from '@fluentui/react-components'
import { useTexts } from '../texts/use-texts.tsx'
import { type AuditSearch, auditResults } from './audit-search.ts'
import { useActivities } from './rule-queries.ts'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gap: '12px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 130px), 1fr))',
    alignItems: 'start',
    '& > *': { minWidth: 0 },
    '& .fui-Input': { width: '100%', minWidth: 0 },
    '& input': { minWidth: 0 },
    '& select': { width: '100%', minWidth: 0 },
    marginBottom: '14px',
  },
  // As far down as the fields beside it, whose labels stand above them.
  clear: { justifySelf: 'start', marginTop: '26px', '@media (max-width: 700px)': { marginTop: 0 } },
})

interface FiltersProps {
  tenantId: string | undefined
  search: AuditSearch
  /** As it is being typed. */
  person: string
  onSearch(search: AuditSearch): void
  onPerson(person: string): void
}

export function AuditFilters({ tenantId, search, person, onSearch, onPerson }: FiltersProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const seen = useActivities(tenantId).data?.seen ?? []
  const { tenant, ...filters } = search
  const change = (name: keyof typeof filters, value: string) => {
    const { [name]: _, ...rest } = search
    onSearch(value === '' ? rest : { ...rest, [name]: value })
  }
  const isFiltered = Object.keys(filters).length > 0 || person !== ''
  const choice = (name: 'activity' | 'service', label: string, whichever: string) => (
    <Field label={label}>
      <Select value={search[name] ?? ''} onChange={(_, { value }) => change(name, value)}>
        <option value="">{whichever}</option>
        {namesOf(
          seen.map(one => (name === 'activity' ? one.name : one.service)),
          search[name],
        ).map(one => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </Select>
    </Field>
  )
  return (
    <div className={styles.row}>
      {choice('activity', t.auditLog.activity, t.auditLog.anyActivity)}
      {choice('service', t.auditLog.service, t.auditLog.anyService)}
      <Field label={t.auditLog.result}>
        <Select value={search.result ?? ''} onChange={(_, { value }) => change('result', value)}>
          <option value="">{t.auditLog.anyResult}</option>
          {auditResults.map(one => (
            <option key={one} value={one}>
              {t.auditLog.results[one]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t.auditLog.person} hint={t.auditLog.personHint}>
        <Input type="search" autoComplete="off" value={person} onChange={(_, { value }) => onPerson(value)} />
      </Field>
      {(['from', 'until'] as const).map(end => (
        <Field key={end} label={t.auditLog[end]}>
          <Input type="date" value={search[end] ?? ''} onChange={(_, { value }) => change(end, value)} />
        </Field>
      ))}
      {isFiltered && (
        <Button
          className={styles.clear}
          onClick={() => {
            onPerson('')
            onSearch(tenant === undefined ? {} : { tenant })
          }}
        >
          {t.auditLog.clear}
        </Button>
      )}
    </div>
  )
}

/** Each once and in order; what the address names stands among them, whether it was ever read or not. */
function namesOf(seen: readonly string[], chosen: string | undefined): string[] {
  return [...new Set([...seen, ...(chosen === undefined ? [] : [chosen])])].sort((a, b) => a.localeCompare(b))
}
