/** What an operator does to the people chosen: each act with a preview of what it will change, then done in pieces. */

import {
  Button,
  Field,
  Input,
  Menu,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  ProgressBar,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import {
  ArrowClockwise20Regular,
  ChevronDown20Regular,
  MailArrowUp20Regular,
  PersonAdd20Regular,
  PersonProhibited20Regular,
} from '@fluentui/react-icons'
import { reasonLengthMax } from '@muster/contract/shapes/common'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useMay } from '../access/me.ts'
import { useCampaign } from '../campaigns/campaign-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { useNotices } from '../ui/notices.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { foretell } from './act-words.ts'
import { type Act, type Acted, actInPieces, acts, mailingActs } from './acting.ts'
import { isEndOver } from './exclusion-end.ts'
import { readIds, type Wanted } from './people-queries.ts'
import { type Selection, selectedCount } from './selection.ts'

const icons: Readonly<Record<Act, ReactNode>> = {
  inviteAgain: <MailArrowUp20Regular />,
  exclude: <PersonProhibited20Regular />,
  reinstate: <PersonAdd20Regular />,
  retry: <ArrowClockwise20Regular />,
}

interface PeopleActsProps {
  wanted: Wanted
  selection: Selection
  people: number | null
  onDone(): void
}

export function PeopleActs({ wanted, selection, people, onDone }: PeopleActsProps) {
  const { t } = useTexts()
  const campaign = useCampaign(wanted.campaignId)
  const [act, setAct] = useState<Act | null>(null)
  const count = selectedCount(selection, people)
  const readChosen = async (onProgress: (ids: number) => void) => {
    if (selection.kind === 'some') return [...selection.ids]
    return (await readIds(wanted, onProgress)).filter(id => !selection.ids.has(id))
  }
  return (
    <>
      <ActMenu
        isDisabled={count === 0}
        isFinished={campaign.data?.status === 'finished'}
        onChoose={setAct}
        label={t.people.act}
      />
      {act !== null && (
        <ActDialog
          act={act}
          campaignId={wanted.campaignId}
          readIds={readChosen}
          onClose={() => setAct(null)}
          onDone={onDone}
        />
      )}
    </>
  )
}

interface ActMenuProps {
  isDisabled: boolean
  /** What would mail is not offered any more. */
  isFinished: boolean
  label: string
  onChoose(act: Act): void
}

export function ActMenu({ isDisabled, isFinished, label, onChoose }: ActMenuProps) {
  const { t } = useTexts()
  const may = useMay()
  if (!may('actOnPeople')) return null
  const offered = acts.filter(act => !(isFinished && mailingActs.includes(act)))
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button disabled={isDisabled} icon={<ChevronDown20Regular />} iconPosition="after">
          {label}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            {isFinished && <MenuGroupHeader>{t.acts.finished}</MenuGroupHeader>}
            {offered.map(act => (
              <MenuItem key={act} icon={<span aria-hidden>{icons[act]}</span>} onClick={() => onChoose(act)}>
                {t.acts[act].menu}
              </MenuItem>
            ))}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

interface ActDialogProps {
  act: Act
  campaignId: string
  readIds(onProgress: (ids: number) => void): Promise<string[]>
  onClose(): void
  onDone(): void
}

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalL },
  preview: {
    display: 'grid',
    gap: '6px',
    padding: '12px 14px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  // What will not be done is not foretold.
  hidden: { display: 'none' },
})

export function ActDialog({ act, campaignId, readIds, onClose, onDone }: ActDialogProps) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const limit = useLimitWords()
  const notices = useNotices()
  const answers = useQueryClient()
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [done, setDone] = useState(0)
  // The preview belongs to this one opening of the dialog; the reason changes nothing about who is concerned.
  const [opening] = useState(() => crypto.randomUUID())
  const preview = useQuery({
    queryKey: ['act', act, opening],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    queryFn: async () => {
      const ids = await readIds(setDone)
      const whole = { campaignId, act, ids, reason: t.acts[act].menu, until: '' }
      return { ids, acted: await actInPieces({ ...whole, isDryRun: true }, setDone) }
    },
  })
  const ids = preview.data?.ids ?? []
  const perform = useMutation({
    mutationFn: () => {
      setDone(0)
      return actInPieces({ campaignId, act, ids, reason, until, isDryRun: false }, setDone)
    },
    onSuccess(acted) {
      notices.tellDone(t.acts[act].done(acted.changed, format.number(acted.changed)))
      void answers.invalidateQueries()
      onDone()
      onClose()
    },
    onError: notices.tellFailed,
  })
  const isReasonMissing = act === 'exclude' && reason.trim() === ''
  const isOver = act === 'exclude' && isEndOver(until, new Date())
  // Once it has begun, that nothing has been changed yet would be a lie, even if it then fails half way.
  const isForetold = !isOver && perform.isIdle
  const isNothing = preview.data === undefined || preview.data.acted.changed === 0
  return (
    <Confirm
      isOpen
      title={t.acts[act].menu}
      verb={t.acts[act].verb}
      isBusy={perform.isPending}
      isBlocked={isReasonMissing || isOver || isNothing}
      onConfirm={() => perform.mutate()}
      onCancel={onClose}
    >
      <div className={styles.fields}>
        <Text>{t.acts[act].meaning}</Text>
        {act === 'exclude' && (
          <>
            <Field label={t.acts.reason} required {...limit(reason, reasonLengthMax)}>
              <Textarea
                value={reason}
                maxLength={reasonLengthMax}
                onChange={(_, { value }) => setReason(value)}
              />
            </Field>
            <Field
              label={t.acts.until}
              hint={t.acts.untilHint}
              {...(isOver ? { validationMessage: t.acts.untilOver } : {})}
            >
              <Input type="date" value={until} onChange={(_, { value }) => setUntil(value)} />
            </Field>
          </>
        )}
        <div className={mergeClasses(styles.preview, !isForetold && styles.hidden)} role="status">
          {preview.isError ? (
            <Failed error={preview.error} />
          ) : preview.data === undefined ? (
            <>
              <Text>{t.acts.looking(format.number(done))}</Text>
              <Loading rows={2} height={14} />
            </>
          ) : (
            <Preview acted={preview.data.acted} />
          )}
        </div>
        {perform.isPending && (
          <ProgressBar value={done / Math.max(1, ids.length)} aria-label={t.acts[act].menu} />
        )}
      </div>
    </Confirm>
  )
}

function Preview({ acted }: { acted: Acted }) {
  const { t, format } = useTexts()
  return foretell(acted, t, format).map((sentence, at) => (
    <Text key={sentence} weight={at === 0 ? 'semibold' : 'regular'}>
      {sentence}
    </Text>
  ))
}
