/** One text being written: subject, markup and plain text on one side, the mail that they make on the other. */

import {
  Badge,
  Button,
  Field,
  Input,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Spinner,
  Text,
  Tooltip,
  tokens,
} from '@fluentui/react-components'
import {
  ArrowUndo20Regular,
  BracesVariable20Regular,
  MailArrowUp20Regular,
  Save20Regular,
} from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { subjectLengthMax } from '@muster/contract/shapes/texts'
import { placeholdersOf, writePlaceholder } from '@muster/core/placeholders'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { useMay } from '../access/me.ts'
import { ReadOnlyNote } from '../access/read-only-note.tsx'
import { api } from '../session.ts'
import { tellCaller } from '../texts/caller-words.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { ChangedMeanwhile, isChangedMeanwhile } from '../ui/changed-meanwhile.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { tellMistake } from '../ui/mistake-words.ts'
import { useNotices } from '../ui/notices.tsx'
import { CodeEditor, type EditorHand } from './code-editor.tsx'
import { MailPreview } from './mail-preview.tsx'
import { MistakeList } from './mistake-list.tsx'
import {
  type Draft,
  type PreviewFacts,
  queryOf,
  usePreview,
  useRested,
  type WhichTemplate,
} from './template-queries.ts'
import { TestMail } from './test-mail.tsx'

type Template = Output<'getTemplate'>
type Part = 'subject' | 'mjml' | 'text'

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gap: '24px',
    gridTemplateColumns: 'minmax(0, 1fr)',
    '@media (min-width: 1180px)': { gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)' },
  },
  editor: { display: 'grid', gap: '16px', alignContent: 'start', minWidth: 0 },
  bar: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  about: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px',
    alignItems: 'center',
    color: tokens.colorNeutralForeground2,
  },
  grow: { flexGrow: 1 },
})

export function TemplateEditor({ which, template }: { which: WhichTemplate; template: Template }) {
  const styles = useStyles()
  const { t } = useTexts()
  const may = useMay()
  const [written, setWritten] = useState({
    subject: template.subject,
    mjml: template.mjml,
    text: template.text,
  })
  const [facts, setFacts] = useState<PreviewFacts>('full')
  const [dialog, setDialog] = useState<'revert' | 'test' | null>(null)
  const hands = { mjml: useRef<EditorHand>(null), text: useRef<EditorHand>(null) }
  const subject = useRef<HTMLInputElement>(null)
  const lastPart = useRef<Part>('mjml')
  const { kind, language } = which
  const draft: Draft = { kind, language, ...written }
  const isChanged = (['subject', 'mjml', 'text'] as const).some(part => written[part] !== template[part])
  const preview = usePreview(which.tenantId, { draft: useRested(draft), facts })
  const mistakes = preview.data?.mistakes ?? []
  const linesOf = useMemo(() => {
    const told = mistakes.map(one => ({ part: one.part, line: one.line, text: tellMistake(one, t) }))
    return {
      mjml: told.filter(one => one.part === 'mjml'),
      text: told.filter(one => one.part === 'text'),
    }
  }, [mistakes, t])
  const { save, revert, loadAgain } = useSaving(which, draft)
  const isLosing = () => isChanged && !save.isSuccess
  const leaving = useBlocker({
    shouldBlockFn: isLosing,
    enableBeforeUnload: isLosing,
    withResolver: true,
  })
  const mayWrite = may('saveTemplate')

  const insert = (what: string) => {
    const part = lastPart.current
    if (part !== 'subject') {
      hands[part].current?.insert(what)
      return
    }
    const field = subject.current
    const at = field?.selectionStart ?? written.subject.length
    setWritten({ ...written, subject: written.subject.slice(0, at) + what + written.subject.slice(at) })
    field?.focus()
  }
  const goTo = (part: Part, line: number | null) =>
    part === 'subject' ? subject.current?.focus() : hands[part].current?.goTo(line ?? 1)

  return (
    <div className={styles.grid}>
      <div className={styles.editor}>
        <About template={template} isChanged={isChanged} />
        {!mayWrite && <ReadOnlyNote />}
        <div className={styles.bar}>
          {mayWrite && <Placeholders kind={kind} onChoose={insert} />}
          <span className={styles.grow} />
          {mayWrite && template.templateId !== null && (
            <Button appearance="subtle" icon={<ArrowUndo20Regular />} onClick={() => setDialog('revert')}>
              {t.templates.revert}
            </Button>
          )}
          {may('sendTestMail') && (
            <TestButton isBlocked={mistakes.length > 0} onClick={() => setDialog('test')} />
          )}
          {mayWrite && (
            <Button
              appearance="primary"
              icon={save.isPending ? <Spinner size="tiny" /> : <Save20Regular />}
              disabled={!isChanged || save.isPending || mistakes.length > 0}
              onClick={() => save.mutate({ replaces: template.templateId })}
            >
              {t.save}
            </Button>
          )}
        </div>
        {isChangedMeanwhile(save.error) && (
          <ChangedMeanwhile
            error={save.error}
            isBusy={save.isPending}
            onLoad={() => void loadAgain()}
            onOverwrite={() => save.mutate({})}
          />
        )}
        <MistakeList mistakes={mistakes} onGoTo={goTo} />
        <Field label={t.templates.subject}>
          <Input
            input={{ ref: subject }}
            value={written.subject}
            maxLength={subjectLengthMax}
            readOnly={!mayWrite}
            onFocus={() => {
              lastPart.current = 'subject'
            }}
            onChange={(_, { value }) => setWritten({ ...written, subject: value })}
          />
        </Field>
        {(['mjml', 'text'] as const).map(part => (
          <CodeEditor
            key={part}
            ref={hands[part]}
            label={t.templates[part]}
            text={template[part]}
            isMarkup={part === 'mjml'}
            isReadOnly={!mayWrite}
            mistakes={linesOf[part]}
            onChange={now => setWritten(old => ({ ...old, [part]: now }))}
            onFocus={() => {
              lastPart.current = part
            }}
          />
        ))}
      </div>
      <MailPreview query={preview} facts={facts} onFacts={setFacts} />
      <Confirm
        isOpen={dialog === 'revert'}
        title={t.templates.revertQuestion}
        verb={t.templates.revertVerb}
        isBusy={revert.isPending}
        onConfirm={() => revert.mutate(undefined, { onSettled: () => setDialog(null) })}
        onCancel={() => setDialog(null)}
      >
        {t.templates.revertMeans}
      </Confirm>
      <Confirm
        isOpen={leaving.status === 'blocked'}
        title={t.templates.leaveQuestion}
        verb={t.templates.leaveVerb}
        isBusy={false}
        onConfirm={() => leaving.proceed?.()}
        onCancel={() => leaving.reset?.()}
      >
        {t.templates.leaveMeans}
      </Confirm>
      {dialog === 'test' && (
        <TestMail tenantId={which.tenantId} draft={draft} onClose={() => setDialog(null)} />
      )}
    </div>
  )
}

function useSaving(which: WhichTemplate, draft: Draft) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const { tenantId, setId, kind, language } = which
  const refresh = () => answers.invalidateQueries({ queryKey: ['tenant', tenantId, 'texts'] })
  const save = useMutation({
    mutationFn: (how: { replaces?: string | null }) =>
      api.saveTemplate({ params: { tenantId }, body: { ...draft, ...how, textSetId: setId } }),
    onSuccess() {
      notices.tellDone(t.templates.saved)
      return refresh()
    },
    onError: error => isChangedMeanwhile(error) || notices.tellFailed(error),
  })
  const revert = useMutation({
    mutationFn: () => api.revertTemplate({ params: { tenantId, kind, language }, query: queryOf(setId) }),
    onSuccess() {
      notices.tellDone(t.templates.reverted)
      return refresh()
    },
    onError: notices.tellFailed,
  })
  return { save, revert, loadAgain: refresh }
}

/** While there are mistakes it stays in reach of the keyboard, to say why it does nothing. */
function TestButton({ isBlocked, onClick }: { isBlocked: boolean; onClick(): void }) {
  const { t } = useTexts()
  const button = (
    <Button icon={<MailArrowUp20Regular />} disabledFocusable={isBlocked} onClick={onClick}>
      {t.templates.test}
    </Button>
  )
  if (!isBlocked) return button
  return (
    <Tooltip content={t.templates.testBlocked} relationship="description" withArrow>
      {button}
    </Tooltip>
  )
}

/** Whose words these are, and whether they are used yet. */
function About({ template, isChanged }: { template: Template; isChanged: boolean }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const { origin, madeAt, madeBy, isBeginning } = template
  return (
    <div className={styles.about}>
      <Badge appearance="tint" color={origin === 'builtIn' ? 'informative' : 'brand'}>
        {t.templates.origin[origin]}
      </Badge>
      {madeAt !== null && madeBy !== null && (
        <Text>{t.templates.by(tellCaller(madeBy, t), format.moment(madeAt))}</Text>
      )}
      {isBeginning && <Text>{t.templates.beginning}</Text>}
      {isChanged && <Text weight="semibold">{t.templates.changed}</Text>}
    </div>
  )
}

function Placeholders({ kind, onChoose }: { kind: Draft['kind']; onChoose(text: string): void }) {
  const { t } = useTexts()
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<BracesVariable20Regular />}>{t.templates.insert}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {placeholdersOf[kind].map(name => (
            <MenuItem key={name} secondaryContent={name} onClick={() => onChoose(writePlaceholder(name))}>
              {t.templates.placeholder[name]}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
