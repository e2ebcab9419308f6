/** Who is signed in, with which role, and the ways out. */

import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { PersonCircle24Regular, SignOut20Regular } from '@fluentui/react-icons'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { signOut } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useNotices } from '../ui/notices.tsx'
import type { Me } from './me.ts'

const useStyles = makeStyles({
  who: { display: 'grid', padding: '8px 12px', maxWidth: '280px', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
})

export function AccountMenu({ me }: { me: Me }) {
  const styles = useStyles()
  const { t } = useTexts()
  const notices = useNotices()
  const [isAsking, setAsking] = useState(false)
  const leave = useMutation({ mutationFn: signOut, onError: notices.tellFailed })
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            aria-label={t.access.account(me.name)}
            icon={<PersonCircle24Regular />}
          />
        </MenuTrigger>
        <MenuPopover>
          <div className={styles.who}>
            <Text weight="semibold">{me.name}</Text>
            {me.userName !== null && <Text className={styles.quiet}>{me.userName}</Text>}
            <Text className={styles.quiet}>{t.role[me.role]}</Text>
          </div>
          {me.session !== null && (
            <MenuList>
              <MenuDivider />
              <MenuItem icon={<SignOut20Regular />} onClick={() => leave.mutate(false)}>
                {t.access.signOut}
              </MenuItem>
              <MenuItem onClick={() => setAsking(true)}>{t.access.signOutEverywhere}</MenuItem>
            </MenuList>
          )}
        </MenuPopover>
      </Menu>
      <Confirm
        isOpen={isAsking}
        title={t.access.everywhereQuestion}
        verb={t.access.signOutEverywhere}
        isBusy={leave.isPending}
        onConfirm={() => leave.mutate(true)}
        onCancel={() => setAsking(false)}
      >
        {t.access.everywhereMeans}
      </Confirm>
    </>
  )
}
