import type { Context } from 'hono'
import { html } from 'hono/html'
import type { PageRequest } from '../../domain/project/page.js'
import type { Html } from './page.js'
import { ownAddress, queryNumber } from './page-address.js'

const SIZE = 50

/** The page of a list that the address asks for. People count from 1, lists from 0. */
export const requestedPage = (c: Context, name = 'page', size = SIZE): PageRequest => ({
  size,
  number: Math.max(0, queryNumber(c, name) - 1),
})

/** Links to the neighbours of the page. Nothing if there is only one. A second list of a page has a `name` of its own. */
export function pager(c: Context, { size, number }: PageRequest, total: number, name = 'page'): Html | string {
  const last = Math.max(0, Math.ceil(total / size) - 1)
  if (last === 0 && number === 0) return ''
  const link = (to: number, label: string): Html =>
    html`<a href="${ownAddress(c, { [name]: to === 0 ? undefined : String(to + 1) })}">${label}</a>`
  return html`<nav class="pages" aria-label="${name === 'page' ? 'Pages' : `Pages of ${name}`}">
${number > 0 ? link(Math.min(number - 1, last), 'Previous page') : ''}
<span class="soft">Page ${number + 1} of ${last + 1}</span>
${number < last ? link(number + 1, 'Next page') : ''}
</nav>`
}
