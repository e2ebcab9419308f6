/** The rule as it is being written, tried against the last days of the log; nothing is sent. */

import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components'
import { BeakerRegular } from '@fluentui/react-icons'
import { ApiProblem } from '@muster/contract/client'
import type { RequestOf } from '@muster/contract/route'
import type { Output, Routes } from '@muster/contract/routes'
import type { ToldCode } from '@muster/core/told-problems'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { tellFailure } from '../ui/failure-words.ts'
import { FigureField } from '../ui/figure-field.tsx'
import { figureOf } from '../ui/figures.ts'
import { Failed } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { Section } from './form-parts.tsx'
import { definitionOf, type RuleDraft, ruleBounds } from './rule-draft.ts'
import { tellReason, tellTestedAct } from './rule-words.ts'

type Tested = Output<'testRule'>
type Body = RequestOf<Routes['testRule']>['body']

/** A week holds a weekend and a Monday. */
const daysDefault = '7'
/** Enough to see what it would do; the rest comes when it is asked for. */
const peopleAtOnce = 15

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'start', gap: '12px' },
  // As far down as the field beside it, under which something may be said.
  test: { marginTop: '26px' },
  filter: {
    fontFamily: tokens.fontFamilyMonospace,
    overflowWrap: 'anywhere',
    fontSize: tokens.fontSizeBase200,
    display: 'block',
  },
  more: { justifySelf: 'start' },
})

interface TestSectionProps {
  tenantId: string
  /** Of the rule that is changed; null for a new one. */
  ruleId: string | null
  draft: RuleDraft
}

export function TestSection({ tenantId, ruleId, draft }: TestSectionProps) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const [days, setDays] = useState(daysDefault)
  const test = useMutation({ mutationFn: (body: Body) => api.testRule({ params: { tenantId }, body }) })
  const figure = figureOf(days, ruleBounds.daysTested)
  const definition = definitionOf(draft)
  const body: Body | null =
    figure === null || definition === null
      ? null
      : { days: figure, ...definition, ...(ruleId === null ? {} : { ruleId }) }
  const isOlder = test.data !== undefined && JSON.stringify(body) !== JSON.stringify(test.variables)
  const isBusy = isBusyLog(test.error)
  const busy = tellFailure(test.error, t, format)
  return (
    <Section title={t.ruleForm.testTitle}>
      <Text>{t.ruleForm.testLead}</Text>
      <div className={styles.row}>
        <FigureField
          label={t.ruleForm.testDays}
          text={days}
          bounds={ruleBounds.daysTested}
          onChange={setDays}
        />
        <Button
          className={styles.test}
          icon={test.isPending ? <Spinner size="tiny" /> : <BeakerRegular />}
          disabled={test.isPending || body === null}
          onClick={() => body !== null && test.mutate(body)}
        >
          {t.ruleForm.test}
        </Button>
      </div>
      <div role="status">
        {isBusy && (
          <MessageBar intent="warning">
            <MessageBarBody>
              <MessageBarTitle>{busy.title}</MessageBarTitle>
              {busy.body}
            </MessageBarBody>
          </MessageBar>
        )}
        {test.isError && !isBusy && <Failed error={test.error} />}
        {isOlder && (
          <MessageBar intent="warning">
            <MessageBarBody>{t.ruleForm.testOlder}</MessageBarBody>
          </MessageBar>
        )}
        {test.data !== undefined && <Result tested={test.data} />}
      </div>
    </Section>
  )
}

function Result({ tested }: { tested: Tested }) {
  const styles = useStyles()
  const table = useTableStyles()
  const { t, format } = useTexts()
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? tested.people : tested.people.slice(0, peopleAtOnce)
  const counts = [tested.events, tested.matched, tested.wouldAct].map(format.number)
  return (
    <>
      <Text weight="semibold">{t.ruleForm.tested(counts[0] ?? '', counts[1] ?? '', counts[2] ?? '')}</Text>
      {tested.isCut && <Text>{` ${t.ruleForm.cut}`}</Text>}
      {tested.isOverLimit && (
        <MessageBar intent="warning">
          <MessageBarBody>{t.ruleForm.overLimit(format.number(tested.perHourMost))}</MessageBarBody>
        </MessageBar>
      )}
      <details>
        <summary>{t.ruleForm.asked}</summary>
        {tested.filters.map(filter => (
          <code key={filter} className={styles.filter}>
            {filter}
          </code>
        ))}
      </details>
      {tested.people.length > 0 && (
        <TableFrame>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t.rules.who}</th>
                <th scope="col" className={table.wide}>
                  {t.rulePage.when}
                </th>
                <th scope="col">{t.ruleForm.verdict}</th>
                <th scope="col">{t.rulePage.acts}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(one => (
                <tr key={`${one.personId} ${one.at.getTime()} ${one.activity}`}>
                  <td>{one.displayName ?? t.rules.nobody}</td>
                  <td className={`${table.figure} ${table.wide}`}>{format.moment(one.at)}</td>
                  <td>
                    {t.ruleForm.verdicts[one.verdict]}
                    {one.reason !== null && (
                      <span className={table.quiet}>{` · ${tellReason(one.reason, t)}`}</span>
                    )}
                  </td>
                  <td className={table.quiet}>{one.acts.map(act => tellTestedAct(act, t)).join('; ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {shown.length < tested.people.length && (
        <Button className={styles.more} onClick={() => setWhole(true)}>
          {t.rulePage.more}
        </Button>
      )}
    </>
  )
}

/** A log that gives no answer just now is no failure of the rule. */
function isBusyLog(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false
  const { code } = error.body
  return code === ('logSilent' satisfies ToldCode) || code === ('logSilentUntil' satisfies ToldCode)
}
