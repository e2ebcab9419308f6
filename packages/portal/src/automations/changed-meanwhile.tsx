/** Somebody else changed the automation while it was being written: who and when, with everything typed still there. */

import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components'
import { ApiProblem } from '@muster/contract/client'
import { useEffect, useRef } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { tellChange } from './rule-failure-words.ts'

/** What the service said of a rule that is not any more what the form began with; null for any other failure. */
export function changedMeanwhile(error: unknown): string | null {
  if (!(error instanceof ApiProblem)) return null
  const { status, where, detail } = error.body
  return status === 409 && where === 'version' ? detail : null
}

interface ChangedMeanwhileProps {
  detail: string
  isBusy: boolean
  onLoad(): void
  onOverwrite(): void
}

export function ChangedMeanwhile({ detail, isBusy, onLoad, onOverwrite }: ChangedMeanwhileProps) {
  const { t, format } = useTexts()
  // On a phone it opens below what is in sight.
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    bar.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={bar}>
      <MessageBar intent="warning" layout="multiline" role="alert">
        <MessageBarBody>
          <MessageBarTitle>{tellChange(detail, t, format.moment)}</MessageBarTitle>
          {t.ruleForm.meanwhile}
        </MessageBarBody>
        <MessageBarActions>
          <Button disabled={isBusy} onClick={onLoad}>
            {t.ruleForm.loadAgain}
          </Button>
          <Button disabled={isBusy} onClick={onOverwrite}>
            {t.ruleForm.overwrite}
          </Button>
        </MessageBarActions>
      </MessageBar>
    </div>
  )
}
