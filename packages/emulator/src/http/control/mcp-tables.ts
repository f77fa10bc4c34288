import { html } from 'hono/html'
import type { OAuthClientInfo } from '../../domain/oauth/client-list.js'
import type { Project } from '../../domain/project/project.js'
import type { Html } from '../html/page.js'

/** What the environment of an MCP server needs. */
export const introspectionTable = ({ introspection }: Project): Html => html`<table>
<tbody>
<tr><th scope="row"><code>PROPELAUTH_MCP_CLIENT_ID</code></th><td><code>${introspection.clientId}</code></td></tr>
<tr><th scope="row"><code>PROPELAUTH_MCP_CLIENT_SECRET</code></th><td><code>${introspection.clientSecret}</code></td></tr>
</tbody>
</table>`

const SOURCES = { seed: 'seed', registered: 'registered itself', minted: 'minted tokens' } as const
const FAMILIES = { mcp: 'OAuth 2.1', oauth: 'older API' } as const

export const clientTable = (clients: readonly OAuthClientInfo[]): Html =>
  clients.length === 0
    ? html`<p>No clients yet. MCP clients register themselves, and the seed file can have some.</p>`
    : html`<table class="list">
<thead><tr><th scope="col">Name</th><th scope="col">Client id</th><th scope="col">Made by</th><th scope="col">Redirect URIs</th><th scope="col">Allowed</th></tr></thead>
<tbody>${clients.map(clientRow)}</tbody>
</table>`

const timesOf = (grants: number): string => ['never', 'once'][grants] ?? `${grants} times`

const clientRow = (client: OAuthClientInfo): Html => html`<tr>
<th scope="row">${client.name}</th>
<td data-label="Client id"><code>${client.clientId}</code></td>
<td data-label="Made by">${SOURCES[client.source]}, ${FAMILIES[client.family]}, ${client.hasSecret ? 'with a secret' : 'public'}</td>
<td data-label="Redirect URIs">${client.redirectUris.map((uri) => html`<code class="line">${uri}</code>`)}</td>
<td data-label="Allowed">${timesOf(client.grants)}</td>
</tr>
`
