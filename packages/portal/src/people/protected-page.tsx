/** The people whom no list, group or campaign may touch: who, why, who answers for it; adding some, ending it for one. */

import { Button, makeStyles, Text } from '@fluentui/react-components'
import { Add20Regular, ShieldPersonRegular } from '@fluentui/react-icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { OfTenant } from '../tenants/of-tenant.tsx'
import { TenantPicker } from '../tenants/tenant-picker.tsx'
import { useTenants } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { Unseen } from '../ui/unseen.tsx'
import { ProtectPeople } from './protect-people.tsx'
import { nameOf, type ProtectedPerson, useProtected } from './protection-queries.ts'

const route = getRouteApi('/settings/protected')

const useStyles = makeStyles({
  person: { minWidth: '150px', overflowWrap: 'anywhere' },
})

export function ProtectedPage() {
  const { t } = useTexts()
  const { tenant: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const tenants = useTenants()
  const tenant = tenants.data?.find(one => one.tenantId === asked) ?? tenants.data?.[0]
  const people = useProtected(tenant?.tenantId)
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  return (
    <Page
      title={t.protectedPeople.title}
      lead={t.protectedPeople.lead}
      actions={
        tenant !== undefined && (
          <>
            <TenantPicker
              tenants={tenants.data ?? []}
              tenantId={tenant.tenantId}
              onChange={next => void navigate({ search: { tenant: next } })}
            />
            {may('protectPeople') && (
              <Button appearance="primary" icon={<Add20Regular />} onClick={() => setAdding(true)}>
                {t.protectedPeople.add}
              </Button>
            )}
          </>
        )
      }
    >
      <OfTenant tenants={tenants} none={<Empty icon={<ShieldPersonRegular />} title={t.overview.noTenant} />}>
        <Answered query={people} rows={5}>
          {items =>
            items.length === 0 ? (
              <Empty icon={<ShieldPersonRegular />} title={t.protectedPeople.none}>
                {t.protectedPeople.noneBody}
              </Empty>
            ) : (
              <Card title={t.protectedPeople.show(items.length)}>
                <ProtectedTable tenantId={tenant?.tenantId ?? ''} people={items} />
              </Card>
            )
          }
        </Answered>
      </OfTenant>
      {isAdding && tenant !== undefined && (
        <ProtectPeople tenantId={tenant.tenantId} onClose={() => setAdding(false)} />
      )}
    </Page>
  )
}

function ProtectedTable({ tenantId, people }: { tenantId: string; people: readonly ProtectedPerson[] }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, format } = useTexts()
  const may = useMay()
  const [asked, setAsked] = useState<ProtectedPerson | null>(null)
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.protectedPeople.person}</th>
            <th scope="col">{t.protectedPeople.reason}</th>
            <th scope="col" className={table.wide}>
              {t.protectedPeople.owner}
            </th>
            <th scope="col" className={table.wide}>
              {t.protectedPeople.since}
            </th>
            {may('endProtection') && (
              <th scope="col">
                <Unseen>{t.protectedPeople.end}</Unseen>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {people.map(person => (
            <tr key={person.objectId}>
              <td className={styles.person}>
                <Text weight="semibold" block>
                  {nameOf(person)}
                </Text>
                <Text size={200} block className={table.quiet}>
                  {person.userPrincipalName ?? t.protectedPeople.unknown}
                </Text>
              </td>
              <td className={styles.person}>
                {person.reason}
                {person.inGroupOf.length > 0 && (
                  <Text size={200} block>
                    {t.protectedPeople.inGroup(format.list(person.inGroupOf))}
                  </Text>
                )}
              </td>
              <td className={table.wide}>{person.owner}</td>
              <td className={`${table.figure} ${table.wide}`}>{format.day(person.protectedAt)}</td>
              {may('endProtection') && (
                <td data-end>
                  <Button
                    size="small"
                    aria-label={`${t.remove}: ${nameOf(person)}`}
                    onClick={() => setAsked(person)}
                  >
                    {t.remove}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {asked !== null && <EndProtection tenantId={tenantId} person={asked} onClose={() => setAsked(null)} />}
    </TableFrame>
  )
}

interface EndProtectionProps {
  tenantId: string
  person: ProtectedPerson
  onClose(): void
}

function EndProtection({ tenantId, person, onClose }: EndProtectionProps) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const end = useMutation({
    mutationFn: () => api.endProtection({ params: { tenantId }, body: { people: [person.objectId] } }),
    onSuccess() {
      notices.tellDone(t.protectedPeople.ended)
      void answers.invalidateQueries()
      onClose()
    },
    onError: notices.tellFailed,
  })
  return (
    <Confirm
      isOpen
      title={t.protectedPeople.endOf(nameOf(person))}
      verb={t.protectedPeople.end}
      isBusy={end.isPending}
      onConfirm={() => end.mutate()}
      onCancel={onClose}
    >
      {t.protectedPeople.endMeans}
    </Confirm>
  )
}
