/** How an organisation looks to its people: name, contact, colour and logo, with the mail and the page that wear them. */

import { makeStyles, Tab } from '@fluentui/react-components'
import { ColorRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { InOpeningLanguage } from '../messages/in-opening-language.tsx'
import { type TriedBrand, usePreview, useRested, useTemplate } from '../messages/template-queries.ts'
import { api } from '../session.ts'
import { OfTenant } from '../tenants/of-tenant.tsx'
import { useTenants } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { DocumentFrame } from '../ui/document-frame.tsx'
import { FrameChoices, useFrameChoice } from '../ui/frame-choice.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { TabRow } from '../ui/tab-row.tsx'
import { BrandForm } from './brand-form.tsx'
import { LogoChoice } from './logo-choice.tsx'

type Branding = Output<'getBranding'>

const route = getRouteApi('/settings/branding')

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px',
    alignItems: 'center',
    justifyContent: 'space-between',
    marginBottom: '12px',
  },
})

export function BrandingPage() {
  const { t } = useTexts()
  const { tenant: asked } = route.useSearch()
  const tenants = useTenants()
  const tenant = tenants.data?.find(one => one.tenantId === asked) ?? tenants.data?.[0]
  const branding = useQuery({
    queryKey: ['tenant', tenant?.tenantId, 'branding'],
    queryFn: () => api.getBranding({ params: { tenantId: tenant?.tenantId ?? '' } }),
    enabled: tenant !== undefined,
    refetchOnWindowFocus: false,
  })
  return (
    <Page
      title={t.branding.title}
      lead={tenant === undefined ? t.branding.lead : `${tenant.name} · ${t.branding.lead}`}
    >
      <OfTenant tenants={tenants} none={<Empty icon={<ColorRegular />} title={t.overview.noTenant} />}>
        <Answered query={branding} rows={4} height={96}>
          {found =>
            tenant !== undefined && (
              <InOpeningLanguage key={tenant.tenantId} tenant={tenant}>
                {opening => <Branding tenantId={tenant.tenantId} branding={found} language={opening} />}
              </InOpeningLanguage>
            )
          }
        </Answered>
      </OfTenant>
    </Page>
  )
}

interface BrandingProps {
  tenantId: string
  branding: Branding
  language: string
}

function Branding({ tenantId, branding, language }: BrandingProps) {
  const [began, setBegan] = useState(() => triedOf(branding))
  const [tried, setTried] = useState(began)
  const usable = { ...tried, organisationName: tried.organisationName.trim() || branding.organisationName }
  return (
    <Cards layout="even">
      <Cards layout="stack">
        <BrandForm
          tenantId={tenantId}
          began={began}
          tried={tried}
          onChange={setTried}
          onSaved={saved => {
            setBegan(triedOf(saved))
            setTried(triedOf(saved))
          }}
        />
        <LogoChoice tenantId={tenantId} logo={branding.logo} />
      </Cards>
      <Shown tenantId={tenantId} brand={usable} language={language} />
    </Cards>
  )
}

function triedOf({ organisationName, supportContact, accent, onAccent }: Branding): TriedBrand {
  return { organisationName, supportContact, accent, onAccent }
}

const views = ['mail', 'invitation', 'done', 'resend', 'calm'] as const
type View = (typeof views)[number]

function Shown({ tenantId, brand, language }: { tenantId: string; brand: TriedBrand; language: string }) {
  const styles = useStyles()
  const { t } = useTexts()
  const [view, setView] = useState<View>('mail')
  const [choice, setChoice] = useFrameChoice()
  const rested = useRested(brand)
  return (
    <Card title={t.preview.title} aside={<FrameChoices choice={choice} onChange={setChoice} />}>
      <div className={styles.head}>
        <TabRow
          size="small"
          selectedValue={view}
          aria-label={t.branding.what}
          onTabSelect={(_, { value }) => setView(views.find(one => one === value) ?? view)}
        >
          {views.map(one => (
            <Tab key={one} value={one}>
              {t.branding.view[one]}
            </Tab>
          ))}
        </TabRow>
      </div>
      {view === 'mail' ? (
        <MailShown tenantId={tenantId} brand={rested} language={language} choice={choice} />
      ) : (
        <PageShown tenantId={tenantId} brand={rested} language={language} page={view} choice={choice} />
      )}
    </Card>
  )
}

interface ShownProps {
  tenantId: string
  brand: TriedBrand
  language: string
  choice: ReturnType<typeof useFrameChoice>[0]
}

/** The invitation in the words that are used now. */
function MailShown({ tenantId, brand, language, choice }: ShownProps) {
  const which = { tenantId, setId: null, kind: 'invitation' as const, language: language.toLowerCase() }
  const template = useTemplate(which)
  return (
    <Answered query={template} rows={3} height={120}>
      {({ kind, subject, mjml, text }) => (
        <MailOf
          tenantId={tenantId}
          wanted={{ draft: { kind, language: which.language, subject, mjml, text }, brand, facts: 'full' }}
          choice={choice}
        />
      )}
    </Answered>
  )
}

interface MailOfProps {
  tenantId: string
  wanted: Parameters<typeof usePreview>[1]
  choice: ShownProps['choice']
}

function MailOf({ tenantId, wanted, choice }: MailOfProps) {
  const { t } = useTexts()
  const mail = usePreview(tenantId, wanted)
  return (
    <Answered query={mail} rows={3} height={120}>
      {({ html }) => <DocumentFrame title={t.preview.frame} html={html ?? ''} {...choice} />}
    </Answered>
  )
}

function PageShown({
  tenantId,
  brand,
  language,
  page,
  choice,
}: ShownProps & { page: Exclude<View, 'mail'> }) {
  const { t } = useTexts()
  const shown = useQuery({
    queryKey: ['tenant', tenantId, 'branding', 'page', page, language, brand],
    queryFn: () => api.previewPage({ params: { tenantId }, body: { page, language, brand } }),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    gcTime: 0,
  })
  return (
    <Answered query={shown} rows={3} height={120}>
      {({ html }) => <DocumentFrame title={t.branding.frame} html={html} {...choice} />}
    </Answered>
  )
}
