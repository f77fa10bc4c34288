import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Webhooks } from '../../delivery/webhooks.js'
import { type MintedToken, mintToken } from '../../domain/access/mint.js'
import { listClients } from '../../domain/oauth/client-list.js'
import { memberEntries } from '../../domain/orgs/memberships.js'
import { queryOrgs } from '../../domain/orgs/org-queries.js'
import type { Org } from '../../domain/orgs/orgs.js'
import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { findNextTotpCode } from '../../domain/users/next-totp-code.js'
import type { User } from '../../domain/users/user-lookup.js'
import { queryUsers } from '../../domain/users/user-queries.js'
import { formText } from '../html/form.js'
import { option } from '../html/option.js'
import { type Html, page } from '../html/page.js'
import { timeOfSeconds } from '../html/time.js'
import { liveNote, reloadIfLive } from './live.js'
import { clientTable, introspectionTable } from './mcp-tables.js'
import { deliveryTable } from './webhook-tables.js'

const SHOWN = 100
const SHOWN_CLIENTS = 10
const SHOWN_DELIVERIES = 10

/** The dashboard: addresses, users, organizations, and a form that mints tokens. */
export function dashboardRoutes(project: Project, webhooks: Webhooks): Hono {
  return new Hono()
    .get('/_emulator', (c) => {
      reloadIfLive(c)
      return dashboard({ project, webhooks }, c, EMPTY_FORM, undefined)
    })
    .post('/_emulator', async (c) => {
      const body = await c.req.parseBody()
      const form = { user: formText(body, 'user'), org: formText(body, 'org'), minutes: formText(body, 'minutes') }
      return dashboard({ project, webhooks }, c, form, await mint(project, form))
    })
}

/** The form that mints a token, as submitted. */
interface MintForm {
  readonly user: string
  readonly org: string
  readonly minutes: string
}

const EMPTY_FORM: MintForm = { user: '', org: '', minutes: '30' }

type Minted = MintedToken | { readonly error: string }

async function mint(project: Project, { user, org, minutes }: MintForm): Promise<Minted> {
  const expiresIn = Math.round(Number(minutes) * 60)
  if (minutes.trim() === '' || !Number.isSafeInteger(expiresIn)) return { error: 'The minutes must be a number.' }
  try {
    return await mintToken(project, { user, org: org || undefined, expiresIn })
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return { error: error.message }
  }
}

interface Shown {
  readonly project: Project
  readonly webhooks: Webhooks
}

function dashboard({ project, webhooks }: Shown, c: Context, form: MintForm, minted: Minted | undefined) {
  const users = queryUsers(project, { size: SHOWN, number: 0, order: 'CREATED_AT_ASC' })
  const orgs = queryOrgs(project, { size: SHOWN, number: 0, order: 'CREATED_AT_ASC' })
  return page(
    c,
    { title: 'Dashboard', tool: true, status: minted && 'error' in minted ? 400 : 200 },
    html`<h1>Dashboard</h1>
${addresses(project)}
<section class="card" aria-labelledby="mint">
<h2 id="mint">Mint a token</h2>
${mintForm(users.rows, orgs.rows, form)}
${minted ? mintedToken(minted) : ''}
</section>
<section class="card" aria-labelledby="users">
<h2 id="users">Users (${users.total})</h2>
${users.total > SHOWN ? html`<p class="soft">The first ${SHOWN} are shown.</p>` : ''}
<table class="list">
<thead><tr><th scope="col">Email</th><th scope="col">Name</th><th scope="col">Id</th><th scope="col">Organizations</th><th scope="col">Session</th></tr></thead>
<tbody>${users.rows.map((user) => userRow(project, user))}</tbody>
</table>
</section>
<section class="card" aria-labelledby="orgs">
<h2 id="orgs">Organizations (${orgs.total})</h2>
${orgs.total > SHOWN ? html`<p class="soft">The first ${SHOWN} are shown.</p>` : ''}
<table class="list">
<thead><tr><th scope="col">Name</th><th scope="col">Id</th></tr></thead>
<tbody>${orgs.rows.map((org) => html`<tr><th scope="row">${org.name}</th><td><code>${org.org_id}</code></td></tr>`)}</tbody>
</table>
</section>
${liveNote(c, 'Show webhooks and MCP clients as they happen')}
${webhookSection(webhooks)}
${mcpSection(project)}`,
  )
}

/** The newest deliveries. The page about webhooks has all of them. */
function webhookSection(webhooks: Webhooks): Html {
  const endpoints = webhooks.endpoints()
  return html`<section class="card" aria-labelledby="webhooks">
<h2 id="webhooks">Webhooks (${endpoints.length === 1 ? '1 endpoint' : `${endpoints.length} endpoints`})</h2>
<p class="soft"><a href="/_emulator/webhooks">Endpoints, all deliveries, test events</a></p>
${endpoints.length === 0 ? '' : deliveryTable(webhooks.deliveries({ limit: SHOWN_DELIVERIES }), '/_emulator/webhooks')}
</section>`
}

/** The newest clients. The page about MCP has all of them. */
function mcpSection(project: Project): Html {
  const clients = listClients(project)
  return html`<section class="card" aria-labelledby="mcp">
<h2 id="mcp">MCP and OAuth clients (${clients.length})</h2>
<p class="soft"><a href="/_emulator/mcp">All clients, scopes and addresses</a></p>
${introspectionTable(project)}
${clientTable(clients.slice(0, SHOWN_CLIENTS))}
</section>`
}

const addresses = (project: Project): Html => html`<section class="card" aria-labelledby="addresses">
<h2 id="addresses">Addresses</h2>
<table>
<tbody>
<tr><th scope="row">Auth URL</th><td><code>${project.authUrl}</code></td></tr>
<tr><th scope="row">Issuer</th><td><code>${project.issuer}</code></td></tr>
<tr><th scope="row">API key</th><td><code>${project.apiKey.slice(0, 8)}…</code> (printed whole in the terminal)</td></tr>
<tr><th scope="row">Key id</th><td><code>${project.signingKey.kid}</code></td></tr>
<tr><th scope="row">Pages</th><td><a href="/login">Log in</a> · <a href="/signup">Sign up</a> · <a href="/account">Account</a></td></tr>
<tr><th scope="row">Documents</th><td><a href="/.well-known/jwks.json">JWKS</a> · <a href="/.well-known/openid-configuration">OpenID configuration</a> · <a href="/.well-known/oauth-authorization-server/oauth/2.1">OAuth 2.1 metadata</a></td></tr>
</tbody>
</table>
</section>`

const mintForm = (
  users: readonly User[],
  orgs: readonly Org[],
  form: MintForm,
): Html => html`<form method="post" action="/_emulator">
<label for="user">User</label>
<select id="user" name="user">${users.map((user) => option(user.user_id, user.email, form.user))}</select>
<label for="org">Active organization</label>
<select id="org" name="org">${option('', 'none', form.org)}${orgs.map((org) => option(org.org_id, org.name, form.org))}</select>
<label for="minutes">Expires in minutes (negative for an expired one)</label>
<input id="minutes" name="minutes" type="number" step="any" required value="${form.minutes}">
<button type="submit">Mint</button>
</form>`

const mintedToken = (minted: Minted): Html =>
  'error' in minted
    ? html`<p class="error" role="alert">${minted.error}</p>`
    : html`<h3>Access token</h3><pre>${minted.accessToken}</pre><h3>Claims</h3><pre>${JSON.stringify(minted.claims, null, 2)}</pre>`

function totpNote(project: Project, user: User): Html | string {
  const next = findNextTotpCode(project, user)
  if (next === undefined) return ''
  return html` <small>${'code' in next ? `code ${next.code}` : html`next code at ${timeOfSeconds(next.acceptedFrom)}`}</small>`
}

function userRow(project: Project, user: User): Html {
  const roles = memberEntries(project, user.user_id).map((entry) => `${entry.org_name}: ${entry.user_role}`)
  const state = user.enabled === 0 ? ' (disabled)' : ''
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ')
  return html`<tr>
<th scope="row">${user.email}${state}${totpNote(project, user)}</th>
<td data-label="Name">${name}</td>
<td data-label="Id"><code>${user.user_id}</code></td>
<td data-label="Organizations">${roles.join(', ')}</td>
<td><form method="post" action="/_emulator/login_as"><input type="hidden" name="user_id" value="${user.user_id}"><button type="submit" class="quiet" aria-label="Sign in as ${user.email}">Sign in</button></form></td>
</tr>`
}
