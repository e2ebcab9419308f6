/** The navigation: the overview, the campaigns under way and the newest, the settings. */

import { Caption1Strong, makeStyles, tokens } from '@fluentui/react-components'
import {
  Add20Regular,
  Building20Regular,
  ClipboardTextLtr20Regular,
  Color20Regular,
  DocumentData20Regular,
  Flash20Regular,
  Home20Regular,
  Key20Regular,
  MailSettings20Regular,
  MailTemplate20Regular,
  Megaphone20Regular,
  PeopleTeam20Regular,
  Settings20Regular,
  ShieldPerson20Regular,
} from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import type { ReactNode } from 'react'
import { useMay } from '../access/me.ts'
import { useCampaigns } from '../campaigns/campaign-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { PlainLink } from './links.tsx'

/** Enough for one tenant's rollouts; the overview has the others. */
const campaignsShownMax = 8
type Campaign = Output<'listCampaigns'>['items'][number]
const order: readonly Campaign['status'][] = ['running', 'paused', 'draft', 'finished']

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: '2px',
    gridTemplateColumns: 'minmax(0, 1fr)',
  },
  head: { display: 'block', padding: '18px 12px 6px', color: tokens.colorNeutralForeground3 },
  link: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    minHeight: '36px',
    padding: '0 12px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground2Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '&[aria-current=page]': {
      backgroundColor: tokens.colorNeutralBackground2Selected,
      fontWeight: 600,
      '::before': {
        content: '""',
        position: 'absolute',
        left: 0,
        top: '9px',
        bottom: '9px',
        width: '3px',
        borderRadius: '2px',
        backgroundColor: tokens.colorCompoundBrandForeground1,
      },
    },
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  icon: { display: 'inline-flex', flexShrink: 0 },
})

export function Navigation() {
  const styles = useStyles()
  const { t } = useTexts()
  const campaigns = useCampaigns()
  const may = useMay()
  const entry = (icon: ReactNode, name: string) => (
    <>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <span className={styles.name}>{name}</span>
    </>
  )
  return (
    <>
      <ul className={styles.list}>
        <li>
          <PlainLink to="/" className={styles.link} activeOptions={{ exact: true, includeSearch: false }}>
            {entry(<Home20Regular />, t.overview.title)}
          </PlainLink>
        </li>
        <li>
          <PlainLink to="/reports" className={styles.link} activeOptions={{ includeSearch: false }}>
            {entry(<DocumentData20Regular />, t.reports.title)}
          </PlainLink>
        </li>
        <li>
          <PlainLink to="/automations" className={styles.link} activeOptions={{ includeSearch: false }}>
            {entry(<Flash20Regular />, t.rules.title)}
          </PlainLink>
        </li>
      </ul>
      <Caption1Strong as="h2" className={styles.head}>
        {t.shell.campaigns}
      </Caption1Strong>
      <ul className={styles.list}>
        {shownFirst(campaigns.data ?? []).map(campaign => (
          <li key={campaign.campaignId}>
            <PlainLink
              to="/campaigns/$campaignId"
              params={{ campaignId: campaign.campaignId }}
              className={styles.link}
            >
              {entry(<Megaphone20Regular />, campaign.name)}
            </PlainLink>
          </li>
        ))}
        {may('createCampaign') && (
          <li>
            <PlainLink to="/new-campaign" className={styles.link}>
              {entry(<Add20Regular />, t.newCampaign.title)}
            </PlainLink>
          </li>
        )}
      </ul>
      <Caption1Strong as="h2" className={styles.head}>
        {t.shell.settings}
      </Caption1Strong>
      <ul className={styles.list}>
        <li>
          <PlainLink to="/settings" className={styles.link} activeOptions={{ exact: true }}>
            {entry(<Settings20Regular />, t.installation.title)}
          </PlainLink>
        </li>
        <li>
          <PlainLink to="/settings/tenants" className={styles.link}>
            {entry(<Building20Regular />, t.tenants.title)}
          </PlainLink>
        </li>
        <li>
          <PlainLink to="/settings/senders" className={styles.link}>
            {entry(<MailSettings20Regular />, t.senders.title)}
          </PlainLink>
        </li>
        <li>
          <PlainLink to="/templates" className={styles.link} activeOptions={{ includeSearch: false }}>
            {entry(<MailTemplate20Regular />, t.templates.title)}
          </PlainLink>
        </li>
        <li>
          <PlainLink to="/settings/branding" className={styles.link}>
            {entry(<Color20Regular />, t.branding.title)}
          </PlainLink>
        </li>
        <li>
          <PlainLink
            to="/settings/protected"
            className={styles.link}
            activeOptions={{ includeSearch: false }}
          >
            {entry(<ShieldPerson20Regular />, t.protectedPeople.title)}
          </PlainLink>
        </li>
        {may('listAccounts') && (
          <li>
            <PlainLink to="/settings/access" className={styles.link}>
              {entry(<PeopleTeam20Regular />, t.accounts.title)}
            </PlainLink>
          </li>
        )}
        {may('listActivity') && (
          <li>
            <PlainLink
              to="/settings/activity"
              className={styles.link}
              activeOptions={{ includeSearch: false }}
            >
              {entry(<ClipboardTextLtr20Regular />, t.activity.title)}
            </PlainLink>
          </li>
        )}
        {may('listApiKeys') && (
          <li>
            <PlainLink to="/settings/keys" className={styles.link}>
              {entry(<Key20Regular />, t.keys.title)}
            </PlainLink>
          </li>
        )}
      </ul>
    </>
  )
}

/** Those under way before drafts, and the newest first among equals; the overview has them all. */
function shownFirst(campaigns: readonly Campaign[]): Campaign[] {
  const rankOf = ({ status }: Campaign) => order.indexOf(status)
  return campaigns.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, campaignsShownMax)
}
