/** The log of who did what: filtered by who, what, how it ended and when, read page by page, and checked as a whole. */

import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ClipboardTextLtrRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCampaigns } from '../campaigns/campaign-queries.ts'
import { api } from '../session.ts'
import { useTenants } from '../tenants/tenant-queries.ts'
import { nameCaller } from '../texts/caller-words.ts'
import type { Texts } from '../texts/en.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { ActivityCheck } from './activity-check.tsx'
import { ActivityFilters } from './activity-filters.tsx'
import { queryOf } from './activity-search.ts'
import { Allowed } from './allowed.tsx'

type Entry = Output<'listActivity'>['items'][number]

const route = getRouteApi('/settings/activity')
/** A screen or two; older ones come when they are asked for. */
const entriesAtOnce = 50

const useStyles = makeStyles({
  foot: { marginTop: '14px' },
  refused: { color: tokens.colorPaletteDarkOrangeForeground1 },
  failed: { color: tokens.colorPaletteRedForeground1 },
})

export function ActivityPage() {
  const { t } = useTexts()
  return (
    <Allowed to="listActivity" title={t.activity.title}>
      <Page title={t.activity.title} lead={t.activity.lead}>
        <Cards layout="stack">
          <Card title={t.activity.entries}>
            <Entries />
          </Card>
          <ActivityCheck />
        </Cards>
      </Page>
    </Allowed>
  )
}

function Entries() {
  const styles = useStyles()
  const { t } = useTexts()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const entries = useInfiniteQuery({
    queryKey: ['activity', search],
    queryFn: ({ pageParam }) => {
      const page = { limit: entriesAtOnce, ...(pageParam === null ? {} : { cursor: pageParam }) }
      return api.listActivity({ query: { ...queryOf(search), ...page } })
    },
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  })
  const items = entries.data?.pages.flatMap(page => page.items)
  return (
    <>
      <ActivityFilters search={search} onChange={next => void navigate({ search: next, replace: true })} />
      {items === undefined &&
        (entries.isError ? (
          <Failed error={entries.error} onRetry={() => void entries.refetch()} />
        ) : (
          <Loading rows={8} />
        ))}
      {items?.length === 0 && <Empty icon={<ClipboardTextLtrRegular />} title={t.activity.none} />}
      {items !== undefined && items.length > 0 && <EntryTable entries={items} />}
      {entries.hasNextPage && (
        <Button
          className={styles.foot}
          disabled={entries.isFetchingNextPage}
          onClick={() => void entries.fetchNextPage()}
        >
          {t.activity.more}
        </Button>
      )}
    </>
  )
}

function EntryTable({ entries }: { entries: readonly Entry[] }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, format } = useTexts()
  const about = useAboutWords()
  const look = { done: '', refused: styles.refused, failed: styles.failed }
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col" className={table.wide} data-end>
              {t.activity.number}
            </th>
            <th scope="col">{t.activity.when}</th>
            <th scope="col">{t.activity.who}</th>
            <th scope="col">{t.activity.what}</th>
            <th scope="col" className={table.wide}>
              {t.activity.about}
            </th>
            <th scope="col">{t.activity.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(entry => (
            <tr key={entry.number}>
              <td className={`${table.figure} ${table.wide} ${table.quiet}`} data-end>
                {format.number(entry.number)}
              </td>
              <td className={table.figure}>{format.moment(entry.at)}</td>
              <td>{whoOf(entry, t)}</td>
              <td className={table.strong}>{t.activity.acts[entry.act] ?? entry.act}</td>
              <td className={`${table.wide} ${table.quiet}`}>{about(entry)}</td>
              <td className={look[entry.outcome]}>
                {outcomeOf(entry, t)}
                {entry.reason !== null && (
                  <Text size={200} block className={table.quiet}>
                    {t.activityWords.reasons[entry.reason] ?? t.activityWords.otherReason}
                  </Text>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

/** What was tried out changed nothing, however well it went. */
function outcomeOf({ outcome, about }: Entry, t: Texts): string {
  return outcome === 'done' && about.dryRun === 'true'
    ? t.activityWords.triedOut
    : t.activity.outcomes[outcome]
}

function whoOf({ by, byName }: Entry, t: Texts): string {
  if (by === 'machine' || by === 'nobody') return t.activity[by]
  return byName === null ? t.activity.removed : nameCaller(byName, t)
}

/** Ids as the names that are known for them; the log itself has ids only. */
function useAboutWords(): (entry: Entry) => string {
  const { t } = useTexts()
  const campaigns = useCampaigns()
  const tenants = useTenants()
  const names = new Map([
    ...(campaigns.data ?? []).map(one => [one.campaignId, one.name] as const),
    ...(tenants.data ?? []).map(one => [one.tenantId, one.name] as const),
  ])
  const tell = (value: string | string[]) => {
    if (Array.isArray(value))
      return value.length === 1 ? shorten(value[0] ?? '') : t.activity.ids(value.length)
    return names.get(value) ?? t.activityWords.values[value] ?? shorten(value)
  }
  return ({ about }) =>
    Object.entries(about)
      // That something was done in earnest goes without saying, and that it was tried out stands beside it.
      .filter(([name, value]) => value !== 'false' && name !== 'dryRun')
      .map(([name, value]) => `${t.activity.abouts[name] ?? name}: ${tell(value)}`)
      .join(' · ')
}

/** The first part of an id tells two apart on one page. */
function shorten(text: string): string {
  return /^[\da-f]{8}-/i.test(text) ? `${text.slice(0, 8)}…` : text
}
