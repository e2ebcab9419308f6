/** Fields that few people need, behind a heading that opens them. */

import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  makeStyles,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'

const useStyles = makeStyles({
  fields: { display: 'grid', gap: '16px' },
})

export function MoreFields({ children }: { children: ReactNode }) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <Accordion collapsible>
      <AccordionItem value="more">
        <AccordionHeader>{t.tenantForm.moreFields}</AccordionHeader>
        <AccordionPanel>
          <div className={styles.fields}>{children}</div>
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  )
}
