/** The dead-letter list of a tenant: acts that were given up, or whose fate is unknown; those given up may be done again. */

import { Button, makeStyles, Text } from '@fluentui/react-components'
import { ArrowRepeatAll20Regular, CheckmarkCircleRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { decideActsMax } from '@muster/contract/shapes/rules'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { TextLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'
import { tellActOutcome } from '../ui/outcome-words.ts'
import { Card } from '../ui/page.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { useFailedActs } from './rule-queries.ts'
import { tellActOf } from './rule-words.ts'

type FailedAct = Output<'listFailedActs'>['items'][number]

const useStyles = makeStyles({
  foot: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: '14px' },
})

export function FailedActs({ tenantId }: { tenantId: string | undefined }) {
  const styles = useStyles()
  const table = useTableStyles()
  const { t } = useTexts()
  const may = useMay()
  const failed = useFailedActs(tenantId)
  const acts = failed.data?.pages.flatMap(page => page.items)
  return (
    <Card title={t.rules.failedTitle}>
      {acts === undefined &&
        (failed.isError ? (
          <Failed error={failed.error} onRetry={() => void failed.refetch()} />
        ) : (
          <Loading rows={3} />
        ))}
      {acts?.length === 0 && <Empty icon={<CheckmarkCircleRegular />} title={t.rules.failedNone} />}
      {acts !== undefined && acts.length > 0 && (
        <>
          <Text className={table.quiet}>
            {`${t.rules.failedLead} ${may('decideActs') ? t.rules.failedDecide : t.rules.failedMayNot}`}
          </Text>
          <FailedTable acts={acts} />
          <div className={styles.foot}>
            <DoAgain
              tenantId={tenantId}
              acts={acts.filter(act => act.state === 'failed').slice(0, decideActsMax)}
            />
            {failed.hasNextPage && (
              <Button disabled={failed.isFetchingNextPage} onClick={() => void failed.fetchNextPage()}>
                {t.rulePage.more}
              </Button>
            )}
          </div>
        </>
      )}
    </Card>
  )
}

/** Of acts whose fate is unknown each is a question of its own, and asked on the page of its automation. */
function DoAgain({ tenantId, acts }: { tenantId: string | undefined; acts: readonly FailedAct[] }) {
  const { t, format } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const may = useMay()
  const [isAsked, setAsked] = useState(false)
  const again = useMutation({
    async mutationFn() {
      let changed = 0
      for (const [ruleId, ofRule] of Map.groupBy(acts, act => act.ruleId)) {
        const body = { decision: 'again' as const, actIds: ofRule.map(act => act.actId) }
        changed += (await api.decideActs({ params: { ruleId }, body })).changed
      }
      return changed
    },
    onSuccess: changed => notices.tellDone(t.rulePage.decided(changed, format.number(changed))),
    onError: notices.tellFailed,
    // Also when only some of them were taken.
    onSettled() {
      setAsked(false)
      void answers.invalidateQueries({ queryKey: ['failed acts', tenantId] })
      void answers.invalidateQueries({ queryKey: ['rules', tenantId] })
    },
  })
  if (acts.length === 0 || !may('decideActs')) return null
  const count = format.number(acts.length)
  return (
    <>
      <Button icon={<ArrowRepeatAll20Regular />} onClick={() => setAsked(true)}>
        {t.rules.allAgain(acts.length, count)}
      </Button>
      <Confirm
        isOpen={isAsked}
        title={t.rules.allAgainQuestion(acts.length, count)}
        verb={t.rulePage.again}
        isBusy={again.isPending}
        onConfirm={() => again.mutate()}
        onCancel={() => setAsked(false)}
      >
        {t.rules.allAgainMeans}
      </Confirm>
    </>
  )
}

function FailedTable({ acts }: { acts: readonly FailedAct[] }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.rules.rule}</th>
            <th scope="col">{t.rules.who}</th>
            <th scope="col">{t.rules.act}</th>
            <th scope="col">{t.rules.why}</th>
            <th scope="col" data-end className={table.wide}>
              {t.rules.tries}
            </th>
          </tr>
        </thead>
        <tbody>
          {acts.map(act => (
            <tr key={act.actId}>
              <td>
                <TextLink to="/automations/$ruleId" params={{ ruleId: act.ruleId }}>
                  {act.ruleName}
                </TextLink>
              </td>
              <td>{act.displayName ?? t.rules.nobody}</td>
              <td>{tellActOf(act, t)}</td>
              <td>
                {t.actState[act.state]}
                {act.detail !== null && (
                  <span
                    className={table.quiet}
                  >{` · ${tellActOutcome({ ...act, detail: act.detail }, t)}`}</span>
                )}
              </td>
              <td className={`${table.figure} ${table.wide}`} data-end>
                {format.number(act.attempts)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}
