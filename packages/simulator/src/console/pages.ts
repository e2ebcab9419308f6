/** The console's pages: each turns what a view has read into markup. */
import { html } from 'hono/html'
import type { MethodKind } from '../world/types.ts'
import {
  type Markup,
  renderCount,
  renderPager,
  renderRegistration,
  renderSearch,
  renderTable,
  renderTime,
} from './layout.ts'
import type * as views from './views.ts'

type View<F extends (...given: never[]) => unknown> = NonNullable<ReturnType<F>>

/** The methods that can be registered by hand; the others come about in ways that a console should not offer. */
export const registrableKinds = [
  'microsoftAuthenticator',
  'phone',
  'softwareOath',
  'fido2',
  'windowsHelloForBusiness',
  'platformCredential',
  'external',
  'email',
] as const satisfies readonly MethodKind[]

const kindLabels: Record<MethodKind, string> = {
  password: 'Password',
  email: 'E-mail address',
  temporaryAccessPass: 'Temporary Access Pass',
  phone: 'Phone',
  microsoftAuthenticator: 'Microsoft Authenticator',
  softwareOath: 'Authenticator app code',
  external: 'External provider',
  fido2: 'Passkey or security key',
  windowsHelloForBusiness: 'Windows Hello for Business',
  platformCredential: 'Platform credential',
  qrCodePin: 'QR code and PIN',
}

export function renderOverview(view: View<typeof views.readOverview>): Markup {
  const { people, mails, links } = view
  const percent = (count: number) => (people.total === 0 ? 0 : (100 * count) / people.total)
  return html`<h1>${renderCount(people.registered)} of ${renderCount(people.total)} people are registered</h1>
<p class="lead">What is really so in this tenant, whatever the program under test believes. Tenant ${view.tenantId}.</p>
<div class="share" role="img" aria-label="${percent(people.registered).toFixed(0)} % registered, ${percent(people.phoneOnly).toFixed(0)} % phone only">
<span class="registered" style="width:${percent(people.registered)}%"></span><span class="phoneOnly" style="width:${percent(people.phoneOnly)}%"></span></div>
<p class="legend"><span>${renderRegistration('registered')} ${renderCount(people.registered)}</span>
<span>${renderRegistration('phoneOnly')} ${renderCount(people.phoneOnly)}</span>
<span>${renderRegistration('none')} ${renderCount(people.none)}</span>
<span>${renderCount(people.guests)} guests</span><span>${renderCount(people.disabled)} disabled</span>
<span>${renderCount(people.withoutMailbox)} without mailbox</span></p>
<ul class="cards">${cards([
    [mails.delivered, 'mails delivered'],
    [links.openedByPeople, 'links opened by people'],
    [links.postedByPeople, 'confirmed by people'],
    [links.openedByScanners, 'links opened by scanners'],
    [links.postedByScanners, 'posted by scanners'],
    [links.broken, 'broken links met'],
    [mails.undeliverable, 'mails undeliverable'],
  ])}</ul>
<h2>Groups</h2>${renderGroupTable(view.groups)}
<h2>What just happened</h2>${renderHappenings(view.recent, 'named')}`
}

export function renderPeople(view: View<typeof views.readPeople>): Markup {
  return html`<h1>People</h1><p class="lead">${renderCount(view.total)} ${view.search ? 'found' : 'in this tenant'}.</p>
${renderSearch('/people', view.search, 'Name, address or department')}
${renderTable(['Name', 'Address', 'Department', 'State'], view.items.map(toPersonRow))}
${renderPager('/people', view)}`
}

export function renderPerson(view: View<typeof views.readPerson>, temperament: string | null): Markup {
  const facts: [string, Markup | string | null][] = [
    ['User principal name', view.userPrincipalName],
    ['Mail', view.mail ? html`<a href="${inboxPath(view.mail)}">${view.mail}</a>` : 'no mailbox'],
    ['Manager', view.manager ? personLink(view.manager) : 'nobody'],
    ['Job', [view.jobTitle, view.department, view.officeLocation].filter(Boolean).join(', ') || null],
    ['Language', [view.preferredLanguage, view.usageLocation].filter(Boolean).join(', ') || null],
    ['Object id', view.id],
    ['Temperament', temperament],
  ]
  const shown = facts.filter(([, value]) => value !== null)
  return html`<h1>${view.displayName}</h1><p class="lead">${personPills(view)}</p>
<dl>${shown.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
<h2>Methods</h2>${renderMethods(view)}
<h2>Groups</h2>${renderGroupTable(view.groups)}
<h2>Mails</h2>${renderMailTable(view.mails)}
<h2>What happened</h2>${renderHappenings(view.happenings, 'alone')}`
}

function renderMethods(view: View<typeof views.readPerson>): Markup {
  const rows = view.methods.map(method => [
    kindLabels[method.kind],
    html`<span class="soft">${describeMethod(method.properties)}</span>`,
    renderTime(method.createdAt),
    method.kind === 'password'
      ? ''
      : html`<form method="post" action="/people/${view.id}/methods/${method.id}/delete"><button class="quiet">Delete</button></form>`,
  ])
  const kinds = registrableKinds.map(kind => html`<option value="${kind}">${kindLabels[kind]}</option>`)
  return html`${renderTable(['Kind', '', 'Since', ''], rows)}
<form class="row" method="post" action="/people/${view.id}/methods"><select name="kind" aria-label="Kind of method">${kinds}</select>
<button>Register a method for this person</button></form>`
}

function describeMethod(properties: Record<string, unknown>): string {
  const shown = properties.phoneNumber ?? properties.displayName ?? properties.emailAddress ?? ''
  return String(shown)
}

export function renderInboxes(view: View<typeof views.readInboxes>): Markup {
  const rows = view.items.map(inbox => [
    html`<span><a href="${inboxPath(inbox.address)}">${inbox.name}</a><br><span class="soft">${inbox.address}</span></span>`,
    inbox.latest
      ? html`<a href="${inboxPath(inbox.address)}/${inbox.latest.number}">${inbox.latest.subject}</a>`
      : '',
    renderCount(inbox.mails),
    inbox.latest ? renderTime(inbox.latest.acceptedAt) : '',
  ])
  return html`<h1>Inboxes</h1><p class="lead">Everybody who has received something: ${renderCount(view.total)}. Open a mail
and follow its link to play its recipient.</p>
${renderSearch('/inboxes', view.search, 'Name, address or latest subject')}
${renderTable(['Inbox', 'Latest mail', 'Mails', 'Arrived'], rows)}${renderPager('/inboxes', view)}`
}

export function renderInbox(view: View<typeof views.readInbox>): Markup {
  const owner = view.userId
    ? html`<a href="/people/${view.userId}">${view.name}</a>`
    : 'a mailbox without a person'
  return html`<h1>${view.address}</h1><p class="lead">${owner} · ${renderCount(view.total)} mails</p>
${renderMailTable(view.items)}${renderPager(inboxPath(view.address), view)}`
}

export function renderMail(view: View<typeof views.readMail>): Markup {
  const headers = Object.entries(view.headers).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)
  return html`<h1>${view.subject || '(no subject)'}</h1>
<p class="lead">from ${view.from} to <a href="${inboxPath(view.to)}">${view.to}</a><br>${renderTime(view.acceptedAt)} · via ${view.via === 'graph' ? 'Graph' : 'SMTP'}</p>
${renderBody(view)}
<details><summary>Headers</summary><dl>${headers}</dl></details>`
}

/** The mail runs no script and sees nothing of the console; its links open in a tab of their own. */
function renderBody(mail: View<typeof views.readMail>): Markup {
  const text =
    mail.text === null ? '' : html`<details><summary>Plain text</summary><pre>${mail.text}</pre></details>`
  if (mail.html !== null) {
    return html`<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${withBlankTarget(mail.html)}"></iframe>${text}`
  }
  if (mail.text !== null) return html`<pre>${mail.text}</pre>`
  const links = (mail.links ?? []).map(
    link => html`<li><a href="${link}" target="_blank" rel="noreferrer">${link}</a></li>`,
  )
  return html`<p class="empty">The body of so old a mail is no longer kept; these were its links.</p><ul>${links}</ul>`
}

/** Before the doctype a base element would put the mail into quirks mode, so it goes into the head when there is one. */
function withBlankTarget(mailHtml: string): string {
  const base = '<base target="_blank">'
  return /<head\b[^>]*>/i.test(mailHtml)
    ? mailHtml.replace(/<head\b[^>]*>/i, head => head + base)
    : base + mailHtml
}

export function renderGroups(view: View<typeof views.readGroups>): Markup {
  return html`<h1>Groups</h1><p class="lead">Members as they are now; Graph shows changes a little later.</p>${renderGroupTable(view.groups)}`
}

export function renderGroup(view: View<typeof views.readGroup>): Markup {
  const path = `/groups/${view.id}`
  const rows = view.items.map(member => [...toPersonRow(member), renderTime(member.addedAt)])
  const rule = view.membershipRule ? html`, members by rule <code>${view.membershipRule}</code>` : ''
  return html`<h1>${view.displayName}</h1>
<p class="lead">${renderCount(view.members)} members, ${view.kind}${rule} · ${view.id}</p>
${renderSearch(path, view.search, 'Name, address or department')}
${renderTable(['Name', 'Address', 'Department', 'State', 'Added'], rows)}${renderPager(path, view)}`
}

export function renderAudit(view: View<typeof views.readAudit>): Markup {
  const rows = view.items.map(line => [
    renderTime(line.activityAt),
    line.activityDisplayName,
    html`<span class="pill ${line.result}">${line.result}</span>`,
    line.targetUserId ? html`<a href="/people/${line.targetUserId}">${line.who}</a>` : '',
    html`<span class="soft">${line.resultReason}</span>`,
    line.visible ? 'in Graph' : html`<span class="pill waiting">not in Graph yet</span>`,
  ])
  return html`<h1>Audit log</h1><p class="lead">${renderCount(view.total)} records, newest first. Through Graph they show
some minutes later and out of order.</p>
${renderSearch('/audit', view.search, 'Activity, person or reason')}
${renderTable(['When', 'Activity', 'Result', 'Person', 'Reason', 'Seen'], rows)}${renderPager('/audit', view)}`
}

export function renderNotFound(): Markup {
  return html`<h1>Not in this tenant</h1><p class="lead">There is no such page, person, mail or group. <a href="/">Back to the overview</a></p>`
}

function cards(counts: readonly [number, string][]): Markup[] {
  return counts.map(([count, label]) => html`<li><b>${renderCount(count)}</b>${label}</li>`)
}

function toPersonRow(person: views.PersonLine): Markup[] {
  return [
    personLink(person),
    html`<span class="soft">${person.mail ?? person.userPrincipalName}</span>`,
    html`${person.department ?? ''}`,
    personPills(person),
  ]
}

function personLink(person: views.PersonLine): Markup {
  return html`<a href="/people/${person.id}">${person.displayName}</a>`
}

function personPills(person: views.PersonLine): Markup {
  const guest = person.userType === 'Guest' ? html` <span class="pill">guest</span>` : ''
  const disabled = person.accountEnabled ? '' : html` <span class="pill">disabled</span>`
  return html`<span>${renderRegistration(person.registration)}${guest}${disabled}</span>`
}

function renderGroupTable(groups: readonly views.GroupLine[]): Markup {
  const rows = groups.map(group => [
    html`<a href="/groups/${group.id}">${group.displayName}</a>`,
    renderCount(group.members),
    html`<span class="soft">${group.kind}</span>`,
  ])
  return renderTable(['Group', 'Members', 'Membership'], rows)
}

function renderMailTable(mails: readonly views.MailLine[]): Markup {
  const rows = mails.map(mail => [
    html`<a href="${inboxPath(mail.to)}/${mail.number}">${mail.subject || '(no subject)'}</a>`,
    html`<span class="soft">${mail.from}</span>`,
    renderTime(mail.acceptedAt),
  ])
  return renderTable(['Subject', 'From', 'Arrived'], rows)
}

const happeningLabels: Record<views.HappeningLine['kind'], string> = {
  mailDelivered: 'mail arrived',
  mailUndeliverable: 'mail undeliverable',
  linkOpened: 'link opened',
  linkPosted: 'link confirmed',
  linkBroken: 'link broken',
  methodRegistered: 'method registered',
  methodDeleted: 'method deleted',
  memberAdded: 'joined group',
  memberRemoved: 'left group',
  registrationCancelled: 'registration cancelled',
}

/** `alone`: all of one person, whose name need not be repeated. */
function renderHappenings(lines: readonly views.HappeningLine[], whose: 'alone' | 'named'): Markup {
  const rows = lines.map(line => {
    const who = line.userId ? html`<a href="/people/${line.userId}">${line.who}</a>` : ''
    const detail = html`<span class="soft">${line.detail}</span>`
    const what = [renderTime(line.at), html`${happeningLabels[line.kind]}`]
    return whose === 'alone' ? [...what, detail] : [...what, who, detail]
  })
  return renderTable(whose === 'alone' ? ['When', 'What', ''] : ['When', 'What', 'Who', ''], rows)
}

function inboxPath(address: string): string {
  return `/inboxes/${encodeURIComponent(address)}`
}
