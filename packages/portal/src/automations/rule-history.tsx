/** Whom an automation has met, newest first, and what became of each act, with another try where one is wanted. */

import { Button, Dropdown, makeStyles, Option, tokens } from '@fluentui/react-components'
import { ArrowRepeatAll16Regular, Checkmark16Regular, PersonRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { entryState } from '@muster/contract/shapes/rules'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useNotices } from '../ui/notices.tsx'
import { tellActOutcome } from '../ui/outcome-words.ts'
import { Card } from '../ui/page.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { useEntries } from './rule-queries.ts'
import { tellActOf, tellReason } from './rule-words.ts'

type Entry = Output<'listRuleEntries'>['items'][number]
type Act = Entry['acts'][number]

const useStyles = makeStyles({
  tools: { marginBottom: '12px', alignSelf: 'start', minWidth: 'min(100%, 260px)' },
  more: { marginTop: '14px', alignSelf: 'start' },
  acts: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: '4px' },
  act: { display: 'flex', flexWrap: 'wrap', gap: '4px 8px', alignItems: 'center' },
  bad: { color: tokens.colorPaletteRedForeground1 },
})

export function RuleHistory({ ruleId }: { ruleId: string }) {
  const styles = useStyles()
  const { t } = useTexts()
  const [state, setState] = useState<Entry['state'] | undefined>(undefined)
  const entries = useEntries(ruleId, state)
  const items = entries.data?.pages.flatMap(page => page.items)
  return (
    <Card title={t.rulePage.history}>
      <Dropdown
        className={styles.tools}
        aria-label={t.rules.state}
        value={state === undefined ? t.rulePage.anyState : t.entryState[state]}
        selectedOptions={[state ?? '']}
        onOptionSelect={(_, { optionValue }) => setState(entryState.options.find(one => one === optionValue))}
      >
        <Option value="">{t.rulePage.anyState}</Option>
        {entryState.options.map(one => (
          <Option key={one} value={one}>
            {t.entryState[one]}
          </Option>
        ))}
      </Dropdown>
      {entries.isError && items === undefined && (
        <Failed error={entries.error} onRetry={() => void entries.refetch()} />
      )}
      {items === undefined && !entries.isError && <Loading rows={5} height={28} />}
      {items?.length === 0 && (
        <Empty icon={<PersonRegular />} title={t.rulePage.noHistory}>
          {t.rulePage.noHistoryBody}
        </Empty>
      )}
      {items !== undefined && items.length > 0 && <EntryTable ruleId={ruleId} entries={items} />}
      {entries.hasNextPage && (
        <Button
          className={styles.more}
          disabled={entries.isFetchingNextPage}
          onClick={() => void entries.fetchNextPage()}
        >
          {t.rulePage.more}
        </Button>
      )}
    </Card>
  )
}

interface Asked {
  act: Act
  who: string
}

function EntryTable({ ruleId, entries }: { ruleId: string; entries: readonly Entry[] }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const [asked, setAsked] = useState<Asked | null>(null)
  const decide = useMutation({
    mutationFn: (about: { decision: 'again' | 'arrived'; actId: string }) =>
      api.decideActs({
        params: { ruleId },
        body: { decision: about.decision, actIds: [about.actId] },
      }),
    onSuccess({ changed }) {
      notices.tellDone(t.rulePage.decided(changed, format.number(changed)))
      void answers.invalidateQueries({ queryKey: ['rule', ruleId] })
      setAsked(null)
    },
    onError: notices.tellFailed,
  })
  return (
    <>
      <TableFrame>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.rules.who}</th>
              <th scope="col" className={table.wide}>
                {t.rulePage.what}
              </th>
              <th scope="col" className={table.wide}>
                {t.rulePage.when}
              </th>
              <th scope="col">{t.rules.state}</th>
              <th scope="col">{t.rulePage.commSent}</th>
              <th scope="col">{t.rulePage.acts}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(entry => (
              <EntryRow
                key={entry.entryId}
                entry={entry}
                isBusy={decide.isPending}
                onAgain={act => setAsked({ act, who: entry.displayName ?? t.rules.nobody })}
                onArrived={act => decide.mutate({ decision: 'arrived', actId: act.actId })}
              />
            ))}
          </tbody>
        </table>
      </TableFrame>
      <Confirm
        isOpen={asked !== null}
        title={asked === null ? '' : t.rulePage.againQuestion(tellActOf(asked.act, t), asked.who)}
        verb={t.rulePage.again}
        isBusy={decide.isPending}
        onConfirm={() => asked !== null && decide.mutate({ decision: 'again', actId: asked.act.actId })}
        onCancel={() => setAsked(null)}
      >
        {t.rulePage.againMeans}
      </Confirm>
    </>
  )
}

interface EntryRowProps {
  entry: Entry
  isBusy: boolean
  onAgain(act: Act): void
  onArrived(act: Act): void
}

function EntryRow({ entry, isBusy, onAgain, onArrived }: EntryRowProps) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  const reason = tellReason(entry.reason, t)
  return (
    <tr>
      <td>{entry.displayName ?? t.rules.nobody}</td>
      <td className={table.wide}>{entry.activity}</td>
      <td className={`${table.figure} ${table.wide}`}>{format.moment(entry.at)}</td>
      <td>
        <span className={table.figure}>{t.entryState[entry.state]}</span>
        {reason !== '' && <span className={table.quiet}>{` · ${reason}`}</span>}
      </td>
      <td className={table.figure}>{entry.commSentAt === null ? '' : format.moment(entry.commSentAt)}</td>
      <td>
        <Acts entry={entry} isBusy={isBusy} onAgain={onAgain} onArrived={onArrived} />
      </td>
    </tr>
  )
}

/** What was asked for once more stands for what came before it. */
function Acts({ entry, isBusy, onAgain, onArrived }: EntryRowProps) {
  const styles = useStyles()
  const table = useTableStyles()
  const { t, format } = useTexts()
  const may = useMay()
  const newest = entry.acts.filter(
    act =>
      !entry.acts.some(
        other => other.key === act.key && other.target === act.target && other.number > act.number,
      ),
  )
  const isSettled = (act: Act) => ['done', 'failed', 'skipped', 'uncertain'].includes(act.state)
  return (
    <ul className={styles.acts}>
      {newest.map(act => (
        <li key={act.actId} className={styles.act}>
          <span className={act.state === 'failed' || act.state === 'uncertain' ? styles.bad : undefined}>
            {`${tellActOf(act, t)}: ${t.actState[act.state]}`}
          </span>
          <span className={table.quiet}>
            {act.detail !== null && tellActOutcome({ ...act, detail: act.detail }, t)}
            {act.detail === null && act.settledAt !== null && format.moment(act.settledAt)}
          </span>
          {may('decideActs') && act.state === 'uncertain' && (
            <Button
              size="small"
              icon={<Checkmark16Regular />}
              disabled={isBusy}
              onClick={() => onArrived(act)}
            >
              {t.rulePage.arrived}
            </Button>
          )}
          {may('decideActs') && isSettled(act) && (
            <Button
              size="small"
              appearance="subtle"
              icon={<ArrowRepeatAll16Regular />}
              aria-label={t.rulePage.againQuestion(tellActOf(act, t), entry.displayName ?? t.rules.nobody)}
              onClick={() => onAgain(act)}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
