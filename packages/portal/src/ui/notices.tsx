/** Short notices of what has been done or has failed, seen in a corner and said to screen readers. */

import {
  Button,
  Toast,
  ToastBody,
  Toaster,
  ToastTitle,
  ToastTrigger,
  useId,
  useToastController,
} from '@fluentui/react-components'
import { Dismiss16Regular } from '@fluentui/react-icons'
import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { tellFailure } from './failure-words.ts'
import { makeRoom, type Shown } from './shown-failures.ts'
import { Unseen } from './unseen.tsx'

interface Notices {
  /** What failed before is no longer so: its notices leave. */
  tellDone(text: string): void
  /** Stays until it is closed, something is done after all, or the page is left. */
  tellFailed(error: unknown): void
  forgetFailures(): void
}

const nothing = () => undefined
const NoticesContext = createContext<Notices>({
  tellDone: nothing,
  tellFailed: nothing,
  forgetFailures: nothing,
})

/** The words of the latest failure, for as long as it is so. */
const LatestFailureContext = createContext<string | null>(null)

export function NoticesProvider({ children }: { children: ReactNode }) {
  const toasterId = useId('notices')
  const { dispatchToast, dismissToast } = useToastController(toasterId)
  const { t, format } = useTexts()
  const shown = useRef<readonly Shown[]>([])
  const told = useRef(0)
  const [latest, setLatest] = useState<string | null>(null)
  const forgetFailures = useCallback(() => {
    for (const { id } of shown.current) dismissToast(id)
    shown.current = []
    setLatest(null)
  }, [dismissToast])
  const tellDone = useCallback(
    (text: string) => {
      forgetFailures()
      dispatchToast(
        <Toast>
          <ToastTitle>{text}</ToastTitle>
        </Toast>,
        { intent: 'success' },
      )
    },
    [dispatchToast, forgetFailures],
  )
  const tellFailed = useCallback(
    (error: unknown) => {
      const { title, body } = tellFailure(error, t, format)
      told.current += 1
      const toastId = `${toasterId} ${told.current}`
      const { stays, leaves } = makeRoom(shown.current, { id: toastId, words: `${title}\n${body}` })
      for (const { id } of leaves) dismissToast(id)
      shown.current = stays
      setLatest([title, body].filter(Boolean).join(' '))
      dispatchToast(
        <Toast>
          <ToastTitle action={<Dismiss />}>{title}</ToastTitle>
          {body !== null && <ToastBody>{body}</ToastBody>}
        </Toast>,
        { toastId, intent: 'error', timeout: -1 },
      )
    },
    [dispatchToast, dismissToast, toasterId, t, format],
  )
  const notices = useMemo(
    () => ({ tellDone, tellFailed, forgetFailures }),
    [tellDone, tellFailed, forgetFailures],
  )
  return (
    <NoticesContext value={notices}>
      <LatestFailureContext value={latest}>{children}</LatestFailureContext>
      <Toaster toasterId={toasterId} position="bottom-end" pauseOnHover />
    </NoticesContext>
  )
}

function Dismiss() {
  const { t } = useTexts()
  return (
    <ToastTrigger>
      <Button
        appearance="transparent"
        size="small"
        icon={<Dismiss16Regular />}
        aria-label={t.notices.dismiss}
      />
    </ToastTrigger>
  )
}

export function useNotices(): Notices {
  return use(NoticesContext)
}

/** An open dialog hides the notices from screen readers, so that what fails there is said within it. */
export function FailureHeard() {
  return (
    <Unseen>
      <span aria-live="assertive">{use(LatestFailureContext)}</span>
    </Unseen>
  )
}
