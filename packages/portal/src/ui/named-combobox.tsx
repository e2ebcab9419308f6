/** Fluent's combobox with the reader's words on the button that opens its list; Fluent's own are English. */

import { Combobox, type ComboboxProps, useFieldContext_unstable } from '@fluentui/react-components'
import { useId } from 'react'
import { useTexts } from '../texts/use-texts.tsx'

export function NamedCombobox(props: ComboboxProps) {
  const { t } = useTexts()
  const id = useId()
  const labelId = useFieldContext_unstable()?.labelId
  const named = labelId === undefined ? {} : { 'aria-labelledby': `${id} ${labelId}` }
  return <Combobox {...props} expandIcon={{ id, 'aria-label': t.controls.openList, ...named }} />
}
