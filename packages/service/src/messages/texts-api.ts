/** Everything that the API knows of texts: templates, their sets, test mails, and mails as they were sent. */

import type { Handlers } from '@muster/contract/routes'
import { createTemplateHandlers, type TemplateHandlersOptions } from './own-templates.ts'
import { createSentMailHandlers } from './sent-mail.ts'
import { createTestMailHandlers } from './test-mails.ts'
import { createTextSetHandlers } from './text-sets.ts'

type TextsHandlers = Pick<
  Handlers,
  | 'listTextSets'
  | 'createTextSet'
  | 'removeTextSet'
  | 'templateOverview'
  | 'getTemplate'
  | 'saveTemplate'
  | 'revertTemplate'
  | 'previewTemplate'
  | 'sendTestMail'
  | 'getTestMail'
  | 'showMail'
>

export function createTextsHandlers(options: TemplateHandlersOptions & { nudge(): void }): TextsHandlers {
  return {
    ...createTextSetHandlers(options),
    ...createTemplateHandlers(options),
    ...createTestMailHandlers(options),
    ...createSentMailHandlers(options),
  }
}
