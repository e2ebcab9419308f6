/** Activities from Entra's list or typed: each chosen one a tag, and what stands in the field counts as it stands. */

import {
  Field,
  InteractionTag,
  InteractionTagPrimary,
  InteractionTagSecondary,
  makeStyles,
  Option,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { NamedCombobox } from '../ui/named-combobox.tsx'
import { useActivities } from './rule-queries.ts'

/** A list that can be looked over; typing on narrows it. */
const shownMax = 40

const useStyles = makeStyles({
  tags: { display: 'flex', flexWrap: 'wrap', gap: '6px', listStyleType: 'none', margin: 0, padding: 0 },
  tag: { maxWidth: '100%', height: 'auto', minHeight: '28px' },
  words: { whiteSpace: 'normal', overflowWrap: 'anywhere', textAlign: 'start' },
  service: { color: tokens.colorNeutralForeground3, marginInlineStart: '8px' },
})

interface ActivitiesProps {
  tenantId: string | undefined
  /** What the form begins with; afterwards the tags are kept here. */
  chosen: readonly string[]
  onChange(activities: string[]): void
}

export function Activities({ tenantId, chosen, onChange }: ActivitiesProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const { data } = useActivities(tenantId)
  const [tags, setTags] = useState(chosen)
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const names = new Map(
    [...(data?.activities ?? []), ...(data?.seen ?? [])].map(one => [one.name, one.service]),
  )
  const shown = [...names]
    .filter(([name]) => !tags.includes(name) && name.toLowerCase().includes(wanted))
    .slice(0, shownMax)
  const withTyped = (typed: string, others = tags) => {
    const word = typed.trim()
    const name = [...names.keys()].find(one => one.toLowerCase() === word.toLowerCase()) ?? word
    return name === '' || others.includes(name) ? [...others] : [...others, name]
  }
  // It counts while it is typed, so that nothing is lost by pressing "Save" instead of Enter.
  const type = (typed: string) => {
    setText(typed)
    onChange(withTyped(typed))
  }
  const remove = (name: string) => {
    const kept = tags.filter(one => one !== name)
    setTags(kept)
    onChange(withTyped(text, kept))
  }
  const keep = (kept: readonly string[]) => {
    setTags(kept)
    setText('')
    onChange([...kept])
  }
  return (
    <>
      <Field label={t.ruleForm.activities} hint={t.ruleForm.activitiesHint}>
        <NamedCombobox
          freeform
          value={text}
          selectedOptions={[]}
          onChange={event => type(event.target.value)}
          onOptionSelect={(_, { optionValue }) => keep(withTyped(optionValue ?? text))}
          onKeyDown={event => {
            if (shown.length > 0 || wanted === '') return
            // What is on no list is taken as it is typed; whoever goes on by the Tab key goes on.
            if (event.key === 'Enter') event.preventDefault()
            if (event.key === 'Enter' || event.key === 'Tab') keep(withTyped(text))
          }}
        >
          {shown.map(([name, service]) => (
            <Option key={name} value={name} text={name}>
              <span>
                {name}
                <span className={styles.service}>{service}</span>
              </span>
            </Option>
          ))}
        </NamedCombobox>
      </Field>
      {tags.length > 0 && (
        <ul className={styles.tags}>
          {tags.map(name => (
            <li key={name}>
              <InteractionTag className={styles.tag} size="small">
                <InteractionTagPrimary hasSecondaryAction className={styles.words}>
                  {name}
                </InteractionTagPrimary>
                <InteractionTagSecondary
                  aria-label={t.ruleForm.removeOne(name)}
                  onClick={() => remove(name)}
                />
              </InteractionTag>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
