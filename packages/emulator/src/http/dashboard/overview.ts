import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Webhooks } from '../../delivery/webhooks.js'
import { findClients } from '../../domain/oauth/client-list.js'
import { queryOrgs } from '../../domain/orgs/org-queries.js'
import type { Project } from '../../domain/project/project.js'
import { firstUsers, queryUsers } from '../../domain/users/user-queries.js'
import { liveNote, reloadIfLive } from '../control/live.js'
import { clientTable, introspectionTable } from '../control/mcp-tables.js'
import { deliveryTable } from '../control/webhook-tables.js'
import { type Html, page } from '../html/page.js'
import { section } from '../html/section.js'
import { signInTarget } from './parts/sign-in-form.js'
import { type MintForm, mintForm, readMintForm } from './tokens/mint-form.js'
import { mintAnswer } from './tokens/tokens-page.js'
import { userTable } from './users/user-rows.js'

const SHOWN_USERS = 10
const SHOWN_CLIENTS = 10
const SHOWN_DELIVERIES = 10

/** The start page of the dashboard: addresses, the first users, a form that mints tokens, and what has just happened. */
export function overviewRoutes(project: Project, webhooks: Webhooks): Hono {
  return new Hono()
    .get('/_emulator', (c) => {
      reloadIfLive(c)
      return overview({ project, webhooks }, c, { form: { ...readMintForm({}), minutes: '30' } })
    })
    .post('/_emulator', async (c) => {
      const form = readMintForm(await c.req.parseBody())
      return overview({ project, webhooks }, c, { form, ...(await mintAnswer(project, form)) })
    })
}

interface Sources {
  readonly project: Project
  readonly webhooks: Webhooks
}

interface Shown {
  readonly form: MintForm
  readonly minted?: Html
  readonly status?: 200 | 400
}

function overview({ project, webhooks }: Sources, c: Context, { form, minted, status = 200 }: Shown) {
  const users = queryUsers(project, { size: 1, number: 0, order: 'CREATED_AT_ASC' }).total
  const orgs = queryOrgs(project, { size: 1, number: 0, order: 'CREATED_AT_ASC' }).total
  return page(
    c,
    { title: 'Dashboard', tool: true, status, formTarget: signInTarget(project, c) },
    html`<h1>Dashboard</h1>
${section('addresses', 'Addresses', addresses(project, users, orgs))}
${section('mint', 'Mint a token', html`${mintForm(project, form, '/_emulator', false)}${minted ?? ''}`)}
${section('users', `Users (${users})`, userSection(project, users))}
${liveNote(c, 'Show webhooks and MCP clients as they happen')}
${webhookSection(webhooks)}
${mcpSection(project)}`,
  )
}

/** The page about users has all of them. */
function userSection(project: Project, total: number): Html {
  return html`${total > SHOWN_USERS ? html`<p class="soft">The first ${SHOWN_USERS} are shown. <a href="/_emulator/users">All users</a></p>` : ''}
${total === 0 ? html`<p>There are no users. <a href="/_emulator/users">Create one</a></p>` : userTable(project, firstUsers(project, SHOWN_USERS))}`
}

/** The newest deliveries. The page about webhooks has all of them. */
function webhookSection(webhooks: Webhooks): Html {
  const endpoints = webhooks.endpoints()
  return section(
    'webhooks',
    `Webhooks (${endpoints.length === 1 ? '1 endpoint' : `${endpoints.length} endpoints`})`,
    html`<p class="soft"><a href="/_emulator/webhooks">Endpoints, all deliveries, test events</a></p>
${endpoints.length === 0 ? '' : deliveryTable(webhooks.deliveries({ limit: SHOWN_DELIVERIES }), '/_emulator/webhooks')}`,
  )
}

/** The newest clients. The page about MCP has all of them. */
function mcpSection(project: Project): Html {
  const { rows, total } = findClients(project, { size: SHOWN_CLIENTS, number: 0 })
  return section(
    'mcp',
    `MCP and OAuth clients (${total})`,
    html`<p class="soft"><a href="/_emulator/mcp">All clients, scopes and addresses</a></p>
${introspectionTable(project)}
${clientTable(rows)}`,
  )
}

const addresses = (project: Project, users: number, orgs: number): Html => html`<table>
<tbody>
<tr><th scope="row">Auth URL</th><td><code>${project.authUrl}</code></td></tr>
<tr><th scope="row">Issuer</th><td><code>${project.issuer}</code></td></tr>
<tr><th scope="row">API key</th><td><code>${project.apiKey.slice(0, 8)}…</code> (printed whole in the terminal, and under <a href="/_emulator/environment">Environment</a> with the variables of every framework)</td></tr>
<tr><th scope="row">Key id</th><td><code>${project.signingKey.kid}</code></td></tr>
<tr><th scope="row">State</th><td><a href="/_emulator/users">Users: ${users}</a> · <a href="/_emulator/orgs">Organizations: ${orgs}</a></td></tr>
<tr><th scope="row">Pages</th><td><a href="/login">Log in</a> · <a href="/signup">Sign up</a> · <a href="/account">Account</a></td></tr>
<tr><th scope="row">Documents</th><td><a href="/.well-known/jwks.json">JWKS</a> · <a href="/.well-known/openid-configuration">OpenID configuration</a> · <a href="/.well-known/oauth-authorization-server/oauth/2.1">OAuth 2.1 metadata</a></td></tr>
</tbody>
</table>`
