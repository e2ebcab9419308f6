/** A draft sent to oneself: through which sender, to whom, and what became of it. */

import { Dropdown, Field, Input, MessageBar, MessageBarBody, Option } from '@fluentui/react-components'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { progressUntil } from '../answers.ts'
import { api } from '../session.ts'
import { useSenders } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { tellOutcome } from '../ui/outcome-words.ts'
import { useRefusals } from '../ui/refusals.ts'
import { asSentence } from '../ui/sentence-case.ts'
import type { Draft } from './template-queries.ts'

interface TestMailProps {
  tenantId: string
  draft: Draft
  onClose(): void
}

export function TestMail({ tenantId, draft, onClose }: TestMailProps) {
  const { t } = useTexts()
  const refusals = useRefusals(['address', 'recipient', 'senderId'])
  const senders = useSenders(tenantId)
  const [chosen, setChosen] = useState<string | null>(null)
  const [address, setAddress] = useState('')
  const [testMailId, setTestMailId] = useState<string | null>(null)
  const sender = senders.data?.find(one => one.senderId === chosen) ?? senders.data?.[0]
  const send = useMutation({
    mutationFn: () => {
      const to = address.trim() === '' ? {} : { address: address.trim() }
      return api.sendTestMail({
        params: { tenantId },
        body: { draft, senderId: sender?.senderId ?? '', ...to },
      })
    },
    onSuccess: made => setTestMailId(made.testMailId),
    onMutate: refusals.forget,
    onError: refusals.tell,
  })
  const sent = useQuery({
    queryKey: ['tenant', tenantId, 'testMail', testMailId],
    queryFn: () => api.getTestMail({ params: { tenantId, testMailId: testMailId ?? '' } }),
    enabled: testMailId !== null,
    refetchInterval: progressUntil(mail => mail.settledAt !== null),
  })
  const state = sent.data?.state
  return (
    <FormDialog
      title={t.testMail.title}
      verb={testMailId === null ? t.testMail.send : t.testMail.again}
      isBusy={send.isPending}
      isBlocked={sender === undefined}
      isDone={testMailId !== null}
      onSubmit={() => send.mutate()}
      onClose={onClose}
    >
      <Field label={t.testMail.sender} {...refusals.at('senderId')}>
        <Dropdown
          value={sender?.address ?? t.testMail.noSender}
          selectedOptions={sender === undefined ? [] : [sender.senderId]}
          onOptionSelect={(_, { optionValue }) => setChosen(optionValue ?? null)}
        >
          {(senders.data ?? []).map(one => (
            <Option key={one.senderId} value={one.senderId}>
              {one.address}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label={t.testMail.address} hint={t.testMail.addressHint} {...refusals.at('address')}>
        <Input type="email" value={address} onChange={(_, { value }) => setAddress(value)} />
      </Field>
      <div aria-live="polite">
        {sent.data !== undefined && state !== undefined && (
          <MessageBar
            layout="multiline"
            intent={state === 'sent' ? 'success' : state === 'refused' ? 'error' : 'info'}
          >
            <MessageBarBody>
              {t.testMail.state[state](sent.data.recipient)}
              {sent.data.detail !== null && ` ${asSentence(tellOutcome(sent.data.detail, t))}`}
            </MessageBarBody>
          </MessageBar>
        )}
      </div>
    </FormDialog>
  )
}
