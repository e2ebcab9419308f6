/** A field for a whole number: what was typed stays, and what is wrong with it is said under it. */

import { Field, Input } from '@fluentui/react-components'
import { useTexts } from '../texts/use-texts.tsx'
import { type Bounds, figureOf } from './figures.ts'

interface FigureFieldProps {
  label: string
  text: string
  bounds: Bounds
  hint?: string
  isDisabled?: boolean
  /** What the service said of the figure when it was last sent. */
  refusal?: string | undefined
  onChange(text: string): void
}

export function FigureField(props: FigureFieldProps) {
  const { label, text, bounds, hint, isDisabled = false, refusal, onChange } = props
  const { t, format } = useTexts()
  const isWrong = figureOf(text, bounds) === null
  const words = isWrong ? t.fields.wholeFrom(format.number(bounds.min), format.number(bounds.max)) : refusal
  return (
    <Field
      label={label}
      {...(hint === undefined ? {} : { hint })}
      {...(words === undefined ? {} : { validationMessage: words })}
    >
      <Input
        inputMode="numeric"
        disabled={isDisabled}
        value={text}
        onChange={(_, { value }) => onChange(value)}
      />
    </Field>
  )
}
