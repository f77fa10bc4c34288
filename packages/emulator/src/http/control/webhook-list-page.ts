import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Webhooks } from '../../delivery/webhooks.js'
import { DELIVERY_STATUSES } from '../../domain/webhooks/deliveries.js'
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint-info.js'
import { EVENT_TYPES } from '../../domain/webhooks/samples.js'
import { option } from '../html/option.js'
import { type Html, page } from '../html/page.js'
import { liveNote, reloadIfLive } from './live.js'
import { deliveryTable, endpointTable } from './webhook-tables.js'
import { readFilter } from './webhooks.js'

/** The address of the page with its filter, to which its forms are sent. */
export function addressOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}

/** Endpoints, deliveries and a form for test events. */
export const webhookListPage =
  (webhooks: Webhooks) =>
  (c: Context, error?: string): Response | Promise<Response> => {
    reloadIfLive(c)
    const endpoints = webhooks.endpoints()
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
</section>
${endpoints.length === 0 ? '' : testSection(endpoints, target)}
<section class="card" aria-labelledby="deliveries">
<h2 id="deliveries">Deliveries</h2>
${filterForm(c, endpoints)}
${liveNote(c, 'Show deliveries as they happen')}
${deliveryTable(webhooks.deliveries(readFilter(c)), target)}
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

const testSection = (
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
