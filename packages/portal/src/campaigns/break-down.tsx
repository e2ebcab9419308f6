/** People by department, country, manager or list: who is registered, who is on the way, who has not moved. */

import { Button, makeStyles, Switch, Tab, Text, tokens } from '@fluentui/react-components'
import { ArrowSortDown16Regular, ArrowSortUp16Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { brokenDownBy } from '@muster/contract/shapes/break-downs'
import { useState } from 'react'
import type { PeopleFilter } from '../people/people-filter.ts'
import { countryName } from '../texts/countries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { Card } from '../ui/page.tsx'
import { Answered } from '../ui/states.tsx'
import { readChoice, storeChoice } from '../ui/stored-choice.ts'
import { TabRow } from '../ui/tab-row.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { type Row, rowsOf, type Sorting } from './break-down-rows.ts'
import { useBreakDown } from './campaign-queries.ts'

type BreakDownAnswer = Output<'campaignBreakDown'>
type By = BreakDownAnswer['by']

/** The first of them; whoever wants the others asks for them. */
const shownAtFirst = 8
const smallChoice = ['hidden', 'shown'] as const

const useStyles = makeStyles({
  tools: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: '0 12px',
    marginInline: '-12px',
    marginBottom: '4px',
  },
  bar: {
    display: 'flex',
    gap: '2px',
    height: '10px',
    minWidth: '100px',
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground4,
  },
  active: { backgroundColor: tokens.colorPaletteGreenForeground3 },
  moving: { backgroundColor: tokens.colorPaletteBlueForeground2 },
  name: { overflowWrap: 'anywhere' },
  sort: { minWidth: 0, padding: 0, fontWeight: 600, fontSize: '12px', color: 'inherit' },
  foot: { display: 'flex', flexWrap: 'wrap', gap: '4px 12px', alignItems: 'center', marginTop: '8px' },
  quiet: { color: tokens.colorNeutralForeground2, marginInlineEnd: 'auto' },
})

export function BreakDown({ campaignId }: { campaignId: string }) {
  const styles = useStyles()
  const { t } = useTexts()
  const [by, setBy] = useState<By>('department')
  const [small, setSmall] = useState(() => readChoice('small-groups', smallChoice) ?? 'shown')
  const answer = useBreakDown(campaignId, by)
  const choose = (next: (typeof smallChoice)[number]) => {
    storeChoice('small-groups', next)
    setSmall(next)
  }
  return (
    <Card title={t.breakDown.title}>
      <div className={styles.tools}>
        <TabRow
          size="small"
          selectedValue={by}
          aria-label={t.breakDown.by}
          onTabSelect={(_, { value }) =>
            setBy(brokenDownBy.options.find(one => one === value) ?? 'department')
          }
        >
          {brokenDownBy.options.map(one => (
            <Tab key={one} value={one}>
              {t.breakDown.of[one]}
            </Tab>
          ))}
        </TabRow>
        <Switch
          label={t.breakDown.hideSmall}
          checked={small === 'hidden'}
          onChange={(_, { checked }) => choose(checked ? 'hidden' : 'shown')}
        />
      </div>
      <Answered query={answer} rows={6} height={28}>
        {breakDown => (
          <Groups key={by} campaignId={campaignId} breakDown={breakDown} isHidingSmall={small === 'hidden'} />
        )}
      </Answered>
    </Card>
  )
}

interface GroupsProps {
  campaignId: string
  breakDown: BreakDownAnswer
  isHidingSmall: boolean
}

function Groups({ campaignId, breakDown, isHidingSmall }: GroupsProps) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, language } = useTexts()
  const [isWhole, setWhole] = useState(false)
  const [order, setOrder] = useState<{ sorting: Sorting; isDescending: boolean }>({
    sorting: 'people',
    isDescending: true,
  })
  const rows = rowsOf(breakDown, { ...order, isHidingSmall, language })
  const shown = isWhole ? rows : rows.slice(0, shownAtFirst)
  const title = (sorting: Sorting, words: string) => (
    <SortButton
      words={words}
      direction={order.sorting === sorting ? (order.isDescending ? 'descending' : 'ascending') : 'none'}
      onSort={isDescending => setOrder({ sorting, isDescending })}
    />
  )
  const sortOf = (sorting: Sorting) =>
    order.sorting === sorting ? (order.isDescending ? 'descending' : 'ascending') : 'none'
  return (
    <>
      <TableFrame>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" aria-sort={sortOf('name')}>
                {title('name', t.breakDown.of[breakDown.by])}
              </th>
              <th scope="col" data-end aria-sort={sortOf('people')}>
                {title('people', t.breakDown.people)}
              </th>
              <th scope="col" data-end aria-sort={sortOf('share')}>
                {title('share', t.breakDown.registered)}
              </th>
              <th scope="col" className={table.wide}>
                {t.breakDown.share}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(row => (
              <Line
                key={row.kind === 'group' ? row.key : row.kind}
                {...{ campaignId, row }}
                by={breakDown.by}
              />
            ))}
          </tbody>
        </table>
      </TableFrame>
      <div className={styles.foot}>
        <Text size={200} className={styles.quiet}>
          {breakDown.by === 'manager' ? t.breakDown.managerHint : t.breakDown.legend}
        </Text>
        {rows.length > shown.length && (
          <Button size="small" appearance="subtle" onClick={() => setWhole(true)}>
            {t.breakDown.all(rows.length)}
          </Button>
        )}
      </div>
    </>
  )
}

interface SortButtonProps {
  words: string
  direction: 'ascending' | 'descending' | 'none'
  onSort(isDescending: boolean): void
}

function SortButton({ words, direction, onSort }: SortButtonProps) {
  const styles = useStyles()
  const icon = direction === 'descending' ? <ArrowSortDown16Regular /> : <ArrowSortUp16Regular />
  return (
    <Button
      appearance="transparent"
      size="small"
      className={styles.sort}
      iconPosition="after"
      {...(direction === 'none' ? {} : { icon })}
      onClick={() => onSort(direction === 'ascending' || direction === 'none')}
    >
      {words}
    </Button>
  )
}

function Line({ campaignId, by, row }: { campaignId: string; by: By; row: Row }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { format } = useTexts()
  const { counts, asked } = row
  const width = (part: number) => ({ width: `${(part / Math.max(1, asked)) * 100}%` })
  return (
    <tr>
      <td className={styles.name}>
        <Name campaignId={campaignId} by={by} row={row} />
      </td>
      <td className={table.figure} data-end>
        {format.number(asked)}
      </td>
      <td className={table.figure} data-end>
        {`${format.number(counts.active)} (${format.share(counts.active, asked)})`}
      </td>
      <td className={table.wide}>
        <div className={styles.bar} aria-hidden>
          <div className={styles.active} style={width(counts.active)} />
          <div className={styles.moving} style={width(counts.clicked + counts.addedToGroup)} />
        </div>
      </td>
    </tr>
  )
}

function Name({ campaignId, by, row }: { campaignId: string; by: By; row: Row }) {
  const table = useTableStyles()
  const { t, language } = useTexts()
  if (row.kind !== 'group') {
    const words = { none: t.breakDown.none[by], small: t.breakDown.small, others: t.breakDown.others }
    return <span className={table.quiet}>{words[row.kind]}</span>
  }
  const name = by === 'country' ? countryName(language, row.key) : (row.name ?? t.breakDown.unnamed)
  return (
    <TextLink to="/campaigns/$campaignId/people" params={{ campaignId }} search={filterOf(by, row.key)}>
      {name}
    </TextLink>
  )
}

function filterOf(by: By, key: string): PeopleFilter {
  switch (by) {
    case 'department':
      return { department: key }
    case 'country':
      return { country: key }
    case 'manager':
      return { managerId: key }
    case 'batch':
      return { batchId: key }
    default:
      return by satisfies never
  }
}
