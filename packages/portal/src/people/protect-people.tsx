/** Protecting people: names pasted as they come, a reason, who answers for it; what the directory did not find stays to be mended. */

import { Field, Input, MessageBar, MessageBarBody, Text, Textarea } from '@fluentui/react-components'
import { nameLengthMax, reasonLengthMax } from '@muster/contract/shapes/common'
import { protectPeopleMax } from '@muster/contract/shapes/protection'
import { readReference } from '@muster/core/roster-address'
import { splitEntries } from '@muster/core/roster-list'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { useNotices } from '../ui/notices.tsx'
import { useRefusals } from '../ui/refusals.ts'

/** One name each, as people paste them: a line each, or as copied from a mail program. */
function namesIn(text: string): string[] {
  const names = text
    .split('\n')
    .flatMap(splitEntries)
    .map(entry => {
      const read = readReference(entry, 'any')
      return read.kind === 'found' ? read.reference.value : entry.trim()
    })
  return [...new Set(names.filter(name => name !== ''))]
}

export function ProtectPeople({ tenantId, onClose }: { tenantId: string; onClose(): void }) {
  const { t } = useTexts()
  const limit = useLimitWords()
  const notices = useNotices()
  const refusals = useRefusals(['people', 'reason', 'owner'])
  const answers = useQueryClient()
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [owner, setOwner] = useState('')
  const names = namesIn(text)
  const protect = useMutation({
    mutationFn: () =>
      api.protectPeople({
        params: { tenantId },
        body: { people: names, reason, ...(owner.trim() === '' ? {} : { owner }) },
      }),
    onSuccess({ changed, unchanged, notFound }) {
      void answers.invalidateQueries()
      if (changed + unchanged > 0) notices.tellDone(t.protectedPeople.done(changed, unchanged))
      if (notFound.length === 0) onClose()
      else {
        setText(notFound.join('\n'))
        refusals.say('people', `${t.protectedPeople.notFound}: ${notFound.join(', ')}`)
      }
    },
    onMutate: refusals.forget,
    onError: refusals.tell,
  })
  const isTooMany = names.length > protectPeopleMax
  const found = protect.data
  return (
    <FormDialog
      title={t.protectedPeople.add}
      verb={t.protectedPeople.verb}
      isBusy={protect.isPending}
      isBlocked={names.length === 0 || isTooMany || reason.trim() === ''}
      onSubmit={() => protect.mutate()}
      onClose={onClose}
    >
      <Text>{t.protectedPeople.means}</Text>
      {found !== undefined && found.inGroup > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t.protectedPeople.inGroupNow(found.inGroup)}</MessageBarBody>
        </MessageBar>
      )}
      <Field
        label={t.protectedPeople.people}
        hint={t.protectedPeople.peopleHint(protectPeopleMax)}
        required
        {...(isTooMany
          ? { validationMessage: t.protectedPeople.tooMany(protectPeopleMax) }
          : refusals.at('people'))}
      >
        <Textarea value={text} resize="vertical" onChange={(_, { value }) => setText(value)} />
      </Field>
      <Field
        label={t.protectedPeople.reason}
        required
        {...limit(reason, reasonLengthMax)}
        {...refusals.at('reason')}
      >
        <Input value={reason} maxLength={reasonLengthMax} onChange={(_, { value }) => setReason(value)} />
      </Field>
      <Field
        label={t.protectedPeople.owner}
        hint={t.protectedPeople.ownerHint}
        {...limit(owner, nameLengthMax)}
        {...refusals.at('owner')}
      >
        <Input value={owner} maxLength={nameLengthMax} onChange={(_, { value }) => setOwner(value)} />
      </Field>
    </FormDialog>
  )
}
