/** The table of people: as many rows as there are, of which only those in sight exist. */

import { Button, Checkbox, makeStyles, mergeClasses, SkeletonItem, tokens } from '@fluentui/react-components'
import { ArrowSortDown16Regular, ArrowSortUp16Regular, PeopleSearchRegular } from '@fluentui/react-icons'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { PersonBadge } from '../ui/status-look.tsx'
import type { Sort } from './people-filter.ts'
import { type PersonRow, usePeople, type Wanted } from './people-queries.ts'
import { shiftOf } from './segments.ts'
import { everybody, isSelected, noSelection, type Selection, selectedCount, toggle } from './selection.ts'

/** `rowsMax` of this height stay below the tallest element that every browser draws. */
const rowHeight = 34
const overscan = 12

const columns = '40px minmax(170px, 2fr) 150px minmax(120px, 1fr) 130px 120px 120px 120px'
const narrow = '40px minmax(0, 1fr) 136px'
const onNarrow = '@media (max-width: 900px)'

const useStyles = makeStyles({
  frame: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    overflow: 'hidden',
  },
  scroll: {
    height: 'max(320px, calc(100vh - 374px))',
    overflow: 'auto',
    contain: 'strict',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    fontWeight: 600,
    fontSize: '12px',
  },
  row: {
    display: 'grid',
    gridTemplateColumns: columns,
    alignItems: 'center',
    columnGap: '8px',
    paddingInline: '8px',
    boxSizing: 'border-box',
    [onNarrow]: { gridTemplateColumns: narrow },
  },
  line: {
    position: 'absolute',
    insetInline: 0,
    top: 0,
    height: `${rowHeight}px`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  chosen: { backgroundColor: tokens.colorNeutralBackground1Selected },
  cell: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
  wide: { [onNarrow]: { display: 'none' } },
  sort: {
    minWidth: 0,
    paddingInline: '4px',
    marginInline: '-4px',
    fontWeight: 600,
    justifyContent: 'flex-start',
  },
})

interface PeopleTableProps {
  wanted: Wanted
  selection: Selection
  onSelection(selection: Selection): void
  onSort(sort: Sort, isDescending: boolean): void
  /** `isMore`: than `people`, and nobody knows how many. */
  onCount(people: number | null, isMore: boolean): void
}

export function PeopleTable({ wanted, selection, onSelection, onSort, onCount }: PeopleTableProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const scroll = useRef<HTMLDivElement>(null)
  // Which rows are in sight follows from how many there are, and the other way round: the newest count is kept here.
  const [count, setCount] = useState(0)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan,
  })
  const rows = virtual.getVirtualItems()
  const list = usePeople(wanted, rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0)
  if (list.rows !== count) setCount(list.rows)
  const people = list.people ?? 0
  useEffect(() => onCount(list.people, list.isMore), [list.people, list.isMore, onCount])
  const sight = virtual.range
  const laidOut = useRef(list.layout)
  useLayoutEffect(() => {
    const rows =
      sight === null
        ? 0
        : shiftOf(laidOut.current, list.layout, { first: sight.startIndex, last: sight.endIndex })
    laidOut.current = list.layout
    if (rows !== 0) virtual.scrollToOffset((virtual.scrollOffset ?? 0) + rows * rowHeight)
  })
  const order = JSON.stringify([wanted.filter, wanted.text])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order begins at its top.
  useEffect(() => virtual.scrollToOffset(0), [order])
  if (list.error !== null) return <Failed error={list.error} onRetry={list.retry} />
  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows that are not in sight do not exist, which a table element cannot say. */}
      <div
        ref={scroll}
        className={styles.scroll}
        role="table"
        aria-label={t.people.title}
        aria-rowcount={list.isMore ? -1 : people + 1}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
        tabIndex={0}
      >
        <Head
          wanted={wanted}
          selection={selection}
          people={people}
          onSelection={onSelection}
          onSort={onSort}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: part of the table above. */}
        <div role="rowgroup" style={{ height: count * rowHeight, position: 'relative' }}>
          {rows
            .filter(row => row.index < count)
            .map(row => (
              <Line
                key={row.key}
                index={row.index}
                offset={row.start}
                person={list.at(row.index)}
                selection={selection}
                onSelection={onSelection}
              />
            ))}
        </div>
        {list.people === 0 && <Empty icon={<PeopleSearchRegular />} title={t.people.nobody} />}
      </div>
    </div>
  )
}

type HeadProps = Omit<PeopleTableProps, 'onCount'> & { people: number }

function Head({ wanted, selection, people, onSelection, onSort }: HeadProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const chosen = selectedCount(selection, people)
  const sorted = { sort: wanted.filter.sort ?? 'name', isDescending: wanted.filter.descending === true }
  const title = (sort: Sort, isWide: boolean) => (
    <ColumnTitle sort={sort} sorted={sorted} isWide={isWide} onSort={onSort} />
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a table whose unseen rows do not exist.
    <div role="rowgroup" className={styles.head}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a row of a table takes no focus itself. */}
      <div role="row" aria-rowindex={1} className={styles.row}>
        {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: as above. */}
        <div role="columnheader">
          <Checkbox
            aria-label={t.people.chooseAll}
            checked={chosen === 0 ? false : chosen === people ? true : 'mixed'}
            onChange={() => onSelection(chosen === people ? noSelection : everybody)}
          />
        </div>
        {title('name', false)}
        {title('status', false)}
        {title('department', true)}
        {title('level', true)}
        {title('invitedAt', true)}
        {title('confirmedAt', true)}
        {title('registeredAt', true)}
      </div>
    </div>
  )
}

interface ColumnTitleProps {
  sort: Sort
  sorted: { sort: Sort; isDescending: boolean }
  isWide: boolean
  onSort(sort: Sort, isDescending: boolean): void
}

function ColumnTitle({ sort, sorted, isWide, onSort }: ColumnTitleProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const isHere = sorted.sort === sort
  const direction = isHere ? (sorted.isDescending ? 'descending' : 'ascending') : 'none'
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a table whose unseen rows do not exist.
    // biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus.
    <div
      role="columnheader"
      aria-sort={direction}
      className={mergeClasses(styles.cell, isWide && styles.wide)}
    >
      <Button
        appearance="transparent"
        size="small"
        className={styles.sort}
        iconPosition="after"
        {...(isHere
          ? { icon: sorted.isDescending ? <ArrowSortDown16Regular /> : <ArrowSortUp16Regular /> }
          : {})}
        onClick={() => onSort(sort, isHere && !sorted.isDescending)}
      >
        {t.people.columns[sort]}
      </Button>
    </div>
  )
}

interface LineProps {
  index: number
  offset: number
  person: PersonRow | undefined
  selection: Selection
  onSelection(selection: Selection): void
}

function Line({ index, offset, person, selection, onSelection }: LineProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const isChosen = person !== undefined && isSelected(selection, person.enrolmentId)
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a table whose unseen rows do not exist.
    // biome-ignore lint/a11y/useFocusableInteractive: a row of a table takes no focus itself.
    <div
      role="row"
      aria-rowindex={index + 2}
      className={mergeClasses(styles.row, styles.line, isChosen && styles.chosen)}
      style={{ transform: `translateY(${offset}px)` }}
    >
      {person === undefined ? (
        <>
          <Cell>{''}</Cell>
          <Cell>
            <SkeletonItem size={12} />
          </Cell>
          <Cell>
            <SkeletonItem size={12} />
          </Cell>
        </>
      ) : (
        <>
          <Cell>
            <Checkbox
              aria-label={t.people.choose(person.displayName ?? person.userPrincipalName)}
              checked={isChosen}
              onChange={() => onSelection(toggle(selection, person.enrolmentId))}
            />
          </Cell>
          <PersonCells person={person} />
        </>
      )}
    </div>
  )
}

function PersonCells({ person }: { person: PersonRow }) {
  const { t, format } = useTexts()
  const day = (at: Date | null) => (at === null ? t.none : format.day(at))
  return (
    <>
      <Cell title={person.userPrincipalName}>
        <TextLink to="/people/$enrolmentId" params={{ enrolmentId: person.enrolmentId }}>
          {person.displayName ?? person.userPrincipalName}
        </TextLink>
      </Cell>
      <Cell>
        <PersonBadge status={person.status} />
      </Cell>
      <Cell look="wide">{person.department ?? t.none}</Cell>
      <Cell look="wide">{t.shortLevel[person.level]}</Cell>
      <Cell look="quiet">{day(person.invitedAt)}</Cell>
      <Cell look="quiet">{day(person.confirmedAt)}</Cell>
      {person.lostAt === null ? (
        <Cell look="quiet">{day(person.registeredAt)}</Cell>
      ) : (
        <Cell look="quiet" title={t.person.lost(format.day(person.lostAt))}>
          {t.people.gone}
        </Cell>
      )}
    </>
  )
}

function Cell({ children, title, look }: { children: ReactNode; title?: string; look?: 'wide' | 'quiet' }) {
  const styles = useStyles()
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a table whose unseen rows do not exist.
    <div
      role="cell"
      className={mergeClasses(
        styles.cell,
        look !== undefined && styles.wide,
        look === 'quiet' && styles.quiet,
      )}
      {...(title === undefined ? {} : { title })}
    >
      {children}
    </div>
  )
}
