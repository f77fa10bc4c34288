import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import { apiCommand } from '../../control/curl.js'
import { liveNote, reloadIfLive } from '../../control/live.js'
import { sameByHttp } from '../../control/same-call.js'
import { type Html, page } from '../../html/page.js'
import { ownAddress } from '../../html/page-address.js'
import { pager, requestedPage } from '../../html/pager.js'
import { section } from '../../html/section.js'
import { timeOf } from '../../html/time.js'
import type { LoggedRequest, RequestLog } from '../../request-log.js'
import { buttonForm, input, select } from '../parts/inputs.js'
import { message, statusOf } from '../parts/messages.js'
import type { Refused, ToolPage } from '../parts/tool-page.js'

const OUTCOMES = {
  answered: { label: '1xx to 3xx', fits: (status: number) => status > 0 && status < 400 },
  refused: { label: '4xx', fits: (status: number) => status >= 400 && status < 500 },
  failed: { label: '5xx or no answer', fits: (status: number) => status === 0 || status >= 500 },
} as const

/** What apps have asked, newest first. */
export const requestsPage = (project: Project, log: RequestLog): ToolPage => ({
  path: '/_emulator/requests',
  shared: true,
  render: (c, refused) => renderRequests(project, log, c, refused),
  actions: {
    clear: () => {
      log.clear()
      return undefined
    },
  },
})

function renderRequests(project: Project, log: RequestLog, c: Context, refused: Refused | undefined) {
  reloadIfLive(c)
  const path = c.req.query('path')?.trim() || undefined
  const outcome = c.req.query('outcome') ?? ''
  const fits = Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome as keyof typeof OUTCOMES].fits : () => true
  const found = log
    .list(path)
    .filter(({ status }) => fits(status))
    .toReversed()
  const wanted = requestedPage(c)
  const shown = found.slice(wanted.size * wanted.number, wanted.size * (wanted.number + 1))
  return page(
    c,
    { title: 'Requests', tool: true, status: statusOf(refused) },
    html`<h1>Requests</h1>
${message(c, refused, { clear: 'The log is empty now.' })}
${section(
  'log',
  `Log (${found.length})`,
  html`<p class="soft">What apps, backends and browsers have asked. Headers are left out, and <code>***</code> stands for a secret. Queries and bodies over 2,000 characters are left out, too.</p>
${filterForm(c, path, outcome)}
${liveNote(c, 'Show requests as they happen')}
${shown.length === 0 ? html`<p>There are no such requests.</p>` : requestTable(project, shown)}
${pager(c, wanted, found.length)}
<div class="actions">${buttonForm({ target: ownAddress(c), action: 'clear', label: 'Clear', name: 'the log' })}</div>
${sameByHttp(
  project,
  'read and clear the log',
  { method: 'GET', path: `/_emulator/requests${path === undefined ? '' : `?${new URLSearchParams({ path })}`}` },
  { method: 'DELETE', path: '/_emulator/requests' },
)}`,
)}`,
  )
}

const filterForm = (c: Context, path: string | undefined, outcome: string): Html =>
  html`<form class="filter" method="get" action="/_emulator/requests">
${c.req.query('live') === undefined ? '' : html`<input type="hidden" name="live" value="">`}
${input({ name: 'path', label: 'Path, such as /api/*', type: 'search', value: path ?? '' })}
${select({ name: 'outcome', label: 'Status', value: outcome, choices: [{ value: '', label: 'all' }, ...Object.entries(OUTCOMES).map(([value, { label }]) => ({ value, label }))] })}
<button type="submit">Show</button>
</form>`

const requestTable = (project: Project, requests: readonly LoggedRequest[]): Html => html`<table class="list">
<thead><tr><th scope="col">Request</th><th scope="col">Status</th><th scope="col">Time</th><th scope="col">Again</th></tr></thead>
<tbody>${requests.map((request) => requestRow(project, request))}</tbody>
</table>`

function requestRow(project: Project, request: LoggedRequest): Html {
  const { method, path, status, time } = request
  return html`<tr>
<th scope="row">${method} <code class="line">${path}</code></th>
<td data-label="Status">${status >= 400 || status === 0 ? html`<span class="bad">${status === 0 ? 'no answer' : status}</span>` : status}</td>
<td data-label="Time">${timeOf(time)}</td>
<td><details><summary>curl<span class="away"> of ${method} ${path}</span></summary><pre class="copy">${commandOf(project, request)}</pre></details></td>
</tr>
`
}

const commandOf = ({ authUrl }: Project, { method, path, query, body }: LoggedRequest): string =>
  apiCommand({
    method,
    url: `${authUrl}${path}${query === '' ? '' : `?${query}`}`,
    needsKey: path.startsWith('/api/backend/'),
    body: body ?? undefined,
  })
