/** The pages that a person sees who signs in to the simulated tenant: plain HTML that says what it is. */

import { html, raw } from 'hono/html'
import type { App, User } from '../world/types.ts'

export interface PeoplePage {
  tenant: string
  /** Stands for the application's request. */
  flow: string
  app: App
  people: readonly User[]
}

/** Everybody who may be chosen, with a button each; a toy tenant asks for no password. */
export function renderPeoplePage({ tenant, flow, app, people }: PeoplePage): string {
  const buttons = people.map(user => {
    const roles = app.appRoleAssignments.get(user.id)?.join(', ') ?? 'no role'
    return html`<li><button name="user" value="${user.id}"><strong>${user.displayName}</strong>
<span>${user.userPrincipalName}</span><span>${user.jobTitle ?? ''} · ${roles} in ${app.displayName}</span></button></li>`
  })
  return renderPage(
    'Pick an account',
    html`<p>to continue to <strong>${app.displayName}</strong></p>
<form method="post" action="/${tenant}/login"><input type="hidden" name="flow" value="${flow}">
<ul>${buttons}</ul><button class="quiet">Cancel</button></form>`,
  )
}

export function renderErrorPage(message: string): string {
  return renderPage("Sorry, but we're having trouble signing you in.", html`<p>${message}</p>`)
}

export function renderSignedOutPage(): string {
  return renderPage(
    'You signed out of your account',
    html`<p>It's a good idea to close all browser windows.</p>`,
  )
}

const style = `
:root{color-scheme:light dark}
body{margin:0;font:1rem/1.45 'Segoe UI',system-ui,sans-serif;background:Canvas;color:CanvasText}
main{max-width:28rem;margin:0 auto;padding:3rem 1.25rem}
h1{font-size:1.5rem;font-weight:600;margin:0 0 .5rem}
ul{list-style:none;padding:0;margin:1.5rem 0}
li+li{margin-top:.5rem}
button{font:inherit;width:100%;text-align:left;padding:.75rem 1rem;cursor:pointer}
button span{display:block;font-size:.875rem}
.quiet{width:auto}
footer{margin-top:2rem;font-size:.875rem}
`

function renderPage(title: string, body: ReturnType<typeof html>): string {
  return String(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · tenant in a box</title><style>${raw(style)}</style></head>
<body><main><h1>${title}</h1>${body}
<footer>The sign-in page of a simulated tenant. Nobody here is real, and no password is asked for.</footer></main></body></html>`)
}
