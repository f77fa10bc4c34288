import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Found, PageRequest } from '../../../domain/project/page.js'
import { type Html, page } from '../../html/page.js'
import { pager } from '../../html/pager.js'
import { section } from '../../html/section.js'
import { message, statusOf } from './messages.js'
import type { Refused } from './tool-page.js'

/** A list of users, of organizations and so on. */
export interface ListFrame {
  readonly path: string
  /** The plural, as in the navigation. */
  readonly title: string
  /** The singular, within a sentence. */
  readonly one: string
  readonly note?: Html | string
  /** The fields of the search. */
  readonly filter: Html
  readonly isFiltered: boolean
  readonly wanted: PageRequest
  readonly found: Found<unknown>
  readonly table: Html
  /** Calls that find the same. */
  readonly same: Html
  /** The form for a new entry. */
  readonly create: Html
  readonly formTarget?: string | undefined
}

/** A list with a search, and below it a form for a new entry. */
export function listFrame(c: Context, refused: Refused | undefined, list: ListFrame): Response | Promise<Response> {
  const { path, title, one, note = '', filter, isFiltered, wanted, found, table, same, create, formTarget } = list
  return page(
    c,
    { title, tool: true, status: statusOf(refused), formTarget },
    html`<h1>${title}</h1>
${message(c, refused, { delete: `The ${one} was deleted.` })}
${note}
${section(
  'find',
  `${isFiltered ? 'Found' : 'All'} ${title.toLowerCase()} (${found.total})`,
  html`<form class="filter" method="get" action="${path}">
${filter}
<button type="submit">Find</button>
</form>
${found.rows.length === 0 ? html`<p>No ${one} is like that. <a href="${path}">Show all</a></p>` : table}
${pager(c, wanted, found.total)}
${same}`,
)}
${section('new', `New ${one}`, create)}`,
  )
}
