/** The three ways to bring a list: drop or choose a file, paste, or name a group. */

import {
  Button,
  Field,
  makeStyles,
  mergeClasses,
  Spinner,
  Switch,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { DocumentArrowUpRegular } from '@fluentui/react-icons'
import { importBytesMax } from '@muster/contract/shapes/batches'
import { type DragEvent, useId, useRef, useState } from 'react'
import { type Group, GroupPicker } from '../tenants/group-picker.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { useKept } from '../ui/kept.ts'
import type { List } from './intake.ts'

const useStyles = makeStyles({
  drop: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '10px',
    padding: '40px 20px',
    textAlign: 'center',
    boxSizing: 'border-box',
    border: `2px dashed ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  over: { border: `2px dashed ${tokens.colorBrandStroke1}`, backgroundColor: tokens.colorBrandBackground2 },
  icon: { fontSize: '40px', color: tokens.colorBrandForeground1 },
  hidden: { display: 'none' },
  problem: { color: tokens.colorPaletteRedForeground1 },
  form: { display: 'grid', gap: '16px', gridTemplateColumns: 'minmax(0, 1fr)', justifyItems: 'start' },
  full: { width: '100%' },
  area: { minHeight: '220px', fontFamily: tokens.fontFamilyMonospace },
})

interface ChoiceProps {
  isBusy: boolean
  onTry(list: List): void
}

const megabyte = 1024 * 1024

export function FileChoice({ isBusy, onTry }: ChoiceProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [isTooLarge, setTooLarge] = useState(false)
  const [isAgain, setAgain] = useState(false)
  const take = async (file: File | undefined) => {
    if (file === undefined) return
    setTooLarge(file.size > importBytesMax)
    if (file.size > importBytesMax) return
    const bytes = new Uint8Array(await file.arrayBuffer())
    onTry({ kind: 'file', bytes, fileName: file.name, source: 'CSV Upload', inviteAgain: isAgain })
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    <div className={styles.form}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button below does the same. */}
      <div
        className={mergeClasses(styles.drop, styles.full, isOver && styles.over)}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <span className={styles.icon} aria-hidden>
          <DocumentArrowUpRegular />
        </span>
        <Text weight="semibold" size={400}>
          {t.upload.drop}
        </Text>
        <Button appearance="primary" disabled={isBusy} onClick={() => input.current?.click()}>
          {isBusy ? t.upload.sending : t.upload.choose}
        </Button>
        <input
          ref={input}
          type="file"
          className={styles.hidden}
          accept=".csv,.txt,.tsv,.xlsx,text/csv,text/plain"
          aria-label={t.upload.choose}
          onChange={event => {
            void take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <Text size={200}>{t.upload.formats}</Text>
        {isTooLarge && (
          <Text role="alert" className={styles.problem}>
            {t.upload.tooLarge(importBytesMax / megabyte)}
          </Text>
        )}
      </div>
      <Again isAgain={isAgain} onChange={setAgain} />
    </div>
  )
}

export function PasteChoice({ isBusy, onTry }: ChoiceProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const [text, setText, forget] = useKept('pasted-list', '')
  const [isAgain, setAgain] = useState(false)
  const bytes = () => new TextEncoder().encode(text)
  return (
    <div className={styles.form}>
      <Field label={t.upload.pasteLabel} hint={t.upload.pasteHint} className={styles.full}>
        <Textarea
          value={text}
          resize="vertical"
          textarea={{ className: styles.area, spellCheck: false }}
          onChange={(_, { value }) => setText(value)}
        />
      </Field>
      <Again isAgain={isAgain} onChange={setAgain} />
      <TryButton
        isBusy={isBusy}
        isDisabled={text.trim() === ''}
        onClick={() => {
          onTry({ kind: 'file', bytes: bytes(), fileName: null, source: 'Manual', inviteAgain: isAgain })
          forget()
        }}
      />
    </div>
  )
}

export function GroupChoice({ isBusy, tenantId, onTry }: ChoiceProps & { tenantId: string | undefined }) {
  const styles = useStyles()
  const { t } = useTexts()
  const [group, setGroup] = useState<Group | null>(null)
  const [isAgain, setAgain] = useState(false)
  return (
    <div className={styles.form}>
      <div className={styles.full}>
        <GroupPicker
          tenantId={tenantId}
          group={group}
          label={t.groupPick.label}
          hint={t.upload.groupHint}
          isJoined={false}
          onChange={setGroup}
        />
      </div>
      <Again isAgain={isAgain} onChange={setAgain} />
      <TryButton
        isBusy={isBusy}
        isDisabled={group === null}
        onClick={() =>
          group !== null && onTry({ kind: 'group', groupId: group.groupId, inviteAgain: isAgain })
        }
      />
    </div>
  )
}

function Again({ isAgain, onChange }: { isAgain: boolean; onChange(isAgain: boolean): void }) {
  const { t } = useTexts()
  const id = useId()
  return (
    <Switch
      id={id}
      checked={isAgain}
      label={t.upload.again}
      onChange={(_, { checked }) => onChange(checked)}
    />
  )
}

interface TryButtonProps {
  isBusy: boolean
  isDisabled: boolean
  onClick(): void
}

function TryButton({ isBusy, isDisabled, onClick }: TryButtonProps) {
  const { t } = useTexts()
  return (
    <Button
      appearance="primary"
      disabled={isBusy || isDisabled}
      onClick={onClick}
      {...(isBusy ? { icon: <Spinner size="tiny" /> } : {})}
    >
      {t.upload.check}
    </Button>
  )
}
