/** One sender: what it is, what it may send, what keeps it from sending, and changing or removing it. */

import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Text,
} from '@fluentui/react-components'
import { Delete20Regular, Edit20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useNotices } from '../ui/notices.tsx'
import { tellOutcome } from '../ui/outcome-words.ts'
import { Card } from '../ui/page.tsx'
import { asSentence } from '../ui/sentence-case.ts'
import { findAbsentMailbox } from './absent-mailbox.ts'
import { tellCheck } from './doctor-words.ts'
import { SenderForm } from './sender-form.tsx'
import { useDoctor } from './tenant-queries.ts'

type Sender = Output<'addSender'>

const useStyles = makeStyles({
  facts: { display: 'flex', flexWrap: 'wrap', gap: '6px 28px', margin: 0 },
  fact: { display: 'grid' },
  value: { margin: 0, overflowWrap: 'anywhere' },
  problem: { marginBottom: '14px' },
  menu: { display: 'inline-flex', flexShrink: 0 },
})

export function SenderCard({ sender }: { sender: Sender }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const may = useMay()
  const [change, setChange] = useState<'edit' | 'remove' | null>(null)
  const { tenantId, senderId } = sender
  const resume = useMutation({
    mutationFn: () => api.resumeSender({ params: { tenantId, senderId } }),
    onSuccess() {
      notices.tellDone(t.senders.resumed)
      void answers.invalidateQueries()
    },
    onError: notices.tellFailed,
  })
  const facts = [
    [t.senders.kind, sender.kind === 'graph' ? t.senders.graph : t.senders.smtp],
    ...serverFacts(sender, t),
    [t.senders.name, sender.displayName],
    [t.senders.perMinute, format.number(sender.perMinuteMax)],
    [t.senders.perDay, format.number(sender.perDayMax)],
    [t.senders.atOnce, format.number(sender.atOnceMax)],
  ] as (readonly [string, string])[]
  return (
    <Card
      title={sender.address}
      aside={may('updateSender') && <SenderMenu sender={sender} onChange={setChange} />}
    >
      {sender.problem !== null && (
        <MessageBar intent="error" className={styles.problem} layout="multiline">
          <MessageBarBody>
            {sender.retryAt === null
              ? asSentence(tellOutcome(sender.problem, t))
              : `${asSentence(tellOutcome(sender.problem, t))} ${t.senders.until(format.moment(sender.retryAt))}`}
          </MessageBarBody>
          {may('resumeSender') && (
            <MessageBarActions>
              <Button disabled={resume.isPending} onClick={() => resume.mutate()}>
                {t.senders.resume}
              </Button>
            </MessageBarActions>
          )}
        </MessageBar>
      )}
      <div role="status">
        <AbsentMailbox sender={sender} />
      </div>
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term} className={styles.fact}>
            <dt>
              <Text size={200}>{term}</Text>
            </dt>
            <dd className={styles.value}>
              <Text weight="semibold">{value}</Text>
            </dd>
          </div>
        ))}
      </dl>
      {change === 'edit' && <SenderForm sender={sender} onClose={() => setChange(null)} />}
      {change === 'remove' && <RemoveSender sender={sender} onClose={() => setChange(null)} />}
    </Card>
  )
}

/** Said as soon as the sender is there, and not only when the first mail comes to nothing. */
function AbsentMailbox({ sender }: { sender: Sender }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const doctor = useDoctor(sender.kind === 'graph' ? sender.tenantId : undefined)
  const check = findAbsentMailbox(doctor.data?.checks ?? [], sender.address)
  if (check === null) return null
  const { message, remedy } = tellCheck(check, t, format)
  return (
    <MessageBar intent="warning" className={styles.problem} layout="multiline">
      <MessageBarBody>{[message, remedy ?? ''].filter(Boolean).map(asSentence).join(' ')}</MessageBarBody>
    </MessageBar>
  )
}

function serverFacts(sender: Sender, t: ReturnType<typeof useTexts>['t']): (readonly [string, string])[] {
  const { kind, host, port, tls, user } = sender
  if (kind === 'graph') return []
  return [
    [t.senderForm.server, t.senderForm.serverAt(host ?? '', String(port ?? ''))],
    [t.senderForm.tls, t.senderForm.tlsOf[tls ?? 'none']],
    [t.senders.user, user ?? t.senderForm.noUser],
  ]
}

interface SenderMenuProps {
  sender: Sender
  onChange(change: 'edit' | 'remove'): void
}

function SenderMenu({ sender, onChange }: SenderMenuProps) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <span className={styles.menu}>
      <Button
        appearance="subtle"
        icon={<Edit20Regular />}
        aria-label={`${t.senders.edit}: ${sender.address}`}
        onClick={() => onChange('edit')}
      />
      <Button
        appearance="subtle"
        icon={<Delete20Regular />}
        aria-label={t.senderForm.removeOf(sender.address)}
        onClick={() => onChange('remove')}
      />
    </span>
  )
}

function RemoveSender({ sender, onClose }: { sender: Sender; onClose(): void }) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const { tenantId, senderId, address } = sender
  const remove = useMutation({
    mutationFn: () => api.removeSender({ params: { tenantId, senderId } }),
    onSuccess() {
      notices.tellDone(t.senderForm.removed)
      void answers.invalidateQueries()
    },
    onError: notices.tellFailed,
    onSettled: onClose,
  })
  return (
    <Confirm
      isOpen
      title={t.senderForm.removeOf(address)}
      verb={t.remove}
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onCancel={onClose}
    >
      {t.senderForm.removeMeans}
    </Confirm>
  )
}
