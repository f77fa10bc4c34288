import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Html } from '../html/page.js'

const LIVE_SECONDS = 2

/** The answer to a form is not live: the reload would remove the message that it shows. */
const isLive = (c: Context): boolean => c.req.query('live') !== undefined && c.req.method !== 'POST'

/** A note with a link that makes the page live, or stops it. The other parameters of the page stay. */
export function liveNote(c: Context, offer: string): Html {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.delete('live')
  const query = searchParams.toString()
  if (!isLive(c))
    return html`<p class="soft"><a href="${pathname}?${query === '' ? '' : `${query}&`}live">${offer}</a></p>`
  const stop = query === '' ? pathname : `${pathname}?${query}`
  return html`<p class="soft">The page reloads every ${LIVE_SECONDS} seconds. <a href="${stop}">Stop</a></p>`
}

/** Makes a page reload itself while its address has the parameter `live`. It needs no script. */
export function reloadIfLive(c: Context): void {
  if (isLive(c)) c.header('Refresh', String(LIVE_SECONDS))
}
