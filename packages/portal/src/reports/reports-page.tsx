/** Reports: the executive summary of a campaign or of all, to read, print and download, and who gets it by mail. */

import {
  Button,
  Dropdown,
  Field,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Option,
  Switch,
} from '@fluentui/react-components'
import {
  ArrowDownload20Regular,
  BuildingRegular,
  DocumentDataRegular,
  Print20Regular,
} from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCampaigns } from '../campaigns/campaign-queries.ts'
import { api } from '../session.ts'
import { useTenants } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Page } from '../ui/page.tsx'
import { saveFile } from '../ui/save-file.ts'
import { Answered, Empty } from '../ui/states.tsx'
import { useSummary } from './report-queries.ts'
import { type Period, periods, type ReportSearch } from './report-search.ts'
import { Schedules } from './schedules.tsx'
import { SummaryView } from './summary-view.tsx'

const route = getRouteApi('/reports')

const useStyles = makeStyles({
  choices: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '12px 20px',
    alignItems: 'end',
    marginBottom: '16px',
  },
  after: { marginTop: '16px' },
})

const everything = 'all'

export function ReportsPage() {
  const styles = useStyles()
  const { t, format } = useTexts()
  const search = route.useSearch()
  const tenants = useTenants()
  const campaigns = useCampaigns()
  const tenant = tenants.data?.find(one => one.tenantId === search.tenant) ?? tenants.data?.[0]
  const own = (campaigns.data ?? []).filter(one => one.tenantId === tenant?.tenantId)
  const campaign = own.find(one => one.campaignId === search.campaign)
  const { period = 'week', hideSmall = false } = search
  const campaignId = campaign === undefined ? {} : { campaignId: campaign.campaignId }
  const summary = useSummary({ tenantId: tenant?.tenantId, ...campaignId, period, hideSmall })
  const asOf = summary.data
  return (
    <Page
      title={t.reports.summaryOf(campaign?.name ?? t.reports.allCampaigns)}
      lead={asOf === undefined ? undefined : t.reports.asOf(asOf.organisationName, format.moment(asOf.at))}
      actions={
        tenant !== undefined && (
          <Actions tenantId={tenant.tenantId} campaign={campaign} hideSmall={hideSmall} />
        )
      }
    >
      <Answered query={tenants} rows={6} height={72}>
        {all =>
          tenant === undefined ? (
            <Empty icon={<BuildingRegular />} title={t.overview.noTenant} />
          ) : (
            <Answered query={campaigns} rows={6} height={72}>
              {() => (
                <>
                  <Choices tenants={all} tenant={tenant} campaigns={own} campaign={campaign} />
                  {own.length === 0 ? (
                    <Empty icon={<DocumentDataRegular />} title={t.reports.noCampaign}>
                      {t.overview.noCampaignBody}
                    </Empty>
                  ) : (
                    <Answered query={summary} rows={6} height={72}>
                      {answer => <SummaryView summary={answer} />}
                    </Answered>
                  )}
                  <div data-screen-only className={styles.after}>
                    <Schedules tenant={tenant} campaigns={own} campaignId={campaign?.campaignId ?? null} />
                  </div>
                </>
              )}
            </Answered>
          )
        }
      </Answered>
    </Page>
  )
}

type Tenant = Output<'getTenant'>
export type Campaign = Output<'getCampaign'>

interface ChoicesProps {
  tenants: readonly Tenant[]
  tenant: Tenant
  campaigns: readonly Campaign[]
  campaign: Campaign | undefined
}

function Choices({ tenants, tenant, campaigns, campaign }: ChoicesProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const { period = 'week', hideSmall = false } = route.useSearch()
  const navigate = route.useNavigate()
  const change = (next: ReportSearch) =>
    void navigate({ search: old => ({ ...old, ...next }), replace: true })
  return (
    <div className={styles.choices} data-screen-only>
      {tenants.length > 1 && (
        <Field label={t.overview.tenant}>
          <Dropdown
            value={tenant.name}
            selectedOptions={[tenant.tenantId]}
            onOptionSelect={(_, { optionValue }) =>
              optionValue !== undefined && void navigate({ search: { tenant: optionValue } })
            }
          >
            {tenants.map(one => (
              <Option key={one.tenantId} value={one.tenantId}>
                {one.name}
              </Option>
            ))}
          </Dropdown>
        </Field>
      )}
      <Field label={t.reports.of}>
        <Dropdown
          value={campaign?.name ?? t.reports.allCampaigns}
          selectedOptions={[campaign?.campaignId ?? everything]}
          onOptionSelect={(_, { optionValue = everything }) =>
            void navigate({
              search: ({ campaign: _old, ...rest }) =>
                optionValue === everything ? rest : { ...rest, campaign: optionValue },
              replace: true,
            })
          }
        >
          <Option value={everything}>{t.reports.allCampaigns}</Option>
          {campaigns.map(one => (
            <Option key={one.campaignId} value={one.campaignId}>
              {one.name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label={t.reports.period}>
        <Dropdown
          value={t.reports.periods[period]}
          selectedOptions={[period]}
          onOptionSelect={(_, { optionValue }) => change({ period: periodOf(optionValue) })}
        >
          {periods.map(one => (
            <Option key={one} value={one}>
              {t.reports.periods[one]}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Switch
        label={t.reports.hideSmall}
        checked={hideSmall}
        onChange={(_, { checked }) => change({ hideSmall: checked })}
      />
    </div>
  )
}

function periodOf(text: string | undefined): Period {
  return periods.find(one => one === text) ?? 'week'
}

interface ActionsProps {
  tenantId: string
  campaign: Campaign | undefined
  hideSmall: boolean
}

function Actions({ tenantId, campaign, hideSmall }: ActionsProps) {
  const { t } = useTexts()
  const notices = useNotices()
  const download = useMutation({
    mutationFn: async (what: 'breakDowns' | 'full' | 'seed') => {
      const campaignId = campaign?.campaignId
      if (what !== 'breakDowns' && campaignId !== undefined) {
        return saveFile(await api.exportPeople({ params: { campaignId }, query: { shape: what } }))
      }
      const query = {
        ...(campaignId === undefined ? {} : { campaignId }),
        hideSmall,
      }
      return saveFile(await api.downloadSummary({ params: { tenantId }, query }))
    },
    onError: notices.tellFailed,
  })
  return (
    <div data-screen-only>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<ArrowDownload20Regular />} disabled={download.isPending}>
            {t.reports.download}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => download.mutate('breakDowns')}>{t.reports.downloadBreakDowns}</MenuItem>
            {campaign !== undefined && (
              <>
                <MenuItem onClick={() => download.mutate('full')}>{t.reports.downloadPeople}</MenuItem>
                <MenuItem onClick={() => download.mutate('seed')}>{t.reports.downloadSeed}</MenuItem>
              </>
            )}
          </MenuList>
        </MenuPopover>
      </Menu>{' '}
      <Button appearance="primary" icon={<Print20Regular />} onClick={() => print()}>
        {t.reports.print}
      </Button>
    </div>
  )
}
