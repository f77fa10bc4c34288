import type { Context } from 'hono'
import { html } from 'hono/html'
import { page } from './page.js'

/** A page with one message and a link to the login page. */
export function messagePage(
  c: Context,
  title: string,
  message: string,
  status: 200 | 400 | 403 | 404,
): Response | Promise<Response> {
  const alert = status === 200 ? html`<p>${message}</p>` : html`<p class="error" role="alert">${message}</p>`
  return page(
    c,
    { title, status },
    html`<div class="card"><h1>${title}</h1>${alert}<p><a href="/login">Log in</a></p></div>`,
  )
}
