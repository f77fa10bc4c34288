import { html } from 'hono/html'
import { lastOutcome, type WebhookDelivery } from '../../domain/webhooks/deliveries.js'
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint-info.js'
import type { Html } from '../html/page.js'
import { timeOf } from '../html/time.js'

const DISABLED = { manual: 'disabled', failing: 'disabled: it has failed for five days' } as const

/** @param target the address of the page, which also takes its forms */
export const endpointTable = (endpoints: readonly WebhookEndpoint[], target: string): Html =>
  endpoints.length === 0
    ? html`<p>No endpoints yet. Add one here, in the seed file (<code>webhooks</code>), or with the flag <code>--webhook</code>.</p>`
    : html`<table class="list">
<thead><tr><th scope="col">URL</th><th scope="col">Events</th><th scope="col">Secret</th><th scope="col">State</th><th scope="col">Actions</th></tr></thead>
<tbody>${endpoints.map((endpoint) => endpointRow(endpoint, target))}</tbody>
</table>`

const endpointRow = (endpoint: WebhookEndpoint, target: string): Html => html`<tr>
<th scope="row"><code class="line">${endpoint.url}</code></th>
<td data-label="Events">${endpoint.events.length === 0 ? 'all' : endpoint.events.join(', ')}</td>
<td data-label="Secret"><code class="line">${endpoint.secret}</code>${rotationNote(endpoint)}</td>
<td data-label="State">${endpoint.disabledReason === null ? 'enabled' : DISABLED[endpoint.disabledReason]}</td>
<td>${endpointActions(endpoint, target)}</td>
</tr>
`

const rotationNote = ({ oldSecretUntil }: WebhookEndpoint): Html | string =>
  oldSecretUntil === null ? '' : html`<small>The old one signs, too, until ${timeOf(oldSecretUntil)}</small>`

function endpointActions({ id, url, enabled }: WebhookEndpoint, target: string): Html {
  const fields = { endpoint: id }
  const toggle = enabled
    ? ({ action: 'disable', label: 'Disable' } as const)
    : ({ action: 'enable', label: 'Enable' } as const)
  return html`<div class="actions">
${actionForm(target, { ...toggle, fields, name: url })}
${actionForm(target, { action: 'rotate', label: 'New secret', fields, name: url })}
${actionForm(target, { action: 'remove', label: 'Remove', fields, name: url })}
</div>`
}

export const deliveryTable = (deliveries: readonly WebhookDelivery[], target: string): Html =>
  deliveries.length === 0
    ? html`<p>No deliveries. Change a user or an organization that an endpoint subscribes to, or send a test event.</p>`
    : html`<table class="list">
<thead><tr><th scope="col">Event</th><th scope="col">Endpoint</th><th scope="col">Status</th><th scope="col">Attempts</th><th scope="col">Time</th><th scope="col">Actions</th></tr></thead>
<tbody>${deliveries.map((delivery) => deliveryRow(delivery, target))}</tbody>
</table>`

const deliveryRow = (delivery: WebhookDelivery, target: string): Html => html`<tr>
<th scope="row"><a href="/_emulator/webhooks/deliveries/${delivery.id}">${delivery.eventType}</a></th>
<td data-label="Endpoint"><code class="line">${delivery.url}</code></td>
<td data-label="Status">${statusOf(delivery)}</td>
<td data-label="Attempts">${delivery.attempts}</td>
<td data-label="Time">${timeOf(delivery.time)}</td>
<td>${replayForm(delivery, target)}</td>
</tr>
`

export const replayForm = ({ id, eventType, url }: WebhookDelivery, target: string): Html =>
  actionForm(target, { action: 'replay', label: 'Replay', fields: { delivery: id }, name: `${eventType} to ${url}` })

/** The status, what the last attempt has got, and when the next one follows. */
export function statusOf(delivery: WebhookDelivery): Html {
  const { status, nextAttempt, attempts } = delivery
  const isFailing = status === 'failed' || (status === 'pending' && attempts > 0)
  const last = lastOutcome(delivery)
  const next = nextAttempt !== null && attempts > 0 ? html`, next attempt ${timeOf(nextAttempt)}` : ''
  const text = html`${status}${last === '' ? '' : `: ${last}`}${next}`
  return isFailing ? html`<span class="bad">${text}</span>` : text
}

interface Action {
  readonly action: string
  readonly label: string
  readonly fields: Readonly<Record<string, string>>
  /** What the button is for, for screen readers. */
  readonly name: string
}

const actionForm = (
  target: string,
  { action, label, fields, name }: Action,
): Html => html`<form method="post" action="${target}">
<input type="hidden" name="action" value="${action}">${Object.entries(fields).map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`)}
<button type="submit" class="quiet" aria-label="${label}: ${name}">${label}</button>
</form>`
