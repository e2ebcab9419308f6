/** What a rollout needs of a tenant besides people: the group to enforce on, mailboxes to send from, a registered app. */
import type { Site } from '../world/list-types.ts'
import type { App, Group, World } from '../world/types.ts'

export interface Office {
  /** The security group that Conditional Access enforces on; empty at first. */
  enforcedGroup: Group
  /** Addresses of the mailboxes to send from: the rollout's own, then the service desk's. */
  senders: [string, string]
  /** A registered app with the least roles that a rollout needs, granted by an administrator. */
  app: App
  /** Where the rollout's lists live, empty at first: `/sites/it-security`. There are others besides. */
  site: Site
  /** That app's secret: throw-away, like all of this tenant. */
  secret: string
}

/** The least that inviting, grouping, checking and mailing needs. */
export const leastRoles = [
  'User.Read.All',
  'GroupMember.ReadWrite.All',
  'UserAuthenticationMethod.Read.All',
  'AuditLog.Read.All',
  'Mail.Send',
]

const secretLastsMs = 2 * 365 * 24 * 3_600_000

/** Adds group, senders and app to the world. Once per world: the addresses are fixed. */
export function addOffice(world: World): Office {
  const senders: [string, string] = [`mfa-rollout@${world.domain}`, `service-desk@${world.domain}`]
  for (const address of senders) world.addMailbox({ address, userId: null, enabled: true })
  const secret = drawSecret(world)
  const expiresAt = new Date(world.clock.now().getTime() + secretLastsMs)
  return {
    enforcedGroup: world.addGroup({
      displayName: 'MFA enforced',
      mailNickname: 'mfa-enforced',
      securityEnabled: true,
      mailEnabled: false,
    }),
    senders,
    app: world.addApp({
      displayName: 'MFA rollout',
      roles: [...leastRoles],
      secrets: [{ value: secret, expiresAt }],
    }),
    site: addSites(world),
    secret,
  }
}

function addSites({ sites }: World): Site {
  sites.addSite({ path: '/sites/hr', displayName: 'Human Resources' })
  sites.addSite({ path: '/teams/service-desk', displayName: 'Service Desk' })
  return sites.addSite({ path: '/sites/it-security', displayName: 'IT Security' })
}

/** Forty characters with a tilde in them, the form of secrets that Entra makes. */
function drawSecret(world: World): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  const draw = (count: number) =>
    Array.from({ length: count }, () => letters[Math.floor(world.random() * letters.length)]).join('')
  return `${draw(3)}8Q~${draw(34)}`
}
