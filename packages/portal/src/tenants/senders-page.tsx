/** The mailboxes and mail servers of a tenant with what each may send, and those set aside. */

import { Button } from '@fluentui/react-components'
import { Add20Regular, MailSettingsRegular } from '@fluentui/react-icons'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Cards, Page } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { NewSender } from './new-sender.tsx'
import { OfTenant } from './of-tenant.tsx'
import { StoppedTenant } from './panic-stop.tsx'
import { SenderCard } from './sender-card.tsx'
import { TenantPicker } from './tenant-picker.tsx'
import { useSenders, useTenants } from './tenant-queries.ts'

const route = getRouteApi('/settings/senders')

export function SendersPage() {
  const { t } = useTexts()
  const { tenant: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const tenants = useTenants()
  const tenant = tenants.data?.find(one => one.tenantId === asked) ?? tenants.data?.[0]
  const senders = useSenders(tenant?.tenantId)
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  return (
    <Page
      title={t.senders.title}
      lead={tenant === undefined ? t.senders.lead : `${tenant.name} · ${t.senders.lead}`}
      actions={
        tenant !== undefined && (
          <>
            <TenantPicker
              tenants={tenants.data ?? []}
              tenantId={tenant.tenantId}
              onChange={next => void navigate({ search: { tenant: next } })}
            />
            {may('addSender') && (
              <Button appearance="primary" icon={<Add20Regular />} onClick={() => setAdding(true)}>
                {t.senders.add}
              </Button>
            )}
          </>
        )
      }
    >
      <StoppedTenant tenantId={tenant?.tenantId} />
      <OfTenant tenants={tenants} none={<Empty icon={<MailSettingsRegular />} title={t.overview.noTenant} />}>
        <Answered query={senders}>
          {items =>
            items.length === 0 ? (
              <Empty icon={<MailSettingsRegular />} title={t.senders.none} />
            ) : (
              <Cards layout="even">
                {items.map(sender => (
                  <SenderCard key={sender.senderId} sender={sender} />
                ))}
              </Cards>
            )
          }
        </Answered>
      </OfTenant>
      {isAdding && tenant !== undefined && (
        <NewSender tenantId={tenant.tenantId} onClose={() => setAdding(false)} />
      )}
    </Page>
  )
}
