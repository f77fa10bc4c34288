import type { Context } from 'hono'
import { html } from 'hono/html'
import { page } from '../html/page.js'

/** Says that a message was sent, also for an unknown address: the page does not tell who has an account. */
export const sentPage = (c: Context, title: string, email: string): Response | Promise<Response> =>
  page(
    c,
    { title },
    html`<div class="card">
<h1>${title}</h1>
<p>If there is an account for <strong>${email}</strong>, a message with a link is on its way.</p>
<p class="soft">The emulator sends no mail. <a href="/_emulator/mail?to=${encodeURIComponent(email)}">Open the messages to this address</a>.</p>
</div>`,
  )
