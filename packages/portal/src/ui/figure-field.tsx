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
  onChange(text: string): void
}

export function FigureField({ label, text, bounds, hint, isDisabled = false, onChange }: FigureFieldProps) {
  const { t, format } = useTexts()
  const isWrong = figureOf(text, bounds) === null
  const words = t.fields.wholeFrom(format.number(bounds.min), format.number(bounds.max))
  return (
    <Field
      label={label}
      {...(hint === undefined ? {} : { hint })}
      {...(isWrong ? { validationMessage: words } : {})}
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
