import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Webhooks } from '../../delivery/webhooks.js'
import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import type { WebhookAttempt, WebhookDeliveryDetails } from '../../domain/webhooks/deliveries.js'
import { signDelivery } from '../../domain/webhooks/sign-delivery.js'
import { type Html, page } from '../html/page.js'
import { timeOf } from '../html/time.js'
import { curlCommand } from './curl.js'
import { replayForm, statusOf } from './webhook-tables.js'

/** A delivery with its attempts, and a command that sends it again from a terminal. */
export const webhookDeliveryPage =
  (project: Project, webhooks: Webhooks) =>
  (c: Context, error?: string): Response | Promise<Response> => {
    const delivery = find(webhooks, c.req.param('id') ?? '')
    if (!delivery) {
      const text = html`<section class="card"><h1>Delivery</h1><p>There is no such delivery. The log has the newest ones. <a href="/_emulator/webhooks">Webhooks</a></p></section>`
      return page(c, { title: 'Delivery', tool: true, status: 404 }, text)
    }
    return page(
      c,
      { title: delivery.eventType, tool: true, status: error === undefined ? 200 : 400 },
      html`<p><a href="/_emulator/webhooks">Webhooks</a></p>
<h1>${delivery.eventType}</h1>
${error === undefined ? '' : html`<p class="error" role="alert">${error}</p>`}
${summary(delivery)}
<section class="card" aria-labelledby="body">
<h2 id="body">Body</h2>
<pre>${delivery.body}</pre>
</section>
<section class="card" aria-labelledby="curl">
<h2 id="curl">As curl</h2>
<p class="soft">One click selects it. It is signed now, so receivers accept it for five minutes.</p>
<pre class="copy">${curlCommand(delivery.url, signDelivery(project, delivery), delivery.body)}</pre>
</section>
<section class="card" aria-labelledby="attempts">
<h2 id="attempts">Attempts (${delivery.attempts})</h2>
${delivery.history.length === 0 ? html`<p>None yet.</p>` : delivery.history.map(attemptPart)}
</section>`,
    )
  }

function find(webhooks: Webhooks, id: string): WebhookDeliveryDetails | undefined {
  try {
    return webhooks.delivery(id)
  } catch (error) {
    if (error instanceof ServiceError) return undefined
    throw error
  }
}

const summary = (delivery: WebhookDeliveryDetails): Html => html`<section class="card" aria-labelledby="delivery">
<h2 id="delivery">Delivery</h2>
<table>
<tbody>
<tr><th scope="row">Message id</th><td><code>${delivery.messageId}</code></td></tr>
<tr><th scope="row">Endpoint</th><td><code>${delivery.url}</code></td></tr>
<tr><th scope="row">Time</th><td>${timeOf(delivery.time)}</td></tr>
<tr><th scope="row">Status</th><td>${statusOf(delivery)}</td></tr>
</tbody>
</table>
${replayForm(delivery, `/_emulator/webhooks/deliveries/${delivery.id}`)}
</section>`

const attemptPart = (
  attempt: WebhookAttempt,
  index: number,
): Html => html`<h3>${index + 1}: ${attempt.status ?? 'no answer'}</h3>
<p class="soft">${timeOf(attempt.time)}, ${attempt.durationMs} ms${attempt.error === null ? '' : `: ${attempt.error}`}</p>
<details>
<summary>Request headers</summary>
<pre>${headerLines(attempt.requestHeaders)}</pre>
</details>
${attempt.status === null ? '' : answerPart(attempt)}`

const answerPart = (attempt: WebhookAttempt): Html => html`<details>
<summary>Answer</summary>
<pre>${headerLines(attempt.responseHeaders)}

${attempt.responseBody}</pre>
</details>`

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
