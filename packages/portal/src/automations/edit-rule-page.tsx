/** Changing an automation; whoever is on its list stays there, and nobody is acted on twice. */

import type { Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { Allowed } from '../access/allowed.tsx'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { ChangedMeanwhile, isChangedMeanwhile } from '../ui/changed-meanwhile.tsx'
import { TextLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Page } from '../ui/page.tsx'
import { Answered } from '../ui/states.tsx'
import { definitionOf, draftOfRule } from './rule-draft.ts'
import { RuleForm } from './rule-form.tsx'
import { useRule } from './rule-queries.ts'
import { SecretsBeforeRule } from './rule-secrets.tsx'

type Rule = Output<'getRule'>

const route = getRouteApi('/automations/$ruleId/edit')

export function EditRulePage() {
  const { t } = useTexts()
  const { ruleId } = route.useParams()
  const rule = useRule(ruleId)
  const title = rule.data === undefined ? t.rules.title : t.ruleForm.editTitle(rule.data.name)
  return (
    <Allowed to="updateRule" title={title}>
      <Page
        title={title}
        above={
          <TextLink to="/automations/$ruleId" params={{ ruleId }}>
            {rule.data?.name ?? t.rules.title}
          </TextLink>
        }
      >
        <Answered query={rule}>{one => <Edit rule={one} />}</Answered>
      </Page>
    </Allowed>
  )
}

function Edit({ rule }: { rule: Rule }) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const navigate = route.useNavigate()
  const { ruleId, tenantId } = rule
  // As it was when the page was opened: what the service tells meanwhile must not change what is being typed.
  const [begun, setBegun] = useState(rule.version)
  const [draft, setDraft] = useState(() => draftOfRule(rule))
  const save = useMutation({
    mutationFn: (version: string) => {
      const { name, senderIds } = draft
      return api.updateRule({
        params: { ruleId },
        body: { name, senderIds, ...definitionOf(draft), version },
      })
    },
    onSuccess({ secrets }) {
      notices.tellDone(t.ruleForm.saved)
      void answers.invalidateQueries()
      // Secrets are shown before the page that cannot show them any more.
      if (secrets.length === 0) void navigate({ to: '/automations/$ruleId', params: { ruleId } })
    },
    onError: error => isChangedMeanwhile(error) || notices.tellFailed(error),
  })
  const readAgain = useMutation({
    mutationFn: () => api.getRule({ params: { ruleId } }),
    onError: notices.tellFailed,
  })
  const loadAgain = async () => {
    const now = await readAgain.mutateAsync()
    setDraft(draftOfRule(now))
    setBegun(now.version)
    save.reset()
  }
  const overwrite = async () => {
    const now = await readAgain.mutateAsync()
    save.mutate(now.version)
  }
  const isBusy = save.isPending || readAgain.isPending
  const secrets = save.data?.secrets ?? []
  if (secrets.length > 0) {
    return <SecretsBeforeRule ruleId={ruleId} name={rule.name} secrets={secrets} />
  }
  return (
    <RuleForm
      key={begun}
      tenantId={tenantId}
      ruleId={ruleId}
      draft={draft}
      verb={t.ruleForm.save}
      isBusy={isBusy}
      onChange={setDraft}
      onSave={() => save.mutate(begun)}
    >
      {isChangedMeanwhile(save.error) && (
        <ChangedMeanwhile
          error={save.error}
          isBusy={isBusy}
          onLoad={() => void loadAgain().catch(() => undefined)}
          onOverwrite={() => void overwrite().catch(() => undefined)}
        />
      )}
    </RuleForm>
  )
}
