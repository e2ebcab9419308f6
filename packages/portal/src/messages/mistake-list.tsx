/** What keeps a text from being used, each with the way to its place. */

import { Link, MessageBar, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components'
import { useTexts } from '../texts/use-texts.tsx'
import { type Mistake, tellMistake } from '../ui/mistake-words.ts'

const useStyles = makeStyles({
  list: { margin: '4px 0 0', paddingInlineStart: '18px', display: 'grid', gap: '4px' },
})

interface MistakeListProps {
  mistakes: readonly Mistake[]
  onGoTo(part: Mistake['part'], line: number | null): void
}

export function MistakeList({ mistakes, onGoTo }: MistakeListProps) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <div aria-live="polite">
      {mistakes.length > 0 && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t.templates.mistakes(mistakes.length)}</MessageBarTitle>
            <ul className={styles.list}>
              {mistakes.map(mistake => {
                const { part, line, code, what } = mistake
                return (
                  <li key={[part, line, code, what].join(' ')}>
                    <Link inline as="button" onClick={() => onGoTo(part, line)}>
                      {line === null ? t.templates[part] : t.templates.place(t.templates[part], line)}
                    </Link>
                    {`: ${tellMistake(mistake, t)}`}
                  </li>
                )
              })}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  )
}
