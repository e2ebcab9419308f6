/** A group of the rule's: found by its name, or by the object id that the rule holds already. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { type Group, GroupPicker } from '../tenants/group-picker.tsx'
import { useTexts } from '../texts/use-texts.tsx'

interface GroupChoiceProps {
  tenantId: string | undefined
  groupId: string
  /** Whether people are put into it. */
  isJoined: boolean
  onChange(groupId: string): void
}

export function GroupChoice({ tenantId, groupId, isJoined, onChange }: GroupChoiceProps) {
  const { t } = useTexts()
  const [chosen, setChosen] = useState<Group | null>(null)
  const known = useGroup(tenantId, chosen?.groupId === groupId ? '' : groupId)
  const unnamed: Group = { groupId, displayName: t.ruleForm.group, obstacle: null }
  const group = chosen?.groupId === groupId ? chosen : (known ?? unnamed)
  return (
    <GroupPicker
      tenantId={tenantId}
      group={groupId === '' ? null : group}
      label={t.ruleForm.group}
      hint={t.ruleForm.groupHint}
      isJoined={isJoined}
      onChange={next => {
        setChosen(next)
        onChange(next?.groupId ?? '')
      }}
    />
  )
}

/** What the directory calls it; null while it is not known. */
function useGroup(tenantId: string | undefined, groupId: string): Group | null {
  const found = useQuery({
    queryKey: ['tenant', tenantId, 'groups', groupId],
    queryFn: () => api.searchGroups({ params: { tenantId: tenantId ?? '' }, body: { text: groupId } }),
    enabled: tenantId !== undefined && groupId !== '',
    retry: false,
  })
  return found.data?.items.find(one => one.groupId === groupId) ?? null
}
