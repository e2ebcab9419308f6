/** The panic stop of a tenant: the button with its question, what is seen while it holds, and its end. */

import {
  Button,
  Field,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { HandRight20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { reasonLengthMax } from '@muster/contract/shapes/common'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { useNotices } from '../ui/notices.tsx'
import { useTenants } from './tenant-queries.ts'

type Stop = NonNullable<Output<'getTenant'>['stop']>

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalL },
})

/** Every page may show what is stopped, and so is asked again. */
function useStopAct<Given = void>(act: (given: Given) => Promise<unknown>, told: string) {
  const notices = useNotices()
  const answers = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess() {
      notices.tellDone(told)
      void answers.invalidateQueries()
    },
    onError: notices.tellFailed,
  })
}

export function StopButton({ tenantId }: { tenantId: string }) {
  const styles = useStyles()
  const { t } = useTexts()
  const may = useMay()
  const limit = useLimitWords()
  const [isAsking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const stop = useStopAct(
    (given: string) => api.stopTenant({ params: { tenantId }, body: { reason: given } }),
    t.stop.done,
  )
  if (!may('stopTenant')) return null
  return (
    <>
      <Button icon={<HandRight20Regular />} onClick={() => setAsking(true)}>
        {t.stop.button}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={t.stop.question}
        verb={t.stop.verb}
        isBusy={stop.isPending}
        isBlocked={reason.trim() === ''}
        onConfirm={() => stop.mutate(reason.trim(), { onSuccess: () => setAsking(false) })}
        onCancel={() => setAsking(false)}
      >
        <div className={styles.fields}>
          <Text>{t.stop.means}</Text>
          <Field label={t.stop.reason} required {...limit(reason, reasonLengthMax)}>
            <Textarea
              value={reason}
              maxLength={reasonLengthMax}
              onChange={(_, { value }) => setReason(value)}
            />
          </Field>
        </div>
      </Confirm>
    </>
  )
}

/** Nothing while work goes on. */
export function StopNotice({ tenantId, stop }: { tenantId: string; stop: Stop | null }) {
  const { t, format } = useTexts()
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const release = useStopAct(() => api.releaseTenant({ params: { tenantId } }), t.stop.released)
  if (stop === null) return null
  return (
    <>
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{t.stop.title}</MessageBarTitle>
          {t.stop.since(stop.by, format.moment(stop.at), stop.reason)}
        </MessageBarBody>
        {may('releaseTenant') && (
          <MessageBarActions>
            <Button onClick={() => setAsking(true)}>{t.stop.release}</Button>
          </MessageBarActions>
        )}
      </MessageBar>
      <Confirm
        isOpen={isAsking}
        title={t.stop.releaseQuestion}
        verb={t.stop.release}
        isBusy={release.isPending}
        onConfirm={() => release.mutate(undefined, { onSuccess: () => setAsking(false) })}
        onCancel={() => setAsking(false)}
      >
        {t.stop.releaseMeans}
      </Confirm>
    </>
  )
}

/** On pages whose own answers do not tell it: whoever acts there is to know that nothing leaves. */
export function StoppedTenant({ tenantId }: { tenantId: string | undefined }) {
  const tenants = useTenants()
  const tenant = tenants.data?.find(one => one.tenantId === tenantId)
  return tenant === undefined ? null : <StopNotice tenantId={tenant.tenantId} stop={tenant.stop} />
}
