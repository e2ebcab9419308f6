/** Starts the portal: styles with the page's nonce, the look, the language, the cache of answers, the routes. */

import { createDOMRenderer, RendererProvider } from '@fluentui/react-components'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './base.css'
import { createAnswers } from './answers.ts'
import { router } from './router.tsx'
import { TextsProvider } from './texts/use-texts.tsx'
import { LookProvider } from './ui/look.tsx'
import { NoticesProvider } from './ui/notices.tsx'

/** The service writes a fresh nonce into the page; without it the browser refuses every style that is made here. */
function readNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}

const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce: readNonce() } })
const answers = createAnswers()
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <RendererProvider renderer={renderer} targetDocument={document}>
      <TextsProvider>
        <LookProvider>
          <QueryClientProvider client={answers}>
            <NoticesProvider>
              <RouterProvider router={router} />
            </NoticesProvider>
          </QueryClientProvider>
        </LookProvider>
      </TextsProvider>
    </RendererProvider>
  </StrictMode>,
)
