import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Webhooks } from '../../delivery/webhooks.js'
import type { Project } from '../../domain/project/project.js'
import { DELIVERY_STATUSES, type WebhookDelivery } from '../../domain/webhooks/deliveries.js'
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint-info.js'
import { EVENT_TYPES } from '../../domain/webhooks/samples.js'
import { option } from '../html/option.js'
import { type Html, page } from '../html/page.js'
import { liveNote, reloadIfLive } from './live.js'
import { sameByHttp } from './same-call.js'
import { deliveryTable, endpointTable } from './webhook-tables.js'
import { readFilter } from './webhooks.js'

/** The address of the page with its filter, to which its forms are sent. */
export function addressOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}

/** Endpoints, deliveries and a form for test events. */
export const webhookListPage =
  (project: Project, webhooks: Webhooks) =>
  (c: Context, error?: string): Response | Promise<Response> => {
    reloadIfLive(c)
    const endpoints = webhooks.endpoints()
    const deliveries = webhooks.deliveries(readFilter(c))
    const target = addressOf(c)
    return page(
      c,
      { title: 'Webhooks', tool: true, status: error === undefined ? 200 : 400 },
      html`<h1>Webhooks</h1>
${error === undefined ? '' : html`<p class="error" role="alert">${error}</p>`}
<section class="card" aria-labelledby="endpoints">
<h2 id="endpoints">Endpoints (${endpoints.length})</h2>
${endpointTable(endpoints, target)}
${addForm(target, endpoints.length === 0)}
${sameForEndpoints(project, endpoints)}
</section>
${endpoints.length === 0 ? '' : testSection(project, endpoints, target)}
<section class="card" aria-labelledby="deliveries">
<h2 id="deliveries">Deliveries</h2>
${filterForm(c, endpoints)}
${liveNote(c, 'Show deliveries as they happen')}
${deliveryTable(deliveries, target)}
${sameForDeliveries(project, deliveries)}
</section>`,
    )
  }

const addForm = (target: string, isOpen: boolean): Html => html`<details${isOpen ? html` open` : ''}>
<summary>Add an endpoint</summary>
<form method="post" action="${target}">
<input type="hidden" name="action" value="add">
<label for="url">URL</label>
<input id="url" name="url" type="url" required placeholder="http://localhost:3000/webhooks">
<label for="events">Events, such as user.created org.* (empty: all)</label>
<input id="events" name="events">
<label for="secret">Secret (empty: a random one)</label>
<input id="secret" name="secret" placeholder="whsec_…" autocomplete="off">
<button type="submit">Add</button>
</form>
</details>`

const PATH = '/_emulator/webhooks'

function sameForEndpoints(project: Project, endpoints: readonly WebhookEndpoint[]): Html {
  const { id = 'ENDPOINT', enabled = true } = endpoints[0] ?? {}
  const body = { url: 'http://localhost:3000/webhooks', events: ['user.*'] }
  return sameByHttp(
    project,
    'add, change and remove endpoints',
    { method: 'POST', path: `${PATH}/endpoints`, body },
    { method: 'POST', path: `${PATH}/endpoints/${id}`, body: { enabled: !enabled } },
    { method: 'POST', path: `${PATH}/endpoints/${id}/rotate` },
    { method: 'DELETE', path: `${PATH}/endpoints/${id}` },
    ['webhooks', 'add', body.url, '--event', 'user.*'],
    ['webhooks', enabled ? 'disable' : 'enable', id],
    ['webhooks', 'rotate', id],
    ['webhooks', 'remove', id],
  )
}

function sameForDeliveries(project: Project, deliveries: readonly WebhookDelivery[]): Html {
  const id = deliveries[0]?.id ?? 'DELIVERY'
  return sameByHttp(
    project,
    'list and replay deliveries',
    { method: 'GET', path: `${PATH}?status=failed` },
    { method: 'POST', path: `${PATH}/deliveries/${id}/replay` },
    ['webhooks', 'deliveries', '--status', 'failed'],
    ['webhooks', 'replay', id],
  )
}

const testSection = (
  project: Project,
  endpoints: readonly WebhookEndpoint[],
  target: string,
): Html => html`<section class="card" aria-labelledby="test">
<h2 id="test">Send a test event</h2>
<form class="filter" method="post" action="${target}">
<input type="hidden" name="action" value="send">
<div><label for="test-type">Event</label>
<select id="test-type" name="type">${EVENT_TYPES.map((type) => option(type, type))}</select></div>
<div><label for="test-endpoint">Endpoint</label>
<select id="test-endpoint" name="endpoint">${option('', 'all that subscribe to it')}${endpoints.map(({ id, url }) => option(id, url))}</select></div>
<button type="submit">Send</button>
</form>
${sameByHttp(project, 'send a test event', { method: 'POST', path: `${PATH}/send`, body: { type: 'user.created' } }, ['webhooks', 'send', 'user.created'])}
</section>`

function filterForm(c: Context, endpoints: readonly WebhookEndpoint[]): Html {
  const selected = (name: string): string => c.req.query(name) ?? ''
  const choice = (
    name: string,
    label: string,
    options: readonly Html[],
  ): Html => html`<div><label for="${name}">${label}</label>
<select id="${name}" name="${name}">${option('', 'all', selected(name))}${options}</select></div>`
  return html`<form class="filter" method="get" action="/_emulator/webhooks">
${c.req.query('live') === undefined ? '' : html`<input type="hidden" name="live" value="">`}
${choice(
  'status',
  'Status',
  DELIVERY_STATUSES.map((status) => option(status, status, selected('status'))),
)}
${choice(
  'type',
  'Event',
  EVENT_TYPES.map((type) => option(type, type, selected('type'))),
)}
${choice(
  'endpoint',
  'Endpoint',
  endpoints.map(({ id, url }) => option(id, url, selected('endpoint'))),
)}
<button type="submit">Show</button>
</form>`
}
