/** The accounts: which role each has and where from, changing it, and signing one out everywhere. */

import { Button, Field, makeStyles, Radio, RadioGroup, Text } from '@fluentui/react-components'
import { keyRole } from '@muster/contract/shapes/access'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useNotices } from '../ui/notices.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { Unseen } from '../ui/unseen.tsx'
import type { Account } from './account-queries.ts'

const useStyles = makeStyles({
  acts: { display: 'flex', flexWrap: 'wrap', gap: '6px', justifyContent: 'flex-end' },
  person: { minWidth: '160px', overflowWrap: 'anywhere' },
})

export function AccountTable({ accounts }: { accounts: readonly Account[] }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, format } = useTexts()
  const [changed, setChanged] = useState<Account | null>(null)
  const [ended, setEnded] = useState<Account | null>(null)
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.accounts.name}</th>
            <th scope="col">{t.accounts.role}</th>
            <th scope="col" className={table.wide}>
              {t.accounts.lastSeen}
            </th>
            <th scope="col" className={table.wide} data-end>
              {t.accounts.sessions}
            </th>
            <th scope="col">
              <Unseen>{t.accounts.change}</Unseen>
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map(account => (
            <tr key={account.accountId}>
              <td className={styles.person}>
                <Text weight="semibold" block>
                  {account.name}
                </Text>
                <Text size={200} block className={table.quiet}>
                  {account.userName ?? t.accounts.directory(account.directory)}
                </Text>
              </td>
              <td>
                <RoleOf account={account} />
              </td>
              <td className={`${table.figure} ${table.wide}`}>
                {account.lastSignedInAt === null ? t.accounts.never : format.moment(account.lastSignedInAt)}
              </td>
              <td className={`${table.figure} ${table.wide}`} data-end>
                {format.number(account.openSessions)}
              </td>
              <td>
                <div className={styles.acts}>
                  <Button
                    size="small"
                    aria-label={`${t.accounts.change}: ${account.name}`}
                    onClick={() => setChanged(account)}
                  >
                    {t.accounts.change}
                  </Button>
                  {account.openSessions > 0 && (
                    <Button
                      size="small"
                      aria-label={`${t.accounts.endAll}: ${account.name}`}
                      onClick={() => setEnded(account)}
                    >
                      {t.accounts.endAll}
                    </Button>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {changed !== null && <ChangeRole account={changed} onClose={() => setChanged(null)} />}
      {ended !== null && <EndAll account={ended} onClose={() => setEnded(null)} />}
    </TableFrame>
  )
}

function RoleOf({ account }: { account: Account }) {
  const table = useTableStyles()
  const { t } = useTexts()
  const { role, roleClaimed, roleGiven } = account
  if (role === null) return t.accounts.noRole
  const isBoth = roleClaimed === role && roleGiven === role
  const source = roleGiven === role ? t.accounts.given : t.accounts.claimed
  return (
    <>
      {t.role[role]}
      <Text size={200} block className={table.quiet}>
        {isBoth ? t.accounts.both : source}
      </Text>
    </>
  )
}

interface AskedProps {
  account: Account
  onClose(): void
}

/** The choice that takes away what was given here. */
const noneHere = 'none'

function ChangeRole({ account, onClose }: AskedProps) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const { accountId, name, roleClaimed } = account
  const [roleGiven, setGiven] = useState(account.roleGiven)
  const save = useMutation({
    mutationFn: () => api.updateAccount({ params: { accountId }, body: { roleGiven } }),
    onSuccess() {
      notices.tellDone(t.accounts.saved)
      void answers.invalidateQueries({ queryKey: ['accounts'] })
      onClose()
    },
    onError: notices.tellFailed,
  })
  return (
    <FormDialog
      title={t.accounts.changeOf(name)}
      verb={t.save}
      isBusy={save.isPending}
      isBlocked={false}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <Text>{t.accounts.changeMeans(roleClaimed === null ? t.accounts.noRole : t.role[roleClaimed])}</Text>
      <Field label={t.accounts.role}>
        <RadioGroup
          value={roleGiven ?? noneHere}
          onChange={(_, { value }) => setGiven(keyRole.options.find(one => one === value) ?? null)}
        >
          <Radio value={noneHere} label={t.accounts.takeAway} />
          {keyRole.options.map(one => (
            <Radio key={one} value={one} label={t.roleMeaning[one]} />
          ))}
        </RadioGroup>
      </Field>
    </FormDialog>
  )
}

function EndAll({ account, onClose }: AskedProps) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const { accountId, name } = account
  const end = useMutation({
    mutationFn: () => api.endAccountSessions({ params: { accountId } }),
    onSuccess({ ended }) {
      notices.tellDone(t.accounts.ended(ended))
      void answers.invalidateQueries({ queryKey: ['accounts'] })
      void answers.invalidateQueries({ queryKey: ['sessions'] })
      onClose()
    },
    onError: notices.tellFailed,
  })
  return (
    <Confirm
      isOpen
      title={t.accounts.endAllOf(name)}
      verb={t.accounts.endAll}
      isBusy={end.isPending}
      onConfirm={() => end.mutate()}
      onCancel={onClose}
    >
      {t.accounts.endAllMeans}
    </Confirm>
  )
}
