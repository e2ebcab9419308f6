/** The routes: an address, what it carries, and the page, each loaded when it is first gone to. */

import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { readActivitySearch } from './access/activity-search.ts'
import { readAuditSearch } from './automations/audit-search.ts'
import { readPresetSearch } from './automations/preset-search.ts'
import { readMailSearch } from './messages/mail-search.ts'
import { readTemplateSearch } from './messages/template-search.ts'
import { readBatchSearch } from './people/batch-search.ts'
import { readFilter } from './people/people-filter.ts'
import { readReportSearch } from './reports/report-search.ts'
import { readTakeoverSearch } from './takeovers/takeover-search.ts'
import { readTenantSearch } from './tenants/tenant-search.ts'
import { NotFound } from './ui/not-found.tsx'
import { PageFailed, PartFailed } from './ui/page-failed.tsx'
import { Shell } from './ui/shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readTenantSearch,
  component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
})

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import('./reports/reports-page.tsx'), 'ReportsPage'),
})

const newCampaign = createRoute({
  getParentRoute: () => root,
  path: '/new-campaign',
  component: lazyRouteComponent(() => import('./campaigns/new-campaign-page.tsx'), 'NewCampaignPage'),
})

const campaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId',
  component: lazyRouteComponent(() => import('./campaigns/campaign-page.tsx'), 'CampaignPage'),
})

const campaignSummary = createRoute({
  getParentRoute: () => campaign,
  errorComponent: PartFailed,
  path: '/',
  component: lazyRouteComponent(() => import('./campaigns/campaign-summary.tsx'), 'CampaignSummary'),
})

const campaignPlan = createRoute({
  getParentRoute: () => campaign,
  errorComponent: PartFailed,
  path: '/plan',
  component: lazyRouteComponent(() => import('./campaigns/campaign-plan.tsx'), 'CampaignPlan'),
})

const campaignPeople = createRoute({
  getParentRoute: () => campaign,
  errorComponent: PartFailed,
  path: '/people',
  validateSearch: readFilter,
  component: lazyRouteComponent(() => import('./people/campaign-people.tsx'), 'CampaignPeople'),
})

const campaignMails = createRoute({
  getParentRoute: () => campaign,
  errorComponent: PartFailed,
  path: '/mails',
  validateSearch: readMailSearch,
  component: lazyRouteComponent(() => import('./messages/campaign-mails.tsx'), 'CampaignMails'),
})

const campaignLists = createRoute({
  getParentRoute: () => campaign,
  errorComponent: PartFailed,
  path: '/lists',
  component: lazyRouteComponent(() => import('./people/campaign-lists.tsx'), 'CampaignLists'),
})

const campaignMirror = createRoute({
  getParentRoute: () => campaign,
  errorComponent: PartFailed,
  path: '/sharepoint-list',
  component: lazyRouteComponent(() => import('./mirror/campaign-mirror.tsx'), 'CampaignMirror'),
})

const editCampaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/edit',
  component: lazyRouteComponent(() => import('./campaigns/edit-campaign-page.tsx'), 'EditCampaignPage'),
})

const upload = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/upload',
  validateSearch: readBatchSearch,
  component: lazyRouteComponent(() => import('./people/upload-page.tsx'), 'UploadPage'),
})

const takeOver = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/take-over',
  validateSearch: readTakeoverSearch,
  component: lazyRouteComponent(() => import('./takeovers/takeover-page.tsx'), 'TakeoverPage'),
})

const person = createRoute({
  getParentRoute: () => root,
  path: '/people/$enrolmentId',
  component: lazyRouteComponent(() => import('./people/person-page.tsx'), 'PersonPage'),
})

const sentMail = createRoute({
  getParentRoute: () => root,
  path: '/people/$enrolmentId/mails/$messageId',
  component: lazyRouteComponent(() => import('./messages/sent-mail-page.tsx'), 'SentMailPage'),
})

const templates = createRoute({
  getParentRoute: () => root,
  path: '/templates',
  validateSearch: readTemplateSearch,
  component: lazyRouteComponent(() => import('./messages/templates-page.tsx'), 'TemplatesPage'),
})

const branding = createRoute({
  getParentRoute: () => root,
  path: '/settings/branding',
  validateSearch: readTenantSearch,
  component: lazyRouteComponent(() => import('./branding/branding-page.tsx'), 'BrandingPage'),
})

const automations = createRoute({
  getParentRoute: () => root,
  path: '/automations',
  validateSearch: readTenantSearch,
  component: lazyRouteComponent(() => import('./automations/automations-page.tsx'), 'AutomationsPage'),
})

const auditLog = createRoute({
  getParentRoute: () => root,
  path: '/automations/log',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./automations/audit-log-page.tsx'), 'AuditLogPage'),
})

const newRule = createRoute({
  getParentRoute: () => root,
  path: '/automations/new',
  validateSearch: readPresetSearch,
  component: lazyRouteComponent(() => import('./automations/new-rule-page.tsx'), 'NewRulePage'),
})

const rule = createRoute({
  getParentRoute: () => root,
  path: '/automations/$ruleId',
  component: lazyRouteComponent(() => import('./automations/rule-page.tsx'), 'RulePage'),
})

const editRule = createRoute({
  getParentRoute: () => root,
  path: '/automations/$ruleId/edit',
  component: lazyRouteComponent(() => import('./automations/edit-rule-page.tsx'), 'EditRulePage'),
})

const tenants = createRoute({
  getParentRoute: () => root,
  path: '/settings/tenants',
  component: lazyRouteComponent(() => import('./tenants/tenants-page.tsx'), 'TenantsPage'),
})

const senders = createRoute({
  getParentRoute: () => root,
  path: '/settings/senders',
  validateSearch: readTenantSearch,
  component: lazyRouteComponent(() => import('./tenants/senders-page.tsx'), 'SendersPage'),
})

const keys = createRoute({
  getParentRoute: () => root,
  path: '/settings/keys',
  component: lazyRouteComponent(() => import('./access/keys-page.tsx'), 'KeysPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
})

const protectedPeople = createRoute({
  getParentRoute: () => root,
  path: '/settings/protected',
  validateSearch: readTenantSearch,
  component: lazyRouteComponent(() => import('./people/protected-page.tsx'), 'ProtectedPage'),
})

const access = createRoute({
  getParentRoute: () => root,
  path: '/settings/access',
  component: lazyRouteComponent(() => import('./access/access-page.tsx'), 'AccessPage'),
})

const activity = createRoute({
  getParentRoute: () => root,
  path: '/settings/activity',
  validateSearch: readActivitySearch,
  component: lazyRouteComponent(() => import('./access/activity-page.tsx'), 'ActivityPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    reports,
    newCampaign,
    campaign.addChildren([
      campaignSummary,
      campaignPlan,
      campaignPeople,
      campaignMails,
      campaignLists,
      campaignMirror,
    ]),
    editCampaign,
    upload,
    takeOver,
    person,
    sentMail,
    templates,
    branding,
    automations,
    auditLog,
    newRule,
    rule,
    editRule,
    tenants,
    senders,
    keys,
    settings,
    protectedPeople,
    access,
    activity,
  ]),
  // The root has no search of its own and would hand down whatever stands in the address; what no page reads is left out.
  search: { strict: true },
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
