/** The first page: where a tenant's rollouts stand together, how fast they go, and what needs somebody. */

import { Dropdown, Option } from '@fluentui/react-components'
import { Add20Regular, BuildingRegular, MegaphoneRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { nearestDue } from '@muster/core/campaign'
import { getRouteApi } from '@tanstack/react-router'
import { useMay } from '../access/me.ts'
import { OfTenant } from '../tenants/of-tenant.tsx'
import { StopButton, StopNotice } from '../tenants/panic-stop.tsx'
import { useOverview, useTenants } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { AdoptionChart } from '../ui/adoption-chart.tsx'
import { daysAhead, tellForecast, useForecast } from '../ui/forecast-words.ts'
import { ButtonLink } from '../ui/links.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { Tile, Tiles } from '../ui/tiles.tsx'
import { Attention } from './attention.tsx'
import { CampaignTable } from './campaign-table.tsx'
import { Lanes } from './lanes.tsx'
import { Levels } from './levels.tsx'

type Overview = Output<'tenantOverview'>
type Tenant = Output<'getTenant'>

const route = getRouteApi('/')

export function OverviewPage() {
  const { t } = useTexts()
  const { tenant: asked } = route.useSearch()
  const tenants = useTenants()
  const tenant = tenants.data?.find(one => one.tenantId === asked) ?? tenants.data?.[0]
  const overview = useOverview(tenant?.tenantId)
  const may = useMay()
  return (
    <Page
      title={t.overview.title}
      lead={tenant === undefined ? undefined : <TenantChoice tenant={tenant} tenants={tenants.data ?? []} />}
      actions={
        tenant !== undefined && (
          <>
            {overview.data?.stop === null && <StopButton tenantId={tenant.tenantId} />}
            {may('createCampaign') && (
              <ButtonLink to="/new-campaign" appearance="primary" icon={<Add20Regular />}>
                {t.newCampaign.title}
              </ButtonLink>
            )}
          </>
        )
      }
    >
      <OfTenant
        tenants={tenants}
        none={
          <Empty
            icon={<BuildingRegular />}
            title={t.overview.noTenant}
            action={
              may('addTenant') && (
                <ButtonLink to="/settings/tenants" appearance="primary">
                  {t.tenants.add}
                </ButtonLink>
              )
            }
          >
            {t.overview.noTenantBody}
          </Empty>
        }
      >
        <Answered query={overview} rows={6} height={72}>
          {answer => (
            <Cards layout="stack">
              <StopNotice tenantId={answer.tenantId} stop={answer.stop} />
              <Content overview={answer} />
            </Cards>
          )}
        </Answered>
      </OfTenant>
    </Page>
  )
}

function TenantChoice({ tenant, tenants }: { tenant: Tenant; tenants: readonly Tenant[] }) {
  const { t } = useTexts()
  const navigate = route.useNavigate()
  if (tenants.length < 2) return tenant.organisationName
  return (
    <Dropdown
      aria-label={t.overview.tenant}
      value={tenant.name}
      selectedOptions={[tenant.tenantId]}
      onOptionSelect={(_, { optionValue }) =>
        void navigate({ search: optionValue === undefined ? {} : { tenant: optionValue } })
      }
    >
      {tenants.map(one => (
        <Option key={one.tenantId} value={one.tenantId}>
          {one.name}
        </Option>
      ))}
    </Dropdown>
  )
}

function Content({ overview }: { overview: Overview }) {
  const { t } = useTexts()
  const may = useMay()
  const { adoption, campaigns } = overview
  const registered = sumOf(adoption.days.map(day => day.registered)) + adoption.registeredBefore
  const invited = sumOf(adoption.days.map(day => day.invited))
  const confirmed = sumOf(adoption.days.map(day => day.confirmed))
  if (campaigns.length === 0) {
    return (
      <Empty
        icon={<MegaphoneRegular />}
        title={t.overview.noCampaign}
        action={
          may('createCampaign') && (
            <ButtonLink to="/new-campaign" appearance="primary">
              {t.newCampaign.title}
            </ButtonLink>
          )
        }
      >
        {t.overview.noCampaignBody}
      </Empty>
    )
  }
  return (
    <Cards layout="stack">
      <Tiles>
        <Tile label={t.tiles.registered} value={registered} whole={adoption.people} />
        <Tile label={t.tiles.invited} value={invited} whole={adoption.people} />
        <Tile label={t.tiles.confirmed} value={confirmed} whole={adoption.people} />
        <Tile
          label={t.tiles.open}
          value={Math.max(0, adoption.people - registered)}
          whole={null}
          note={t.tiles.openNote}
        />
      </Tiles>
      <Cards layout="wide">
        <Card title={t.overview.adoption}>
          <Adoption overview={overview} />
        </Card>
        <Card title={t.overview.attention}>
          <Attention overview={overview} />
        </Card>
      </Cards>
      <Card title={t.overview.campaigns}>
        <CampaignTable campaigns={campaigns} at={overview.at} />
      </Card>
      <Cards layout="even">
        <Card title={t.overview.levels}>
          <Levels levels={overview.levels} />
        </Card>
        <Card title={t.overview.work}>
          <Lanes lanes={overview.lanes} at={overview.at} />
        </Card>
      </Cards>
    </Cards>
  )
}

function Adoption({ overview }: { overview: Overview }) {
  const words = useTexts()
  const { adoption, campaigns, at, stop } = overview
  const dueOn = nearestDue(campaigns.map(({ campaign }) => campaign))
  const made = useForecast({
    ...{ adoption, dueOn, at },
    unreachable: sumOf(campaigns.map(({ counts }) => counts.failed)),
    isInviting: stop === null && campaigns.some(({ campaign }) => campaign.status === 'running'),
  })
  const ahead = daysAhead(made)
  return (
    <AdoptionChart
      {...{ adoption, dueOn, at, ahead }}
      words={tellForecast(made, { dueOn, days: ahead }, words)}
    />
  )
}

function sumOf(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0)
}
