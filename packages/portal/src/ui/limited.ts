/** What a field says once it takes no more: without it the browser cuts what is pasted, and says nothing. */

import { useTexts } from '../texts/use-texts.tsx'

/** For the field of an input with this `maxLength`. */
export function useLimitWords(): (value: string, lengthMax: number) => object {
  const { t, format } = useTexts()
  return (value, lengthMax) =>
    value.length < lengthMax
      ? {}
      : { validationState: 'warning', validationMessage: t.fields.fullAt(format.number(lengthMax)) }
}
