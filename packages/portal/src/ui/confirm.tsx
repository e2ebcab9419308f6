/** A question before something that is not easily taken back: what will happen, and the two answers. */

import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { useFocusBack } from './focus-back.ts'
import { FailureHeard } from './notices.tsx'
import { useOnce } from './once.ts'

interface ConfirmProps {
  isOpen: boolean
  title: string
  /** What the button says that does it: a verb. */
  verb: string
  isBusy: boolean
  isBlocked?: boolean
  children: ReactNode
  onConfirm(): void
  onCancel(): void
}

export function Confirm({
  isOpen,
  title,
  verb,
  isBusy,
  isBlocked,
  children,
  onConfirm,
  onCancel,
}: ConfirmProps) {
  const { t } = useTexts()
  const isOnce = useOnce(isOpen)
  useFocusBack(isOpen)
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => !open && onCancel()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {children}
            <FailureHeard />
          </DialogContent>
          <DialogActions>
            <Button
              appearance="primary"
              disabled={isBusy || isBlocked === true}
              onClick={event => {
                if (isOnce(event)) onConfirm()
              }}
              {...(isBusy ? { icon: <Spinner size="tiny" /> } : {})}
            >
              {verb}
            </Button>
            <Button onClick={onCancel} disabled={isBusy}>
              {t.cancel}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
