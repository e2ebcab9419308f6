/** Who may come in: the accounts with their roles, the sessions that are open, and a link that makes an admin once. */

import { Button } from '@fluentui/react-components'
import { LinkAdd20Regular, PeopleTeamRegular } from '@fluentui/react-icons'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { ShownOnce } from '../ui/shown-once.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { useAccounts } from './account-queries.ts'
import { AccountTable } from './account-table.tsx'
import { Allowed } from './allowed.tsx'
import { OpenSessions } from './open-sessions.tsx'

export function AccessPage() {
  const { t } = useTexts()
  return (
    <Allowed to="listAccounts" title={t.accounts.title}>
      <Access />
    </Allowed>
  )
}

function Access() {
  const { t, format } = useTexts()
  const notices = useNotices()
  const accounts = useAccounts()
  const [isAsking, setAsking] = useState(false)
  const invite = useMutation({
    mutationFn: () => api.createInvitation(),
    onSuccess: () => setAsking(false),
    onError: notices.tellFailed,
  })
  return (
    <Page
      title={t.accounts.title}
      lead={t.accounts.lead}
      actions={
        <Button icon={<LinkAdd20Regular />} onClick={() => setAsking(true)}>
          {t.accounts.invite}
        </Button>
      }
    >
      <ShownOnce
        title={t.accounts.once}
        secret={invite.data?.url ?? null}
        {...(invite.data === undefined
          ? {}
          : { note: t.accounts.onceUntil(format.moment(invite.data.expiresAt)) })}
      />
      <Cards layout="stack">
        <Card title={t.accounts.all}>
          <Answered query={accounts}>
            {items =>
              items.length === 0 ? (
                <Empty icon={<PeopleTeamRegular />} title={t.installation.noSignIn} />
              ) : (
                <AccountTable accounts={items} />
              )
            }
          </Answered>
        </Card>
        <Card title={t.accounts.openSessions}>
          <OpenSessions />
        </Card>
      </Cards>
      <Confirm
        isOpen={isAsking}
        title={t.accounts.inviteQuestion}
        verb={t.accounts.inviteVerb}
        isBusy={invite.isPending}
        onConfirm={() => invite.mutate()}
        onCancel={() => setAsking(false)}
      >
        {t.accounts.inviteMeans}
      </Confirm>
    </Page>
  )
}
