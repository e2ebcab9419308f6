/** The sessions that are open at the moment, and ending one. */

import { Button, Text } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Answered } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { Unseen } from '../ui/unseen.tsx'
import { type Session, useOpenSessions } from './account-queries.ts'
import { useMe } from './me.ts'

export function OpenSessions() {
  const { t } = useTexts()
  const sessions = useOpenSessions()
  const notices = useNotices()
  const answers = useQueryClient()
  const [asked, setAsked] = useState<Session | null>(null)
  const end = useMutation({
    mutationFn: (sessionId: string) => api.endSession({ params: { sessionId } }),
    onSuccess() {
      notices.tellDone(t.accounts.ended(1))
      void answers.invalidateQueries({ queryKey: ['sessions'] })
      void answers.invalidateQueries({ queryKey: ['accounts'] })
      setAsked(null)
    },
    onError: notices.tellFailed,
  })
  return (
    <>
      <Answered query={sessions}>
        {items =>
          items.length === 0 ? (
            <Text>{t.accounts.noSessions}</Text>
          ) : (
            <SessionTable sessions={items} onEnd={setAsked} />
          )
        }
      </Answered>
      <Confirm
        isOpen={asked !== null}
        title={t.accounts.endOf(asked?.name ?? '')}
        verb={t.accounts.end}
        isBusy={end.isPending}
        onConfirm={() => asked !== null && end.mutate(asked.sessionId)}
        onCancel={() => setAsked(null)}
      >
        {t.accounts.endMeans}
      </Confirm>
    </>
  )
}

interface SessionTableProps {
  sessions: readonly Session[]
  onEnd(session: Session): void
}

function SessionTable({ sessions, onEnd }: SessionTableProps) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  const own = useMe()?.session?.sessionId
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.accounts.name}</th>
            <th scope="col">{t.accounts.role}</th>
            <th scope="col" className={table.wide}>
              {t.accounts.since}
            </th>
            <th scope="col">{t.accounts.used}</th>
            <th scope="col" className={table.wide}>
              {t.accounts.until}
            </th>
            <th scope="col">
              <Unseen>{t.accounts.end}</Unseen>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(session => (
            <tr key={session.sessionId}>
              <td>
                <Text weight="semibold">{session.name}</Text>
                {session.sessionId === own && (
                  <Text size={200} block className={table.quiet}>
                    {t.accounts.thisOne}
                  </Text>
                )}
              </td>
              <td>{t.role[session.role]}</td>
              <td className={`${table.figure} ${table.wide}`}>{format.moment(session.startedAt)}</td>
              <td className={table.figure}>{format.moment(session.lastUsedAt)}</td>
              <td className={`${table.figure} ${table.wide}`}>{format.moment(session.endsAt)}</td>
              <td data-end>
                <Button
                  size="small"
                  aria-label={`${t.accounts.end}: ${session.name}`}
                  onClick={() => onEnd(session)}
                >
                  {t.accounts.end}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}
