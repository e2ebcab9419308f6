/** Somebody else changed what is being written: who and when, with everything typed still there. */

import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components'
import { ApiProblem } from '@muster/contract/client'
import type { ToldCode } from '@muster/core/told-problems'
import { useEffect, useRef } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { tellFailure } from './failure-words.ts'

const codes: ReadonlySet<string> = new Set<ToldCode>([
  'brandingChanged',
  'ruleChanged',
  'ruleChangedBy',
  'templateChanged',
  'templateChangedBy',
])

/** Whether it is not any more what the form began with. */
export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof ApiProblem && codes.has(error.body.code ?? '')
}

interface ChangedMeanwhileProps {
  error: unknown
  isBusy: boolean
  onLoad(): void
  onOverwrite(): void
}

export function ChangedMeanwhile({ error, isBusy, onLoad, onOverwrite }: ChangedMeanwhileProps) {
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
          <MessageBarTitle>{tellFailure(error, t, format).title}</MessageBarTitle>
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
