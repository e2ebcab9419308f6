/** What was read of the audit log: filtered by activity, result, person and day, page by page, and as a file. */

import { Button, makeStyles } from '@fluentui/react-components'
import { ArrowDownload20Regular, DocumentTextRegular } from '@fluentui/react-icons'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../session.ts'
import { OfTenant } from '../tenants/of-tenant.tsx'
import { TenantPicker } from '../tenants/tenant-picker.tsx'
import { useTenants } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { saveFile } from '../ui/save-file.ts'
import { useSettled } from '../ui/settled.ts'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { type AuditFilter, filterOf } from './audit-search.ts'
import { AuditTable } from './audit-table.tsx'
import { LogSettings } from './log-settings.tsx'

const route = getRouteApi('/automations/log')
/** A screen or two; older ones come when they are asked for. */
const eventsAtOnce = 50
/** A question for each letter of an address would answer nothing but the last. */
const quietMs = 400

const useStyles = makeStyles({
  foot: { marginTop: '14px', alignSelf: 'start' },
})

export function AuditLogPage() {
  const { t } = useTexts()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  // No part of the address: it may be somebody's name.
  const [person, setPerson] = useState('')
  const tenants = useTenants()
  const tenant = tenants.data?.find(one => one.tenantId === search.tenant) ?? tenants.data?.[0]
  const filter = filterOf(search, useSettled(person.trim(), quietMs))
  return (
    <Page
      title={t.auditLog.title}
      lead={t.auditLog.lead}
      above={
        <TextLink to="/automations" search={tenant === undefined ? {} : { tenant: tenant.tenantId }}>
          {t.rules.title}
        </TextLink>
      }
      actions={
        tenant !== undefined && (
          <>
            <TenantPicker
              tenants={tenants.data ?? []}
              tenantId={tenant.tenantId}
              onChange={next => {
                setPerson('')
                void navigate({ search: { tenant: next } })
              }}
            />
            <Download tenantId={tenant.tenantId} filter={filter} />
          </>
        )
      }
    >
      <OfTenant
        tenants={tenants}
        none={<Empty icon={<DocumentTextRegular />} title={t.rules.unknownTenant} />}
      >
        <Cards layout="stack">
          <Card title={t.auditLog.records}>
            <AuditFilters
              tenantId={tenant?.tenantId}
              search={search}
              person={person}
              onSearch={next => void navigate({ search: next, replace: true })}
              onPerson={setPerson}
            />
            <Records tenantId={tenant?.tenantId} filter={filter} />
          </Card>
          {tenant !== undefined && <LogSettings tenantId={tenant.tenantId} />}
        </Cards>
      </OfTenant>
    </Page>
  )
}

function Download({ tenantId, filter }: { tenantId: string; filter: AuditFilter }) {
  const { t } = useTexts()
  const notices = useNotices()
  const download = useMutation({
    mutationFn: async () => saveFile(await api.downloadAuditEvents({ params: { tenantId }, body: filter })),
    onError: notices.tellFailed,
  })
  return (
    <Button icon={<ArrowDownload20Regular />} disabled={download.isPending} onClick={() => download.mutate()}>
      {t.auditLog.download}
    </Button>
  )
}

function Records({ tenantId, filter }: { tenantId: string | undefined; filter: AuditFilter }) {
  const styles = useStyles()
  const { t } = useTexts()
  const events = useInfiniteQuery({
    queryKey: ['audit events', tenantId, filter],
    queryFn: ({ pageParam }) =>
      api.searchAuditEvents({
        params: { tenantId: tenantId ?? '' },
        body: { ...filter, limit: eventsAtOnce, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
    enabled: tenantId !== undefined,
  })
  const items = events.data?.pages.flatMap(page => page.items)
  const isFiltered = Object.keys(filter).length > 0
  if (items === undefined) {
    return events.isError ? (
      <Failed error={events.error} onRetry={() => void events.refetch()} />
    ) : (
      <Loading rows={8} />
    )
  }
  if (items.length === 0) {
    return (
      <Empty icon={<DocumentTextRegular />} title={isFiltered ? t.auditLog.noneFound : t.auditLog.none}>
        {isFiltered ? t.auditLog.noneFoundBody : t.auditLog.noneBody}
      </Empty>
    )
  }
  return (
    <>
      <AuditTable events={items} />
      {events.hasNextPage && (
        <Button
          className={styles.foot}
          disabled={events.isFetchingNextPage}
          onClick={() => void events.fetchNextPage()}
        >
          {t.auditLog.more}
        </Button>
      )}
    </>
  )
}
