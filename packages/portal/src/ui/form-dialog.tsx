/** A form in a dialog: fields, one button that does it, one that does not. */

import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components'
import { type ReactNode, useRef } from 'react'
import { useTexts } from '../texts/use-texts.tsx'

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalL, paddingBlock: tokens.spacingVerticalS },
})

/** Two clicks closer than this are one; whether something is under way is known only after the next drawing. */
const doubleClickMs = 500

interface FormDialogProps {
  title: string
  verb: string
  isBusy: boolean
  isBlocked: boolean
  children: ReactNode
  onSubmit(): void
  onClose(): void
}

export function FormDialog({ title, verb, isBusy, isBlocked, children, onSubmit, onClose }: FormDialogProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const submittedAt = useRef(Number.NEGATIVE_INFINITY)
  return (
    <Dialog open modalType="modal" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <form
          noValidate
          onSubmit={event => {
            event.preventDefault()
            const isSecond = event.timeStamp - submittedAt.current < doubleClickMs
            if (isBlocked || isBusy || isSecond) return
            submittedAt.current = event.timeStamp
            onSubmit()
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent>
              <div className={styles.fields}>{children}</div>
            </DialogContent>
            <DialogActions>
              <Button
                type="submit"
                appearance="primary"
                disabled={isBlocked || isBusy}
                {...(isBusy ? { icon: <Spinner size="tiny" /> } : {})}
              >
                {verb}
              </Button>
              <Button onClick={onClose}>{t.cancel}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
