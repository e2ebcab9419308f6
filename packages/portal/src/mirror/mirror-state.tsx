/** How a campaign's SharePoint list stands: what keeps it from being in step, what waits, what others had changed. */

import {
  Field,
  Link,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components'
import { Open16Regular } from '@fluentui/react-icons'
import { useTexts } from '../texts/use-texts.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { Card } from '../ui/page.tsx'
import { capitalised } from '../ui/sentence-case.ts'
import { MirrorActs } from './mirror-acts.tsx'
import type { Mirror } from './mirror-queries.ts'

const useStyles = makeStyles({
  stack: { display: 'grid', gap: '20px', gridTemplateColumns: 'minmax(0, 1fr)' },
  progress: { display: 'grid', gap: '8px', maxWidth: '720px' },
  quiet: { color: tokens.colorNeutralForeground2 },
  icon: { verticalAlign: 'text-bottom' },
  words: { overflowWrap: 'anywhere' },
})

export function MirrorState({ mirror, people }: { mirror: Mirror; people: number | null }) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <Card title={t.mirror.title}>
      <div className={styles.stack}>
        <Obstacles mirror={mirror} />
        <Progress mirror={mirror} people={people} />
        <MirrorFacts mirror={mirror} />
        <MirrorActs mirror={mirror} />
      </div>
    </Card>
  )
}

function Obstacles({ mirror: { isOn, problem, rows } }: { mirror: Mirror }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const ours: Readonly<Record<string, string>> = t.mirror.problems
  return (
    <>
      {!isOn && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody className={styles.words}>
            <MessageBarTitle>{t.mirror.stoppedTitle}</MessageBarTitle>
            {t.mirror.stoppedBody}
          </MessageBarBody>
        </MessageBar>
      )}
      {problem !== null && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody className={styles.words}>
            <MessageBarTitle>{t.mirror.problem}</MessageBarTitle>
            {ours[problem.code] ?? problem.remedy ?? ''} {t.mirror.tells(problem.reason)}
          </MessageBarBody>
        </MessageBar>
      )}
      {problem === null && rows.refused > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody className={styles.words}>
            <MessageBarTitle>{t.mirror.refused(rows.refused, format.number(rows.refused))}</MessageBarTitle>
            {t.mirror.refusedBody} {t.mirror.tells(rows.reason ?? '')}
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  )
}

/** Nothing while all rows are written, or none can be. */
function Progress({ mirror, people }: { mirror: Mirror; people: number | null }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const { isOn, problem, checkedAt, rows } = mirror
  const isFirst = checkedAt === null
  if (!isOn || problem !== null || (rows.waiting === 0 && !isFirst)) return null
  const all = Math.max(1, rows.waiting, people ?? 0)
  return (
    <div className={styles.progress}>
      <Field label={t.mirror.filling} validationState="none">
        <ProgressBar
          thickness="large"
          {...(rows.waiting === 0 || people === null ? {} : { value: (all - rows.waiting) / all })}
        />
      </Field>
      <Text role="status">
        {rows.waiting === 0
          ? t.mirror.comparing
          : t.mirror.waiting(rows.waiting, format.number(rows.waiting), format.number(people ?? 0))}
      </Text>
      <Text size={200} className={styles.quiet}>
        {t.mirror.goesOn}
      </Text>
    </div>
  )
}

function MirrorFacts({ mirror }: { mirror: Mirror }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const { listName, listUrl, writtenAt, checkedAt, isChecking, drift, isOn, problem, rows } = mirror
  const isInStep = isOn && problem === null && checkedAt !== null && rows.waiting + rows.refused === 0
  const timeOf = (at: Date | null) => (at === null ? capitalised(t.mirror.notYet) : format.moment(at))
  return (
    <Facts>
      <Fact term={t.mirror.list}>
        {`${listName} · `}
        <Link href={listUrl} target="_blank" rel="noreferrer" inline>
          {t.mirror.open} <Open16Regular aria-hidden className={styles.icon} />
        </Link>
      </Fact>
      {isInStep && <Fact term={t.mirror.state}>{t.mirror.inStep}</Fact>}
      <Fact term={t.mirror.writtenAt}>{timeOf(writtenAt)}</Fact>
      <Fact term={t.mirror.checkedAt}>
        {isChecking ? capitalised(t.mirror.isChecking) : timeOf(checkedAt)}
      </Fact>
      {drift !== null && (
        <Fact term={t.mirror.drift}>
          <DriftWords drift={drift} />
        </Fact>
      )}
      <Fact term={t.mirror.leavers}>{t.mirror.leaver[mirror.leavers]}</Fact>
      <Fact term={t.mirror.tokens}>{mirror.withToken ? t.mirror.tokensShown : t.mirror.tokensLeftOut}</Fact>
    </Facts>
  )
}

/** "2 rows edited and 1 row deleted; all of it has been put right." */
function DriftWords({ drift }: { drift: NonNullable<Mirror['drift']> }) {
  const { t, format } = useTexts()
  const { foreign } = drift
  const kinds = ['edited', 'deleted', 'doubled'] as const
  const mended = kinds.flatMap(kind =>
    drift[kind] === 0 ? [] : [t.mirror[kind](drift[kind], format.number(drift[kind]))],
  )
  const sentences = [
    ...(mended.length === 0 ? [] : [t.mirror.putRight(format.list(mended))]),
    ...(foreign === 0 ? [] : [t.mirror.foreign(foreign, format.number(foreign))]),
  ]
  return <>{sentences.length === 0 ? t.mirror.driftNone : sentences.join(' ')}</>
}
