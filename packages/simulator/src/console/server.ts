/** The console: a listener on loopback to look into a simulated tenant, and to play one of its people by hand. */
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { Temperament } from '../humans/temperaments.ts'
import { drawMethodProperties } from '../seeds/methods.ts'
import type { World } from '../world/types.ts'
import { type Markup, type PageFrame, renderPage } from './layout.ts'
import * as lists from './lists.ts'
import * as pages from './pages.ts'
import * as views from './views.ts'

export interface ConsoleOptions {
  world: World
  /** 0 or left out: any free one. */
  port?: number
  /** Shown on a person's page. */
  temperamentOf?: (userId: string) => Temperament
}

export interface Console {
  /** `http://127.0.0.1:<port>` */
  url: string
  close(): Promise<void>
}

/** Opens the console on 127.0.0.1, and nowhere else: it shows everything and asks nobody who they are. */
export async function openConsole(options: ConsoleOptions): Promise<Console> {
  const app = createApp(options)
  const server = await new Promise<ServerType>((resolve, reject) => {
    const listening = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: options.port ?? 0 }, () =>
      resolve(listening),
    )
    listening.once('error', reject)
  })
  // Listening on a port, the address is never a pipe's name.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

/** No script at all; images of mails only from this machine, so that looking at a mail tells nobody outside. */
const contentPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: http://127.0.0.1:* http://localhost:*; " +
  "frame-src 'self'; form-action 'self'; base-uri 'self'"

/** The overview renews itself, so that a rollout can be watched. */
const overviewRefreshSeconds = 5

function createApp(options: ConsoleOptions): Hono {
  const { world } = options
  const app = new Hono()
  app.use(async (context, next) => {
    const refusal = refuseStranger(context)
    if (refusal) return refusal
    await next()
    context.header('content-security-policy', contentPolicy)
    context.header('referrer-policy', 'no-referrer')
    context.header('x-content-type-options', 'nosniff')
    return undefined
  })
  const frame = (section: PageFrame['section'], title: string) => ({
    section,
    title,
    now: world.clock.now(),
    domain: world.domain,
  })
  mountViews(app, options, frame)
  mountActs(app, world)
  app.notFound(context =>
    context.html(renderPage(frame('overview', 'Not found'), pages.renderNotFound()), 404),
  )
  return app
}

/** Pages in other tabs may neither reach the console by a name of theirs nor press its buttons. */
function refuseStranger(context: Context): Response | null {
  const host = context.req.header('host') ?? ''
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host))
    return context.text('The console answers on loopback only.', 421)
  const origin = context.req.header('origin')
  if (context.req.method === 'GET' || origin === undefined || origin === `http://${host}`) return null
  return context.text('This form is not one of the console.', 403)
}

type Frame = (section: PageFrame['section'], title: string) => PageFrame

function mountViews(app: Hono, { world, temperamentOf }: ConsoleOptions, frame: Frame): void {
  const mount = <V>(
    path: string,
    page: { read: (context: Context) => V | null; render: (view: V) => Markup },
  ) => {
    app.get(path, context => {
      const view = page.read(context)
      return view === null ? context.notFound() : context.html(page.render(view))
    })
    app.get(path === '/' ? '/api/overview' : `/api${path}`, context => {
      const view = page.read(context)
      return view === null ? context.json({ error: 'not found' }, 404) : context.json(view)
    })
  }
  const param = (context: Context, name: string) => context.req.param(name) ?? ''
  mount('/', {
    read: () => views.readOverview(world),
    render: view =>
      renderPage(
        { ...frame('overview', 'Overview'), refreshSeconds: overviewRefreshSeconds },
        pages.renderOverview(view),
      ),
  })
  mount('/people', {
    read: context => views.readPeople(world, queryOf(context)),
    render: view => renderPage(frame('people', 'People'), pages.renderPeople(view)),
  })
  mount('/people/:id', {
    read: context => views.readPerson(world, param(context, 'id')),
    render: view =>
      renderPage(
        frame('people', view.displayName),
        pages.renderPerson(view, temperamentOf?.(view.id) ?? null),
      ),
  })
  mount('/inboxes', {
    read: context => views.readInboxes(world, queryOf(context)),
    render: view => renderPage(frame('inboxes', 'Inboxes'), pages.renderInboxes(view)),
  })
  mount('/inboxes/:address', {
    read: context => views.readInbox(world, param(context, 'address'), queryOf(context)),
    render: view => renderPage(frame('inboxes', view.address), pages.renderInbox(view)),
  })
  mount('/inboxes/:address/:number', {
    read: context => views.readMail(world, param(context, 'address'), Number(param(context, 'number'))),
    render: view => renderPage(frame('inboxes', view.subject), pages.renderMail(view)),
  })
  mount('/groups', {
    read: () => views.readGroups(world),
    render: view => renderPage(frame('groups', 'Groups'), pages.renderGroups(view)),
  })
  mount('/groups/:id', {
    read: context => views.readGroup(world, param(context, 'id'), queryOf(context)),
    render: view => renderPage(frame('groups', view.displayName), pages.renderGroup(view)),
  })
  mount('/lists', {
    read: () => lists.readLists(world),
    render: view => renderPage(frame('lists', 'Lists'), lists.renderLists(view)),
  })
  mount('/lists/:id', {
    read: context => lists.readList(world, param(context, 'id'), queryOf(context)),
    render: view => renderPage(frame('lists', view.displayName), lists.renderList(view)),
  })
  mount('/audit', {
    read: context => views.readAudit(world, queryOf(context)),
    render: view => renderPage(frame('audit', 'Audit log'), pages.renderAudit(view)),
  })
}

/** What can be done by hand, for a person who tries the demo: be somebody who registers, who loses their phone, or who tidies up a list. */
function mountActs(app: Hono, world: World): void {
  app.post('/people/:id/methods', async context => {
    const user = world.users.get(context.req.param('id'))
    const wanted = (await context.req.parseBody()).kind
    const kind = pages.registrableKinds.find(candidate => candidate === wanted)
    if (!user || user.deletedAt) return context.notFound()
    if (!kind) return context.text(`Choose one of: ${pages.registrableKinds.join(', ')}.`, 400)
    world.registerMethod(user.id, kind, drawMethodProperties(kind, world.random))
    return context.redirect(`/people/${user.id}`, 303)
  })
  app.post('/people/:id/methods/:methodId/delete', context => {
    const user = world.users.get(context.req.param('id'))
    const method = user?.methods.find(candidate => candidate.id === context.req.param('methodId'))
    if (!user || user.deletedAt || !method || method.kind === 'password') return context.notFound()
    world.deleteMethod(user.id, method.id)
    return context.redirect(`/people/${user.id}`, 303)
  })
  app.post('/lists/:id/rows/:row/delete', context => {
    const found = lists.findList(world, context.req.param('id'))
    const row = found?.list.rows[Number(context.req.param('row'))]
    if (!found || !row) return context.notFound()
    world.sites.deleteRow(found.list, row.id)
    return context.redirect(`/lists/${found.list.id}`, 303)
  })
}

function queryOf(context: Context): views.Query {
  return { search: context.req.query('search'), page: context.req.query('page') }
}
