/** A list being read: how far, for the eye and for screen readers; it goes on when the page is left. */

import { Field, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { useTexts } from '../texts/use-texts.tsx'
import type { Batch } from './batch-queries.ts'

const useStyles = makeStyles({
  box: {
    display: 'grid',
    gap: '12px',
    padding: '28px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
})

export function BatchProgress({ batch }: { batch: Batch }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const { rowsDone, rowsTotal } = batch
  const words =
    rowsTotal === null
      ? t.upload.reading
      : t.upload.progress(rowsTotal, format.number(rowsDone), format.number(rowsTotal))
  return (
    <div className={styles.box}>
      <Field label={batch.dryRun ? t.upload.checking : t.upload.takingIn} validationState="none">
        <ProgressBar
          thickness="large"
          {...(rowsTotal === null ? {} : { value: rowsDone / Math.max(1, rowsTotal) })}
        />
      </Field>
      <Text role="status">{words}</Text>
      <Text size={200}>{t.upload.goesOn}</Text>
    </div>
  )
}
