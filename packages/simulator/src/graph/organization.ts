/** What Graph says about the tenant itself: organisation, domains, licences. */

import { answerWith, type GraphAnswer, type GraphGround } from './exchange.ts'
import { toSeconds } from './properties.ts'
import { contextUrl } from './query.ts'

/** Entra ID P2 as a product and as a service plan (Microsoft's list of product names and service plan ids). */
const ENTRA_P2_SKU = '84a661c4-e949-4bd2-a560-ed7766fcaf2b'
const ENTRA_P2_PLAN = 'eec0eb4f-6444-4f95-aba0-50c24d67f998'
const EXCHANGE_SKU = '19ec0d23-8335-4cbd-94ac-6050e30712fa'
const EXCHANGE_PLAN = 'efb87545-963c-4e0d-99df-69c6916d9eb0'

export function listOrganization(ground: GraphGround): GraphAnswer {
  const { world } = ground
  const organization = {
    id: world.tenantId,
    deletedDateTime: null,
    businessPhones: [],
    city: null,
    country: null,
    countryLetterCode: 'US',
    createdDateTime: toSeconds(ground.startedAt),
    displayName: organizationName(world.domain),
    marketingNotificationEmails: [],
    onPremisesLastSyncDateTime: null,
    onPremisesSyncEnabled: null,
    postalCode: null,
    preferredLanguage: 'en',
    securityComplianceNotificationMails: [],
    securityComplianceNotificationPhones: [],
    state: null,
    street: null,
    technicalNotificationMails: [`admin@${world.domain}`],
    tenantType: 'AAD',
    assignedPlans: [],
    provisionedPlans: [],
    privacyProfile: { contactEmail: '', statementUrl: '' },
    directorySizeQuota: { used: world.countUsers() + world.groups.size, total: 300_000 },
    verifiedDomains: [
      {
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: true,
        isInitial: true,
        name: world.domain,
        type: 'Managed',
      },
    ],
  }
  return answerWith(200, { '@odata.context': contextUrl(ground, 'organization'), value: [organization] })
}

function organizationName(domain: string): string {
  const name = domain.split('.')[0] ?? domain
  return name.charAt(0).toUpperCase() + name.slice(1)
}

export function listDomains(ground: GraphGround): GraphAnswer {
  const domain = {
    id: ground.world.domain,
    authenticationType: 'Managed',
    availabilityStatus: null,
    isAdminManaged: true,
    isDefault: true,
    isInitial: true,
    isRoot: true,
    isVerified: true,
    supportedServices: ['Email', 'OfficeCommunicationsOnline'],
    passwordValidityPeriodInDays: 2147483647,
    passwordNotificationWindowInDays: 14,
    state: null,
  }
  return answerWith(200, { '@odata.context': contextUrl(ground, 'domains'), value: [domain] })
}

export function listSubscribedSkus(ground: GraphGround): GraphAnswer {
  const { world } = ground
  const users = world.countUsers()
  const sku = (product: {
    skuId: string
    part: string
    planId: string
    plan: string
  }): Record<string, unknown> => ({
    id: `${world.tenantId}_${product.skuId}`,
    skuId: product.skuId,
    skuPartNumber: product.part,
    capabilityStatus: 'Enabled',
    consumedUnits: users,
    appliesTo: 'User',
    prepaidUnits: { enabled: users, suspended: 0, warning: 0 },
    servicePlans: [
      {
        servicePlanId: product.planId,
        servicePlanName: product.plan,
        provisioningStatus: 'Success',
        appliesTo: 'User',
      },
    ],
  })
  const exchange = sku({
    skuId: EXCHANGE_SKU,
    part: 'EXCHANGEENTERPRISE',
    planId: EXCHANGE_PLAN,
    plan: 'EXCHANGE_S_ENTERPRISE',
  })
  const entra = sku({
    skuId: ENTRA_P2_SKU,
    part: 'AAD_PREMIUM_P2',
    planId: ENTRA_P2_PLAN,
    plan: 'AAD_PREMIUM_P2',
  })
  const value = world.premium ? [exchange, entra] : [exchange]
  return answerWith(200, { '@odata.context': contextUrl(ground, 'subscribedSkus'), value })
}
