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
import { flushSync } from 'react-dom'
import { isEndOver } from '../people/exclusion-end.ts'
import { useProtected } from '../people/protection-queries.ts'
import { GroupPicker } from '../tenants/group-picker.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { TextLink } from '../ui/links.tsx'
import { focusFirstWrong } from '../ui/refusals.ts'
import { emptyLeftOut, type LeftOut, type LeftOutBegun, leftOutOf, linesOf, whoOf } from './campaign-draft.ts'

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
  /** Null while the fields are closed. */
  begun: LeftOutBegun | null
  /** Something of it is missing, and somebody tried to go on. */
  isHalf: boolean
  onChange(part: { leftOut?: readonly LeftOut[]; leftOutBegun: LeftOutBegun | null }): void
}

export function LeftOutFields({ tenantId, leftOut, begun, isHalf, onChange }: LeftOutProps) {
  const styles = useStyles()
  const { t } = useTexts()
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
              onRemove={() =>
                onChange({ leftOut: leftOut.filter(other => other !== one), leftOutBegun: begun })
              }
            />
          ))}
        </ul>
      )}
      {begun !== null ? (
        <NewEntry
          tenantId={tenantId}
          begun={begun}
          isHalf={isHalf}
          onChange={part => onChange({ leftOutBegun: { ...begun, ...part } })}
          onTake={one => onChange({ leftOut: [...leftOut, one], leftOutBegun: null })}
          onCancel={() => onChange({ leftOutBegun: null })}
        />
      ) : (
        <Button icon={<Add20Regular />} onClick={() => onChange({ leftOutBegun: emptyLeftOut })}>
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

interface NewEntryProps {
  tenantId: string | undefined
  begun: LeftOutBegun
  isHalf: boolean
  onChange(part: Partial<LeftOutBegun>): void
  onTake(entry: LeftOut): void
  onCancel(): void
}

function NewEntry({ tenantId, begun, isHalf, onChange, onTake, onCancel }: NewEntryProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const limit = useLimitWords()
  const { kind, text, group, reason, until } = begun
  const [isTried, setTried] = useState(false)
  const isMissing = isHalf || isTried
  const missing = (is: boolean, validationMessage: string) =>
    isMissing && is ? ({ validationState: 'error', validationMessage } as const) : {}
  return (
    <div className={styles.form}>
      <Field label={t.leftOut.who}>
        <Dropdown
          value={t.leftOut[kind]}
          selectedOptions={[kind]}
          onOptionSelect={(_, { optionValue }) =>
            onChange({ kind: kinds.find(one => one === optionValue) ?? kind })
          }
        >
          {kinds.map(one => (
            <Option key={one} value={one}>
              {t.leftOut[one]}
            </Option>
          ))}
        </Dropdown>
      </Field>
      {kind === 'paste' ? (
        <Field
          label={t.leftOut.paste}
          hint={t.leftOut.pasteHint}
          required
          {...missing(whoOf(begun) === null, t.leftOut.whoMissing)}
        >
          <Textarea value={text} resize="vertical" onChange={(_, { value }) => onChange({ text: value })} />
        </Field>
      ) : (
        <GroupPicker
          tenantId={tenantId}
          group={group}
          label={t.groupPick.label}
          hint={t.upload.groupHint}
          isJoined={false}
          isUnchosen={isMissing && group === null}
          onChange={chosen => onChange({ group: chosen })}
          onType={typed => onChange({ groupText: typed })}
        />
      )}
      <div className={styles.row}>
        <Field
          label={t.leftOut.reason}
          required
          {...limit(reason, reasonLengthMax)}
          {...missing(reason.trim() === '', t.leftOut.reasonMissing)}
        >
          <Input
            value={reason}
            maxLength={reasonLengthMax}
            onChange={(_, { value }) => onChange({ reason: value })}
          />
        </Field>
        <Field
          label={t.leftOut.until}
          hint={t.leftOut.untilHint}
          {...(isEndOver(until, new Date()) ? { validationMessage: t.acts.untilOver } : {})}
        >
          <Input type="date" value={until} onChange={(_, { value }) => onChange({ until: value })} />
        </Field>
      </div>
      <div className={styles.foot}>
        <Button
          appearance="primary"
          onClick={() => {
            const entry = leftOutOf(begun, new Date())
            if (entry !== null) return onTake(entry)
            flushSync(() => setTried(true))
            focusFirstWrong()
          }}
        >
          {t.leftOut.take}
        </Button>
        <Button onClick={onCancel}>{t.cancel}</Button>
      </div>
    </div>
  )
}
