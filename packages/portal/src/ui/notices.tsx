/** Short notices of what has been done or has failed, seen in a corner and said to screen readers. */

import { Toast, ToastBody, Toaster, ToastTitle, useId, useToastController } from '@fluentui/react-components'
import { createContext, type ReactNode, use, useCallback, useMemo } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { tellFailure } from './failure-words.ts'

interface Notices {
  tellDone(text: string): void
  tellFailed(error: unknown): void
}

const NoticesContext = createContext<Notices>({ tellDone: () => undefined, tellFailed: () => undefined })

export function NoticesProvider({ children }: { children: ReactNode }) {
  const toasterId = useId('notices')
  const { dispatchToast } = useToastController(toasterId)
  const { t } = useTexts()
  const tellDone = useCallback(
    (text: string) =>
      dispatchToast(
        <Toast>
          <ToastTitle>{text}</ToastTitle>
        </Toast>,
        { intent: 'success' },
      ),
    [dispatchToast],
  )
  const tellFailed = useCallback(
    (error: unknown) => {
      const { title, body } = tellFailure(error, t)
      dispatchToast(
        <Toast>
          <ToastTitle>{title}</ToastTitle>
          {body !== null && <ToastBody>{body}</ToastBody>}
        </Toast>,
        { intent: 'error', timeout: -1 },
      )
    },
    [dispatchToast, t],
  )
  const notices = useMemo(() => ({ tellDone, tellFailed }), [tellDone, tellFailed])
  return (
    <NoticesContext value={notices}>
      {children}
      <Toaster toasterId={toasterId} position="bottom-end" pauseOnHover />
    </NoticesContext>
  )
}

export function useNotices(): Notices {
  return use(NoticesContext)
}
