/** A page for those who may call a route; the others are told so. */

import { LockClosedRegular } from '@fluentui/react-icons'
import type { RouteName } from '@muster/contract/routes'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { useMay } from './me.ts'

export function Allowed({ to, title, children }: { to: RouteName; title: string; children: ReactNode }) {
  const may = useMay()
  if (may(to)) return children
  return (
    <Page title={title}>
      <NotAllowed />
    </Page>
  )
}

export function NotAllowed() {
  const { t } = useTexts()
  return (
    <Empty icon={<LockClosedRegular />} title={t.access.notAllowed}>
      {t.access.notAllowedBody}
    </Empty>
  )
}
