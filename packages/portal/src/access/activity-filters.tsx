/** The filters of the log of acts: who, what, how it ended, from which day until which. */

import { Button, Field, Input, makeStyles, Select } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { readEveryPage } from '../ui/every-page.ts'
import { useAccounts } from './account-queries.ts'
import { type ActivitySearch, outcomes } from './activity-search.ts'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gap: '12px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 160px), 1fr))',
    alignItems: 'end',
    '& > *': { minWidth: 0 },
    '& select': { width: '100%', minWidth: 0 },
    marginBottom: '14px',
  },
})

interface FiltersProps {
  search: ActivitySearch
  onChange(search: ActivitySearch): void
}

export function ActivityFilters({ search, onChange }: FiltersProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const change = (name: keyof ActivitySearch, value: string) => {
    const { [name]: _, ...rest } = search
    onChange(value === '' ? rest : { ...rest, [name]: value })
  }
  const acts = Object.entries(t.activity.acts).sort(([, a], [, b]) => a.localeCompare(b))
  return (
    <div className={styles.row}>
      <Field label={t.activity.who}>
        <Select value={search.by ?? ''} onChange={(_, { value }) => change('by', value)}>
          <option value="">{t.activity.anybody}</option>
          <Doers />
          <option value="machine">{t.activity.machine}</option>
          <option value="nobody">{t.activity.nobody}</option>
        </Select>
      </Field>
      <Field label={t.activity.what}>
        <Select value={search.act ?? ''} onChange={(_, { value }) => change('act', value)}>
          <option value="">{t.activity.anything}</option>
          {acts.map(([act, name]) => (
            <option key={act} value={act}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t.activity.outcome}>
        <Select value={search.outcome ?? ''} onChange={(_, { value }) => change('outcome', value)}>
          <option value="">{t.activity.anyOutcome}</option>
          {outcomes.map(one => (
            <option key={one} value={one}>
              {t.activity.outcomes[one]}
            </option>
          ))}
        </Select>
      </Field>
      {(['from', 'until'] as const).map(end => (
        <Field key={end} label={t.activity[end]}>
          <Input type="date" value={search[end] ?? ''} onChange={(_, { value }) => change(end, value)} />
        </Field>
      ))}
      {Object.keys(search).length > 0 && <Button onClick={() => onChange({})}>{t.activity.clear}</Button>}
    </div>
  )
}

/** Everybody who can have done something: accounts and keys. */
function Doers() {
  const accounts = useAccounts()
  const keys = useQuery({
    queryKey: ['keys'],
    queryFn: () => readEveryPage(query => api.listApiKeys({ query })),
  })
  return (
    <>
      {(accounts.data ?? []).map(({ accountId, name }) => (
        <option key={accountId} value={accountId}>
          {name}
        </option>
      ))}
      {(keys.data ?? []).map(({ keyId, name }) => (
        <option key={keyId} value={keyId}>
          {name}
        </option>
      ))}
    </>
  )
}
