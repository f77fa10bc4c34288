import type { Context } from 'hono'
import { html } from 'hono/html'
import { field } from '../html/field.js'
import { page } from '../html/page.js'
import { ownPath } from '../own-address.js'

export interface EmailFormOptions {
  readonly path: string
  readonly title: string
  readonly button: string
  readonly email?: string
  readonly error?: string
}

/** A page that asks for the address of an account. */
export function emailFormPage(
  c: Context,
  { path, title, button, email = '', error }: EmailFormOptions,
): Response | Promise<Response> {
  const attributes = html`type="email" autocomplete="username" required value="${email}"`
  return page(
    c,
    { title, status: error === undefined ? 200 : 400 },
    html`<div class="card">
<h1>${title}</h1>
<form method="post" action="${ownPath(c, path)}">
${field({ name: 'email', label: 'Email', attributes, error })}
<button type="submit">${button}</button>
</form>
<p class="soft"><a href="${ownPath(c, '/login')}">Log in</a></p>
</div>`,
  )
}
