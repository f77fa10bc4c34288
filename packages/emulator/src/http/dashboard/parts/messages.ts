import type { Context } from 'hono'
import { html } from 'hono/html'
import { type Html, page } from '../../html/page.js'
import { alert, notice } from '../../html/section.js'
import type { Refused } from './tool-page.js'

/** What has just been done, or why it was refused. `done` has a sentence for each form of the page. */
export function message(
  c: Context,
  refused: Refused | undefined,
  done: Readonly<Record<string, string>>,
): Html | string {
  if (refused) return alert(problemText(refused))
  const name = c.req.query('done') ?? ''
  return c.req.method === 'GET' && Object.hasOwn(done, name) ? notice(done[name]) : ''
}

function problemText({ error }: Refused): string {
  const lines = Object.entries(error.fields).map(([field, messages]) => `${field}: ${messages.join(' ')}`)
  return lines.length === 0 ? error.message : lines.join('\n')
}

/** The status of a page that answers a form. */
export const statusOf = (refused: Refused | undefined): 200 | 400 => (refused ? 400 : 200)

/** A page for an address without its user, organization and so on. */
export const missingPage = (c: Context, title: string, list: string): Response | Promise<Response> =>
  page(
    c,
    { title, tool: true, status: 404 },
    html`<h1>${title}</h1>
<p class="error" role="alert">It does not exist, or not any more.</p>
<p><a href="${list}">Back to the list</a></p>`,
  )
