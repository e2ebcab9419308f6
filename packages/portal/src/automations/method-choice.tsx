/** Kinds of methods to choose from, for what must be there and what must not. */

import { Dropdown, Field, Option } from '@fluentui/react-components'
import { methodTypes } from '@muster/core/methods'
import { useTexts } from '../texts/use-texts.tsx'
import { tellMethod } from './rule-words.ts'

/** A password is there or is not, whatever anybody registers. */
const kinds = Object.keys(methodTypes)
  .map(type => type.replace(/AuthenticationMethod$/, ''))
  .filter(kind => kind !== 'password')

interface MethodChoiceProps {
  label: string
  chosen: readonly string[]
  onChange(chosen: string[]): void
}

export function MethodChoice({ label, chosen, onChange }: MethodChoiceProps) {
  const { t, format } = useTexts()
  // A kind that the list does not hold was named through the API and stays choosable.
  const offered = [...new Set([...kinds, ...chosen])]
  return (
    <Field label={label}>
      <Dropdown
        multiselect
        placeholder={t.ruleForm.methodsAny}
        value={format.list(chosen.map(kind => tellMethod(kind, t)))}
        selectedOptions={[...chosen]}
        onOptionSelect={(_, { selectedOptions }) => onChange(selectedOptions)}
      >
        {offered.map(kind => (
          <Option key={kind} value={kind}>
            {tellMethod(kind, t)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}
