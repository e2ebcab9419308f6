/** Shows words of a tenant once it is known in which language they open for this reader. */

import { type ReactNode, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Answered } from '../ui/states.tsx'
import { chooseOpeningLanguage } from './opening-language.ts'
import { useTemplates } from './template-queries.ts'

interface InOpeningLanguageProps {
  tenant: { tenantId: string; defaultLanguage: string }
  children(language: string): ReactNode
}

export function InOpeningLanguage({ tenant, children }: InOpeningLanguageProps) {
  const templates = useTemplates(tenant.tenantId, null)
  return (
    <Answered query={templates} rows={4} height={80}>
      {({ items }) => (
        <Opened tenant={tenant} there={items.map(one => one.language)}>
          {children}
        </Opened>
      )}
    </Answered>
  )
}

/** Chosen once: what somebody is writing must not change under their hands when they turn the portal to another language. */
function Opened({ tenant, there, children }: InOpeningLanguageProps & { there: readonly string[] }) {
  const { language: reader } = useTexts()
  const [opening] = useState(() =>
    chooseOpeningLanguage({ reader, tenantDefault: tenant.defaultLanguage, there }),
  )
  return children(opening)
}
