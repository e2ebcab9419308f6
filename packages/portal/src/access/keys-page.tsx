/** The API keys: which there are, making one (shown once) and making one worthless. */

import { Button, Field, Input, Radio, RadioGroup } from '@fluentui/react-components'
import { Add20Regular, KeyRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { keyRole } from '@muster/contract/shapes/access'
import { nameLengthMax } from '@muster/contract/shapes/common'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { readEveryPage } from '../ui/every-page.ts'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { useNotices } from '../ui/notices.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { useRefusals } from '../ui/refusals.ts'
import { ShownOnce } from '../ui/shown-once.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { Allowed } from './allowed.tsx'

type ApiKey = Output<'listApiKeys'>['items'][number]

export function KeysPage() {
  const { t } = useTexts()
  return (
    <Allowed to="listApiKeys" title={t.keys.title}>
      <Keys />
    </Allowed>
  )
}

function Keys() {
  const { t } = useTexts()
  const [isMaking, setMaking] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const keys = useQuery({
    queryKey: ['keys'],
    queryFn: () => readEveryPage(query => api.listApiKeys({ query })),
  })
  return (
    <Page
      title={t.keys.title}
      lead={t.keys.lead}
      actions={
        <Button appearance="primary" icon={<Add20Regular />} onClick={() => setMaking(true)}>
          {t.keys.make}
        </Button>
      }
    >
      <ShownOnce title={t.keys.once} secret={made} />
      <Cards layout="stack">
        <Card title={t.keys.all}>
          <Answered query={keys}>
            {items =>
              items.length === 0 ? (
                <Empty icon={<KeyRegular />} title={t.keys.none} />
              ) : (
                <KeyTable keys={items} />
              )
            }
          </Answered>
        </Card>
      </Cards>
      {isMaking && <NewKey onMade={setMade} onClose={() => setMaking(false)} />}
    </Page>
  )
}

function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const [asked, setAsked] = useState<ApiKey | null>(null)
  const revoke = useMutation({
    mutationFn: (keyId: string) => api.revokeApiKey({ params: { keyId } }),
    onSuccess() {
      notices.tellDone(t.keys.revoked)
      void answers.invalidateQueries({ queryKey: ['keys'] })
      setAsked(null)
    },
    onError: notices.tellFailed,
  })
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.keys.name}</th>
            <th scope="col">{t.keys.role}</th>
            <th scope="col" className={table.wide}>
              {t.keys.created}
            </th>
            <th scope="col" className={table.wide}>
              {t.keys.used}
            </th>
            <th scope="col">{t.keys.state}</th>
          </tr>
        </thead>
        <tbody>
          {keys.map(key => (
            <tr key={key.keyId}>
              <td className={table.strong}>{key.name}</td>
              <td>{t.role[key.role]}</td>
              <td className={`${table.figure} ${table.wide}`}>{format.moment(key.createdAt)}</td>
              <td className={`${table.figure} ${table.wide}`}>
                {key.lastUsedAt === null ? t.keys.never : format.moment(key.lastUsedAt)}
              </td>
              <td>
                {key.revokedAt === null ? (
                  <Button size="small" onClick={() => setAsked(key)} aria-label={t.keys.revokeOne(key.name)}>
                    {t.keys.revoke}
                  </Button>
                ) : (
                  t.keys.revokedAt(format.day(key.revokedAt))
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Confirm
        isOpen={asked !== null}
        title={t.keys.revokeOne(asked?.name ?? '')}
        verb={t.keys.revoke}
        isBusy={revoke.isPending}
        onConfirm={() => asked !== null && revoke.mutate(asked.keyId)}
        onCancel={() => setAsked(null)}
      >
        {t.keys.revokeMeans}
      </Confirm>
    </TableFrame>
  )
}

function NewKey({ onMade, onClose }: { onMade(key: string): void; onClose(): void }) {
  const { t } = useTexts()
  const refusals = useRefusals(['name', 'role'])
  const answers = useQueryClient()
  const [name, setName] = useState('')
  const limit = useLimitWords()
  const [role, setRole] = useState<ApiKey['role']>('viewer')
  const make = useMutation({
    mutationFn: () => api.createApiKey({ body: { name, role } }),
    onSuccess({ key }) {
      onMade(key)
      void answers.invalidateQueries({ queryKey: ['keys'] })
      onClose()
    },
    onMutate: refusals.forget,
    onError: refusals.tell,
  })
  return (
    <FormDialog
      title={t.keys.make}
      verb={t.keys.makeVerb}
      isBusy={make.isPending}
      isBlocked={name.trim() === ''}
      onSubmit={() => make.mutate()}
      onClose={onClose}
    >
      <Field
        label={t.keys.name}
        hint={t.keys.nameHint}
        required
        {...limit(name, nameLengthMax)}
        {...refusals.at('name')}
      >
        <Input value={name} maxLength={nameLengthMax} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Field label={t.keys.role} {...refusals.at('role')}>
        <RadioGroup
          value={role}
          onChange={(_, { value }) => setRole(keyRole.options.find(one => one === value) ?? role)}
        >
          {keyRole.options.map(one => (
            <Radio key={one} value={one} label={t.roleMeaning[one]} />
          ))}
        </RadioGroup>
      </Field>
    </FormDialog>
  )
}
