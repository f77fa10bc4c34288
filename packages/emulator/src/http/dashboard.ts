import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { memberEntries } from '../domain/memberships.js'
import { mintToken } from '../domain/mint.js'
import { queryOrgs } from '../domain/org-queries.js'
import { Refusal } from '../domain/refusal.js'
import type { User } from '../domain/user-lookup.js'
import { queryUsers } from '../domain/user-queries.js'
import type { Project } from '../project.js'
import { formText } from './pages/form.js'
import { type Html, page } from './pages/page.js'

const SHOWN = 100

/** A page for people: what the project holds, where things are, and a token to paste. */
export function dashboardRoutes(project: Project): Hono {
  return new Hono()
    .get('/_emulator', (c) => dashboard(project, c, ''))
    .post('/_emulator', async (c) => {
      const form = await c.req.parseBody()
      return dashboard(project, c, await mintedToken(project, form))
    })
}

async function mintedToken(project: Project, form: Readonly<Record<string, unknown>>): Promise<Html> {
  try {
    const minutes = Number(formText(form, 'minutes') || 30)
    const expiresIn = Number.isFinite(minutes) ? Math.round(minutes * 60) : undefined
    const org = formText(form, 'org') || undefined
    const { accessToken, claims } = await mintToken(project, { user: formText(form, 'user'), org, expiresIn })
    return html`<h3>Access token</h3><pre>${accessToken}</pre><h3>Claims</h3><pre>${JSON.stringify(claims, null, 2)}</pre>`
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return html`<p class="error" role="alert">${error.message}</p>`
  }
}

function dashboard(project: Project, c: Context, minted: Html | string) {
  const users = queryUsers(project, { size: SHOWN, number: 0, order: 'CREATED_AT_ASC' })
  const orgs = queryOrgs(project, { size: SHOWN, number: 0, order: 'CREATED_AT_ASC' })
  return page(
    c,
    { title: 'Dashboard', wide: true },
    html`<h1>PropelAuth emulator</h1>
<section class="card">
<h2>Addresses</h2>
<table>
<tr><th scope="row">Auth URL</th><td><code>${project.authUrl}</code></td></tr>
<tr><th scope="row">Issuer</th><td><code>${project.issuer}</code></td></tr>
<tr><th scope="row">API key</th><td><code>${project.apiKey.slice(0, 8)}…</code> (printed whole in the terminal)</td></tr>
<tr><th scope="row">Key id</th><td><code>${project.signingKey.kid}</code></td></tr>
<tr><th scope="row">Pages</th><td><a href="/login">Log in</a> · <a href="/signup">Sign up</a> · <a href="/account">Account</a></td></tr>
<tr><th scope="row">Documents</th><td><a href="/.well-known/jwks.json">JWKS</a> · <a href="/.well-known/openid-configuration">OpenID configuration</a> · <a href="/_emulator/requests">Requests</a></td></tr>
</table>
</section>
<section class="card">
<h2>Mint a token</h2>
<form method="post" action="/_emulator">
<label for="user">User</label>
<select id="user" name="user">${users.rows.map((user) => html`<option value="${user.user_id}">${user.email}</option>`)}</select>
<label for="org">Active organization</label>
<select id="org" name="org"><option value="">none</option>${orgs.rows.map((org) => html`<option value="${org.org_id}">${org.name}</option>`)}</select>
<label for="minutes">Expires in minutes (negative for an expired one)</label>
<input id="minutes" name="minutes" type="number" value="30">
<button type="submit">Mint</button>
</form>
${minted}
</section>
<section class="card">
<h2>Users (${users.total})</h2>
<table>
<thead><tr><th scope="col">Email</th><th scope="col">Name</th><th scope="col">Id</th><th scope="col">Organizations</th></tr></thead>
<tbody>${users.rows.map((user) => userRow(project, user))}</tbody>
</table>
</section>
<section class="card">
<h2>Organizations (${orgs.total})</h2>
<table>
<thead><tr><th scope="col">Name</th><th scope="col">Id</th></tr></thead>
<tbody>${orgs.rows.map((org) => html`<tr><td>${org.name}</td><td><code>${org.org_id}</code></td></tr>`)}</tbody>
</table>
</section>`,
  )
}

function userRow(project: Project, user: User): Html {
  const roles = memberEntries(project, user.user_id).map((entry) => `${entry.org_name}: ${entry.user_role}`)
  const state = user.enabled === 0 ? ' (disabled)' : ''
  return html`<tr><td>${user.email}${state}</td><td>${[user.first_name, user.last_name].filter(Boolean).join(' ')}</td><td><code>${user.user_id}</code></td><td>${roles.join(', ')}</td></tr>`
}
