/** Choosing a group of the directory by typing its name or pasting its object id; what keeps people out of it is said. */

import { Button, Field, makeStyles, Option, Text, tokens } from '@fluentui/react-components'
import { Dismiss16Regular, PeopleCommunity20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { tellFailure } from '../ui/failure-words.ts'
import { NamedCombobox } from '../ui/named-combobox.tsx'
import { tellObstacle } from '../ui/problem-words.ts'
import { useSettled } from '../ui/settled.ts'

export type Group = Output<'searchGroups'>['items'][number]

/** Each question is a call of Graph: it waits until nobody has typed for so long. */
const quietMs = 300

const useStyles = makeStyles({
  chosen: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    padding: '6px 8px 6px 12px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  words: { display: 'grid', minWidth: 0, flexGrow: 1, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
  full: { width: '100%' },
})

interface GroupPickerProps {
  tenantId: string | undefined
  group: Group | null
  label: string
  hint: string
  /** Whether people are to be put into it; one that takes nobody is said to be of no use. */
  isJoined: boolean
  /** Something was typed and nothing chosen, and somebody tried to go on. */
  isUnchosen?: boolean
  onChange(group: Group | null): void
  /** What stands in the field while nothing is chosen. */
  onType?(text: string): void
}

export function GroupPicker(props: GroupPickerProps) {
  const { tenantId, group, label, hint, isJoined, isUnchosen, onChange, onType } = props
  const { t } = useTexts()
  const obstacle = isJoined ? (group?.obstacle ?? null) : null
  const mistake =
    isUnchosen === true ? t.groupPick.unchosen : obstacle && t.groupPick.obstacle(tellObstacle(obstacle, t))
  return (
    <Field label={label} hint={hint} {...(mistake === null ? {} : { validationMessage: mistake })}>
      {group === null ? (
        <GroupSearch tenantId={tenantId} onChange={onChange} {...(onType === undefined ? {} : { onType })} />
      ) : (
        <Chosen group={group} onClear={() => onChange(null)} />
      )}
    </Field>
  )
}

function Chosen({ group, onClear }: { group: Group; onClear(): void }) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <div className={styles.chosen}>
      <PeopleCommunity20Regular aria-hidden />
      <span className={styles.words}>
        <Text weight="semibold">{group.displayName}</Text>
        {group.displayName !== group.groupId && (
          <Text size={200} className={styles.quiet}>
            {group.groupId}
          </Text>
        )}
      </span>
      <Button
        appearance="subtle"
        icon={<Dismiss16Regular />}
        aria-label={t.groupPick.clear}
        onClick={onClear}
      />
    </div>
  )
}

interface GroupSearchProps extends Pick<GroupPickerProps, 'tenantId' | 'onChange' | 'onType'> {
  /** Given by the field around it. */
  id?: string
}

function GroupSearch({ tenantId, onChange, onType, ...field }: GroupSearchProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const [text, setText] = useState('')
  const asked = useSettled(text.trim(), quietMs)
  const found = useQuery({
    queryKey: ['tenant', tenantId, 'groups', asked],
    queryFn: () => api.searchGroups({ params: { tenantId: tenantId ?? '' }, body: { text: asked } }),
    enabled: tenantId !== undefined && asked !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })
  const isLooking = found.isFetching || asked !== text.trim()
  // Of an answer to fewer letters only what still fits stays: the arrow keys must not walk over what is about to go.
  const groups = (asked === '' ? [] : (found.data?.items ?? [])).filter(
    group => !isLooking || isNamed(group, text.trim()),
  )
  return (
    <>
      <NamedCombobox
        {...field}
        className={styles.full}
        freeform
        autoComplete="off"
        placeholder={t.groupPick.placeholder}
        value={text}
        selectedOptions={[]}
        onChange={event => {
          setText(event.target.value)
          onType?.(event.target.value)
        }}
        onOptionSelect={(_, { optionValue }) => {
          const chosen = groups.find(group => group.groupId === optionValue)
          if (chosen === undefined) return
          onType?.('')
          onChange(chosen)
        }}
      >
        {groups.map(group => (
          <Option key={group.groupId} value={group.groupId} text={group.displayName}>
            <span className={styles.words}>
              {group.displayName}
              <Text size={200} className={styles.quiet}>
                {group.obstacle === null ? group.groupId : tellObstacle(group.obstacle, t)}
              </Text>
            </span>
          </Option>
        ))}
        {groups.length === 0 && text.trim() !== '' && (
          <Option key="none" value="" text="" disabled>
            {isLooking ? t.groupPick.searching : t.groupPick.none}
          </Option>
        )}
      </NamedCombobox>
      <div role="status">
        {found.isError && asked !== '' && <SearchFailed error={found.error} />}
        {found.data?.isWhole === false && <Text size={200}>{t.groupPick.more}</Text>}
      </div>
    </>
  )
}

function isNamed({ displayName, groupId }: Group, text: string): boolean {
  return groupId === text || displayName.toLowerCase().includes(text.toLowerCase())
}

function SearchFailed({ error }: { error: unknown }) {
  const { t, format } = useTexts()
  const { title, body } = tellFailure(error, t, format)
  return <Text size={200}>{body === null ? title : `${title}. ${body}`}</Text>
}
