/** The filters above a table of people; all but the searched text stand in the address. */

import { Button, Dropdown, makeStyles, Option, SearchBox, Switch, Tag } from '@fluentui/react-components'
import { Dismiss16Regular } from '@fluentui/react-icons'
import { escalationState, level, status } from '@muster/contract/shapes/campaigns'
import { countryName } from '../texts/countries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import type { PeopleFilter } from './people-filter.ts'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'center' },
  search: { flexGrow: 1, minWidth: '200px', maxWidth: '340px' },
  choice: { minWidth: '160px' },
})

interface PeopleFiltersProps {
  filter: PeopleFilter
  text: string
  onFilter(filter: PeopleFilter): void
  onText(text: string): void
}

export function PeopleFilters({ filter, text, onFilter, onText }: PeopleFiltersProps) {
  const styles = useStyles()
  const { t, format, language } = useTexts()
  const { status: statuses = [], level: levels = [], isLost, escalation, ...kept } = filter
  const { department, country, managerId, batchId, ...order } = kept
  const set = (part: {
    status?: PeopleFilter['status']
    level?: PeopleFilter['level']
    isLost?: boolean
    escalation?: PeopleFilter['escalation'] | null
  }) => {
    const next = { status: statuses, level: levels, isLost: isLost === true, escalation, ...part }
    onFilter({
      ...kept,
      ...(next.status === undefined || next.status.length === 0 ? {} : { status: next.status }),
      ...(next.level === undefined || next.level.length === 0 ? {} : { level: next.level }),
      ...(next.isLost ? { isLost: true } : {}),
      ...(next.escalation ? { escalation: next.escalation } : {}),
    })
  }
  const isNarrowed =
    statuses.length + levels.length > 0 ||
    [department, country, managerId, batchId, escalation].some(one => one !== undefined) ||
    isLost === true
  const tag = (key: Tagged, words: string, dismiss: string) => (
    <Tag
      dismissible
      dismissIcon={{ 'aria-label': dismiss, children: <Dismiss16Regular /> }}
      onClick={() => onFilter(without(filter, key))}
    >
      {words}
    </Tag>
  )
  return (
    <search className={styles.row}>
      <SearchBox
        className={styles.search}
        value={text}
        maxLength={320}
        placeholder={t.people.search}
        aria-label={t.people.search}
        dismiss={{ 'aria-label': t.controls.clear }}
        onChange={(_, { value }) => onText(value)}
      />
      <Dropdown
        className={styles.choice}
        multiselect
        aria-label={t.people.status}
        placeholder={t.people.anyStatus}
        value={format.list(statuses.map(one => t.status[one]))}
        selectedOptions={statuses}
        onOptionSelect={(_, { selectedOptions }) =>
          set({ status: status.options.filter(one => selectedOptions.includes(one)) })
        }
      >
        {status.options.map(one => (
          <Option key={one} value={one}>
            {t.status[one]}
          </Option>
        ))}
      </Dropdown>
      <Dropdown
        className={styles.choice}
        multiselect
        aria-label={t.people.level}
        placeholder={t.people.anyLevel}
        value={format.list(levels.map(one => t.level[one]))}
        selectedOptions={levels}
        onOptionSelect={(_, { selectedOptions }) =>
          set({ level: level.options.filter(one => selectedOptions.includes(one)) })
        }
      >
        {level.options.map(one => (
          <Option key={one} value={one}>
            {t.level[one]}
          </Option>
        ))}
      </Dropdown>
      <Dropdown
        className={styles.choice}
        aria-label={t.people.manager}
        placeholder={t.people.anyManager}
        value={escalation === undefined ? '' : t.escalation[escalation]}
        selectedOptions={[escalation ?? '']}
        onOptionSelect={(_, { optionValue }) =>
          set({ escalation: escalationState.options.find(one => one === optionValue) ?? null })
        }
      >
        <Option value="">{t.people.anyManager}</Option>
        {escalationState.options.map(one => (
          <Option key={one} value={one}>
            {t.escalation[one]}
          </Option>
        ))}
      </Dropdown>
      {department !== undefined && tag('department', department, t.people.anyDepartment)}
      {country !== undefined && tag('country', countryName(language, country), t.people.anyCountry)}
      {managerId !== undefined && tag('managerId', t.people.oneManager, t.people.everyManager)}
      {batchId !== undefined && tag('batchId', t.people.oneList, t.people.anyList)}
      <Switch
        checked={isLost === true}
        label={t.people.lost}
        onChange={(_, { checked }) => set({ isLost: checked })}
      />
      {isNarrowed && (
        <Button appearance="subtle" onClick={() => onFilter(order)}>
          {t.people.clear}
        </Button>
      )}
    </search>
  )
}

/** Filters that a link leads to and that only a tag shows. */
type Tagged = 'department' | 'country' | 'managerId' | 'batchId'

function without(filter: PeopleFilter, key: Tagged): PeopleFilter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => name !== key))
}
