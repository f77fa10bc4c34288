import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { findClients, listClients } from '../../domain/oauth/client-list.js'
import { mcpBase, mcpIssuer } from '../../domain/oauth/mcp-issuer.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { wantsPage } from '../html/accept.js'
import { page } from '../html/page.js'
import { pager, requestedPage } from '../html/pager.js'
import { MCP_METADATA_PATH } from '../paths.js'
import { liveNote, reloadIfLive } from './live.js'
import { clientTable, introspectionTable } from './mcp-tables.js'

/** The OAuth clients and the introspection credentials: a page for browsers, JSON for tools. */
export function mcpDashboardRoutes(project: Project): Hono {
  return new Hono().get('/_emulator/mcp', (c) => {
    c.header('Vary', 'Accept')
    if (!wantsPage(c)) return c.json({ introspection: project.introspection, clients: listClients(project) })
    reloadIfLive(c)
    return mcpPage(project, c)
  })
}

function mcpPage(project: Project, c: Context) {
  const wanted = requestedPage(c)
  const { rows, total } = findClients(project, wanted)
  const base = mcpBase(project)
  const scopes = readSettings(project).mcp_scopes
  return page(
    c,
    { title: 'MCP', tool: true },
    html`<h1>MCP and OAuth</h1>
<section class="card" aria-labelledby="credentials">
<h2 id="credentials">Introspection credentials</h2>
<p class="soft">An MCP server sends them to <code>${base}/introspect</code>.</p>
${introspectionTable(project)}
</section>
<section class="card" aria-labelledby="clients">
<h2 id="clients">Clients (${total})</h2>
${liveNote(c, 'Show clients as they register')}
${clientTable(rows)}
${pager(c, wanted, total)}
</section>
<section class="card" aria-labelledby="server">
<h2 id="server">Authorization server</h2>
<table>
<tbody>
<tr><th scope="row">Issuer</th><td><code>${mcpIssuer(project)}</code></td></tr>
<tr><th scope="row">Metadata</th><td><a href="${MCP_METADATA_PATH}">${MCP_METADATA_PATH}</a></td></tr>
<tr><th scope="row">Scopes</th><td>${scopes.length === 0 ? 'none' : scopes.map(({ name }) => html`<code class="line">${name}</code>`)}</td></tr>
</tbody>
</table>
</section>`,
  )
}
