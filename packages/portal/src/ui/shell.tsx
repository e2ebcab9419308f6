/** What stands around every page: the bar at the top, the navigation, the main landmark, and whether the service answers. */

import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
} from '@fluentui/react-components'
import { Dismiss24Regular, Navigation24Regular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { AccountMenu } from '../access/account-menu.tsx'
import { type Me, MeProvider, useAskMe } from '../access/me.ts'
import { api, reachability } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { PlainLink } from './links.tsx'
import { Navigation } from './navigation.tsx'
import { useNotices } from './notices.tsx'
import { Page } from './page.tsx'
import { Preferences } from './preferences.tsx'
import { Answered } from './states.tsx'

const barHeight = '48px'
/** From here on the navigation stands beside the page; below it opens over it. */
const sideFrom = '@media (min-width: 900px)'

const useStyles = makeStyles({
  shell: {
    minHeight: '100vh',
    backgroundColor: tokens.colorNeutralBackground2,
    '@media print': { backgroundColor: 'transparent' },
  },
  skip: {
    position: 'absolute',
    left: '8px',
    top: '-60px',
    zIndex: 10,
    padding: '10px 16px',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorBrandForegroundLink,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow8,
    ':focus': { top: '6px' },
  },
  bar: {
    position: 'sticky',
    top: 0,
    zIndex: 5,
    height: barHeight,
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    paddingInline: '12px',
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  menu: { [sideFrom]: { display: 'none' } },
  brand: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    padding: '4px 8px',
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    fontSize: '16px',
    fontWeight: 600,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  space: { flexGrow: 1 },
  body: { display: 'flex' },
  side: {
    display: 'none',
    [sideFrom]: {
      display: 'block',
      position: 'sticky',
      top: barHeight,
      alignSelf: 'flex-start',
      width: '236px',
      flexShrink: 0,
      height: `calc(100vh - ${barHeight})`,
      overflowY: 'auto',
      boxSizing: 'border-box',
      padding: '16px 10px',
    },
  },
  main: {
    flexGrow: 1,
    minWidth: 0,
    boxSizing: 'border-box',
    maxWidth: '1360px',
    marginInline: 'auto',
    padding: '24px 32px 64px',
    '@media (max-width: 640px)': { padding: '16px 16px 48px' },
    '@media print': { padding: 0 },
  },
  lost: { marginBottom: tokens.spacingVerticalL },
})

/** Nothing is asked of the service before it has said who is asking. */
export function Shell() {
  const me = useAskMe()
  if (me.data !== undefined) return <Frame me={me.data} />
  return (
    <Bare isFailed={me.isError}>
      <Answered query={me}>{answer => <Frame me={answer} />}</Answered>
    </Bare>
  )
}

/** Who is asking is not known: nothing is offered but the look and the language. */
function Bare({ isFailed, children }: { isFailed: boolean; children: ReactNode }) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <span className={styles.brand}>
          <img src="/muster.svg" width="24" height="24" alt="" />
          {t.product}
        </span>
        <span className={styles.space} />
        <Preferences />
      </header>
      <main className={styles.main}>
        {isFailed ? <Page title={t.states.notReady}>{children}</Page> : children}
      </main>
    </div>
  )
}

function Frame({ me }: { me: Me }) {
  const styles = useStyles()
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  useHeartbeat()
  const path = useRouterState({ select: state => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes because the path has changed.
  useEffect(() => setOpen(false), [path])
  const { forgetFailures } = useNotices()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what failed was of the page that is left.
  useEffect(() => forgetFailures, [path])
  return (
    <MeProvider value={me}>
      <div className={styles.shell}>
        <a className={styles.skip} href="#main">
          {t.shell.skip}
        </a>
        <header className={styles.bar} data-screen-only>
          <Button
            className={styles.menu}
            appearance="subtle"
            icon={<Navigation24Regular />}
            aria-label={t.shell.openNavigation}
            onClick={() => setOpen(true)}
          />
          <PlainLink to="/" className={styles.brand}>
            <img src="/muster.svg" width="24" height="24" alt="" />
            {t.product}
          </PlainLink>
          <span className={styles.space} />
          <Preferences />
          <AccountMenu me={me} />
        </header>
        <div className={styles.body}>
          <nav className={styles.side} data-screen-only aria-label={t.shell.navigation}>
            <Navigation />
          </nav>
          <main id="main" className={styles.main}>
            <Lost />
            <Outlet />
          </main>
        </div>
        <OverlayDrawer
          open={isOpen}
          onOpenChange={(_, { open }) => setOpen(open)}
          aria-label={t.shell.navigation}
        >
          <DrawerHeader>
            <DrawerHeaderTitle
              action={
                <Button
                  appearance="subtle"
                  icon={<Dismiss24Regular />}
                  aria-label={t.shell.closeNavigation}
                  onClick={() => setOpen(false)}
                />
              }
            >
              {t.product}
            </DrawerHeaderTitle>
          </DrawerHeader>
          <DrawerBody>
            <nav aria-label={t.shell.navigation}>
              <Navigation />
            </nav>
          </DrawerBody>
        </OverlayDrawer>
      </div>
    </MeProvider>
  )
}

/** A page that asks nothing by itself would not notice that the service is gone. */
const heartbeatEveryMs = 10_000

function useHeartbeat(): void {
  useQuery({ queryKey: ['health'], queryFn: () => api.health(), refetchInterval: heartbeatEveryMs })
}

/** Says that the service does not answer, and goes away by itself once it does. */
function Lost() {
  const styles = useStyles()
  const { t } = useTexts()
  const isReachable = useSyncExternalStore(reachability.subscribe, reachability.read)
  return (
    <div role="status">
      {!isReachable && (
        <MessageBar intent="warning" className={styles.lost}>
          <MessageBarBody>
            <MessageBarTitle>{t.connection.lost}</MessageBarTitle>
            {t.connection.lostBody}
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  )
}
