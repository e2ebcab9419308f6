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
import { type ReactNode, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { useFocusBack } from './focus-back.ts'
import { FailureHeard } from './notices.tsx'
import { useOnce } from './once.ts'

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalL, paddingBlock: tokens.spacingVerticalS },
})

interface FormDialogProps {
  title: string
  verb: string
  isBusy: boolean
  isBlocked: boolean
  /** It has done what it is for, and can do it again: leaving takes nothing back. */
  isDone?: boolean
  children: ReactNode
  onSubmit(): void
  onClose(): void
}

export function FormDialog(props: FormDialogProps) {
  const { title, verb, isBusy, isBlocked, isDone = false, children, onSubmit, onClose } = props
  const styles = useStyles()
  const { t } = useTexts()
  // Whoever has mended what was refused means another click, however quick.
  const [edits, setEdits] = useState(0)
  const isOnce = useOnce(edits)
  useFocusBack()
  return (
    <Dialog open modalType="modal" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <form
          noValidate
          onInput={() => setEdits(edits + 1)}
          onSubmit={event => {
            event.preventDefault()
            if (!isBlocked && !isBusy && isOnce(event)) onSubmit()
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent>
              <div className={styles.fields}>{children}</div>
              <FailureHeard />
            </DialogContent>
            <DialogActions>
              <Button
                type="submit"
                appearance="primary"
                // While it is at work it keeps the focus, which else would fall out of the dialog.
                disabled={isBlocked}
                disabledFocusable={isBusy}
                {...(isBusy ? { icon: <Spinner size="tiny" /> } : {})}
              >
                {verb}
              </Button>
              <Button onClick={onClose}>{isDone ? t.close : t.cancel}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
