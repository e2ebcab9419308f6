/** Who is left out of a new campaign: addresses or a group, each with a reason and an end; and who is protected anyhow. */

import {
  Button,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { Add20Regular, Dismiss16Regular } from '@fluentui/react-icons'
import { reasonLengthMax } from '@muster/contract/shapes/common'
import { useState } from 'react'
import { isEndOver } from '../people/exclusion-end.ts'
import { useProtected } from '../people/protection-queries.ts'
import { GroupPicker } from '../tenants/group-picker.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { TextLink } from '../ui/links.tsx'
import type { LeftOut } from './campaign-draft.ts'

const useStyles = makeStyles({
  all: { display: 'grid', gap: '12px', justifyItems: 'start' },
  guarded: { display: 'flex', flexWrap: 'wrap', gap: '4px 12px', alignItems: 'baseline' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: '6px', width: '100%' },
  entry: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    padding: '2px 4px 2px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  words: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  form: {
    display: 'grid',
    gap: '14px',
    width: '100%',
    boxSizing: 'border-box',
    padding: '14px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  row: {
    display: 'grid',
    gap: '14px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 200px), 1fr))',
  },
  foot: { display: 'flex', gap: '8px' },
})

interface LeftOutProps {
  tenantId: string | undefined
  leftOut: readonly LeftOut[]
  onChange(leftOut: readonly LeftOut[]): void
}

export function LeftOutFields({ tenantId, leftOut, onChange }: LeftOutProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const [isAdding, setAdding] = useState(false)
  return (
    <div className={styles.all}>
      <Text>{t.leftOut.lead}</Text>
      <Protected tenantId={tenantId} />
      {leftOut.length > 0 && (
        <ul className={styles.list}>
          {leftOut.map(one => (
            <Entry
              key={JSON.stringify(one)}
              entry={one}
              onRemove={() => onChange(leftOut.filter(other => other !== one))}
            />
          ))}
        </ul>
      )}
      {isAdding ? (
        <NewEntry
          tenantId={tenantId}
          onTake={one => {
            onChange([...leftOut, one])
            setAdding(false)
          }}
          onCancel={() => setAdding(false)}
        />
      ) : (
        <Button icon={<Add20Regular />} onClick={() => setAdding(true)}>
          {t.leftOut.add}
        </Button>
      )}
    </div>
  )
}

function Protected({ tenantId }: { tenantId: string | undefined }) {
  const styles = useStyles()
  const { t } = useTexts()
  const people = useProtected(tenantId)
  if (people.data === undefined || tenantId === undefined) return null
  const count = people.data.length
  return (
    <div className={styles.guarded}>
      <Text size={200}>{count === 0 ? t.leftOut.nobodyProtected : t.leftOut.protectedPeople(count)}</Text>
      <TextLink to="/settings/protected" search={{ tenant: tenantId }}>
        {count === 0 ? t.leftOut.protect : t.leftOut.see}
      </TextLink>
    </div>
  )
}

function useWho(): (entry: LeftOut) => string {
  const { t } = useTexts()
  return ({ who }) =>
    who.kind === 'group' ? who.group.displayName : t.leftOut.names(linesOf(who.text).length)
}

function linesOf(text: string): string[] {
  return text.split(/[\n;]/).filter(line => line.trim() !== '')
}

function Entry({ entry, onRemove }: { entry: LeftOut; onRemove(): void }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const who = useWho()(entry)
  const { reason, until } = entry
  return (
    <li className={styles.entry}>
      <span className={styles.words}>
        {until === '' ? t.leftOut.entry(who, reason) : t.leftOut.entryUntil(who, reason, format.day(until))}
      </span>
      <Button
        appearance="subtle"
        icon={<Dismiss16Regular />}
        aria-label={t.leftOut.removeEntry(who)}
        onClick={onRemove}
      />
    </li>
  )
}

const kinds = ['paste', 'group'] as const
type Kind = (typeof kinds)[number]

interface NewEntryProps {
  tenantId: string | undefined
  onTake(entry: LeftOut): void
  onCancel(): void
}

function NewEntry({ tenantId, onTake, onCancel }: NewEntryProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const limit = useLimitWords()
  const [kind, setKind] = useState<Kind>('paste')
  const [text, setText] = useState('')
  const [group, setGroup] = useState<Extract<LeftOut['who'], { kind: 'group' }>['group'] | null>(null)
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const who = whoOf(kind, text, group)
  const isOver = isEndOver(until, new Date())
  return (
    <div className={styles.form}>
      <Field label={t.leftOut.who}>
        <Dropdown
          value={t.leftOut[kind]}
          selectedOptions={[kind]}
          onOptionSelect={(_, { optionValue }) => setKind(kinds.find(one => one === optionValue) ?? kind)}
        >
          {kinds.map(one => (
            <Option key={one} value={one}>
              {t.leftOut[one]}
            </Option>
          ))}
        </Dropdown>
      </Field>
      {kind === 'paste' ? (
        <Field label={t.leftOut.paste} hint={t.leftOut.pasteHint} required>
          <Textarea value={text} resize="vertical" onChange={(_, { value }) => setText(value)} />
        </Field>
      ) : (
        <GroupPicker
          tenantId={tenantId}
          group={group}
          label={t.groupPick.label}
          hint={t.upload.groupHint}
          isJoined={false}
          onChange={setGroup}
        />
      )}
      <div className={styles.row}>
        <Field label={t.leftOut.reason} required {...limit(reason, reasonLengthMax)}>
          <Input value={reason} maxLength={reasonLengthMax} onChange={(_, { value }) => setReason(value)} />
        </Field>
        <Field
          label={t.leftOut.until}
          hint={t.leftOut.untilHint}
          {...(isOver ? { validationMessage: t.acts.untilOver } : {})}
        >
          <Input type="date" value={until} onChange={(_, { value }) => setUntil(value)} />
        </Field>
      </div>
      <div className={styles.foot}>
        <Button
          appearance="primary"
          disabled={who === null || reason.trim() === '' || isOver}
          onClick={() => who !== null && onTake({ who, reason: reason.trim(), until })}
        >
          {t.leftOut.take}
        </Button>
        <Button onClick={onCancel}>{t.cancel}</Button>
      </div>
    </div>
  )
}

function whoOf(
  kind: Kind,
  text: string,
  group: Extract<LeftOut['who'], { kind: 'group' }>['group'] | null,
): LeftOut['who'] | null {
  if (kind === 'paste') return linesOf(text).length === 0 ? null : { kind, text }
  return group === null ? null : { kind, group }
}
