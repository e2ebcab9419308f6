/** The routes: an address, what it carries, and the page, each loaded when it is first gone to. */

import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { readPresetSearch } from './automations/preset-search.ts'
import { readMailSearch } from './messages/mail-search.ts'
import { readBatchSearch } from './people/batch-search.ts'
import { readFilter } from './people/people-filter.ts'
import { readTenantSearch } from './tenants/tenant-search.ts'
import { NotFound } from './ui/not-found.tsx'
import { PageFailed } from './ui/page-failed.tsx'
import { Shell } from './ui/shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readTenantSearch,
  component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
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
  path: '/',
  component: lazyRouteComponent(() => import('./campaigns/campaign-summary.tsx'), 'CampaignSummary'),
})

const campaignPlan = createRoute({
  getParentRoute: () => campaign,
  path: '/plan',
  component: lazyRouteComponent(() => import('./campaigns/campaign-plan.tsx'), 'CampaignPlan'),
})

const campaignPeople = createRoute({
  getParentRoute: () => campaign,
  path: '/people',
  validateSearch: readFilter,
  component: lazyRouteComponent(() => import('./people/campaign-people.tsx'), 'CampaignPeople'),
})

const campaignMails = createRoute({
  getParentRoute: () => campaign,
  path: '/mails',
  validateSearch: readMailSearch,
  component: lazyRouteComponent(() => import('./messages/campaign-mails.tsx'), 'CampaignMails'),
})

const campaignLists = createRoute({
  getParentRoute: () => campaign,
  path: '/lists',
  component: lazyRouteComponent(() => import('./people/campaign-lists.tsx'), 'CampaignLists'),
})

const upload = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/upload',
  validateSearch: readBatchSearch,
  component: lazyRouteComponent(() => import('./people/upload-page.tsx'), 'UploadPage'),
})

const person = createRoute({
  getParentRoute: () => root,
  path: '/people/$enrolmentId',
  component: lazyRouteComponent(() => import('./people/person-page.tsx'), 'PersonPage'),
})

const automations = createRoute({
  getParentRoute: () => root,
  path: '/automations',
  validateSearch: readTenantSearch,
  component: lazyRouteComponent(() => import('./automations/automations-page.tsx'), 'AutomationsPage'),
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

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    newCampaign,
    campaign.addChildren([campaignSummary, campaignPlan, campaignPeople, campaignMails, campaignLists]),
    upload,
    person,
    automations,
    newRule,
    rule,
    editRule,
    tenants,
    senders,
    keys,
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
