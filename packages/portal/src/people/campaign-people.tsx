/** The people of a campaign: filters, what is done to those chosen, and the table. */

import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ArrowDownload20Regular } from '@fluentui/react-icons'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useDeferredValue, useId, useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { useNotices } from '../ui/notices.tsx'
import { saveFile } from '../ui/save-file.ts'
import { PeopleActs } from './people-acts.tsx'
import type { PeopleFilter } from './people-filter.ts'
import { PeopleFilters } from './people-filters.tsx'
import { searchOf, type Wanted } from './people-queries.ts'
import { PeopleTable } from './people-table.tsx'
import { noSelection, type Selection, selectedCount } from './selection.ts'

const route = getRouteApi('/campaigns/$campaignId/people')

const useStyles = makeStyles({
  page: { display: 'grid', gap: '12px', gridTemplateColumns: 'minmax(0, 1fr)' },
  tools: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 12px',
    minHeight: '32px',
  },
  count: { marginInlineEnd: 'auto' },
  file: { flexBasis: '100%', color: tokens.colorNeutralForeground2 },
  chosen: { color: tokens.colorBrandForeground1, fontWeight: 600 },
})

export function CampaignPeople() {
  const styles = useStyles()
  const { campaignId } = route.useParams()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const [text, setText] = useState('')
  const [selection, setSelection] = useState<Selection>(noSelection)
  const [people, setPeople] = useState<number | null>(null)
  const [isMore, setMore] = useState(false)
  const wanted: Wanted = { campaignId, filter, text: useDeferredValue(text) }
  const noteCount = useCallback((count: number | null, more: boolean) => {
    setPeople(count)
    setMore(more)
  }, [])
  const change = (next: PeopleFilter) => {
    setSelection(noSelection)
    void navigate({ search: next, replace: true })
  }
  return (
    <div className={styles.page}>
      <PeopleFilters
        filter={filter}
        text={text}
        onFilter={change}
        onText={next => {
          setSelection(noSelection)
          setText(next)
        }}
      />
      <div className={styles.tools}>
        <Count people={people} isMore={isMore} chosen={selectedCount(selection, people)} />
        <PeopleActs
          wanted={wanted}
          selection={selection}
          people={people}
          onDone={() => setSelection(noSelection)}
        />
        <Download wanted={wanted} />
      </div>
      <PeopleTable
        wanted={wanted}
        selection={selection}
        onSelection={setSelection}
        onSort={(sort, isDescending) => {
          const { descending: _, ...rest } = filter
          change({ ...rest, sort, ...(isDescending ? { descending: true } : {}) })
        }}
        onCount={noteCount}
      />
    </div>
  )
}

function Count({ people, isMore, chosen }: { people: number | null; isMore: boolean; chosen: number }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const words = (count: number) =>
    isMore ? t.people.moreThan(format.number(count)) : t.people.count(count, format.number(count))
  return (
    <Text className={styles.count} role="status">
      {people === null ? t.people.counting : words(people)}
      {chosen > 0 && (
        <span className={styles.chosen}>{` · ${t.people.chosen(chosen, format.number(chosen))}`}</span>
      )}
    </Text>
  )
}

function Download({ wanted }: { wanted: Wanted }) {
  const styles = useStyles()
  const { t } = useTexts()
  const notices = useNotices()
  const words = useId()
  const [isBusy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    try {
      const { campaignId } = wanted
      await saveFile(await api.downloadPeople({ params: { campaignId }, body: searchOf(wanted) }))
    } catch (error) {
      notices.tellFailed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button
        icon={<ArrowDownload20Regular />}
        disabled={isBusy}
        aria-describedby={words}
        onClick={() => void download()}
      >
        {isBusy ? t.people.downloading : t.people.download}
      </Button>
      <Text id={words} size={200} className={styles.file}>
        {t.people.fileWords}
      </Text>
    </>
  )
}
