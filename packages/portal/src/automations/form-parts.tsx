/** Pieces of the automation's form: a framed section, and fields whose value is a list of words. */

import { Field, Input, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'

const useStyles = makeStyles({
  section: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    margin: 0,
    padding: '16px 20px 20px',
    display: 'grid',
    gap: tokens.spacingVerticalL,
    minInlineSize: 0,
    gridTemplateColumns: 'minmax(0, 1fr)',
  },
  // Floating keeps the words inside of the frame, where a legend by itself sits on its line.
  legend: { padding: 0, float: 'left', width: '100%' },
  title: { ...typographyStyles.subtitle2, margin: 0 },
})

export function Section({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles()
  return (
    <fieldset className={styles.section}>
      <legend className={styles.legend}>
        <h2 className={styles.title}>{title}</h2>
      </legend>
      {children}
    </fieldset>
  )
}

interface WordsProps {
  label: string
  words: readonly string[]
  onChange(words: string[]): void
}

/** Several words with commas between; what is typed stays as it is typed until the field is left. */
export function Words({ label, words, onChange }: WordsProps) {
  const { t } = useTexts()
  const [text, setText] = useState(words.join(', '))
  return (
    <Field label={label} hint={t.ruleForm.commas}>
      <Input
        value={text}
        onChange={(_, { value }) => {
          setText(value)
          onChange(wordsOf(value))
        }}
        onBlur={() => setText(wordsOf(text).join(', '))}
      />
    </Field>
  )
}

function wordsOf(text: string): string[] {
  return text
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')
}
