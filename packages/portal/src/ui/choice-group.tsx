/** Several boxes to tick as the one control of a field: the group is named and described by it, each box by its own label. */

import { FieldContextProvider, useFieldControlProps_unstable } from '@fluentui/react-components'
import type { ReactNode } from 'react'

interface ChoiceGroupProps {
  /** Needed where the field has no label of its own. */
  label?: string
  className?: string
  children: ReactNode
}

export function ChoiceGroup({ label, className, children }: ChoiceGroupProps) {
  const named = label === undefined ? {} : { 'aria-label': label }
  // A group is not a control: it knows of no `aria-invalid` and no `aria-required`.
  const {
    'aria-invalid': _,
    'aria-required': __,
    ...control
  } = useFieldControlProps_unstable<ControlProps>({})
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is named by its legend alone, and the field has a label.
    <div role="group" className={className} {...control} {...named}>
      {/* Otherwise each box would take the id and the name that are the group's. */}
      <FieldContextProvider value={undefined}>{children}</FieldContextProvider>
    </div>
  )
}

interface ControlProps {
  id?: string
  'aria-labelledby'?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean | 'true' | 'false' | 'grammar' | 'spelling'
  'aria-required'?: boolean | 'true' | 'false'
}
