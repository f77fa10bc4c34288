import type { Context } from 'hono'
import { html } from 'hono/html'
import type { OAuthClient } from '../../domain/oauth/clients.js'
import { policySource } from '../../domain/oauth/redirect-uris.js'
import { type OrgOffer, orgOffers, requestedScopes } from '../../domain/oauth/scopes.js'
import type { McpScope } from '../../domain/project/mcp-settings.js'
import { type OrgWords, orgWords } from '../../domain/project/org-words.js'
import type { Project } from '../../domain/project/project.js'
import { type Html, page } from '../html/page.js'
import { loginPath } from '../login-path.js'
import type { ConsentRequest } from './consent-request.js'

/** The form field for the scopes of an organization. */
export const orgScopeField = (orgId: string): string => `scope:${orgId}`

/**
 * Asks the user for the scopes of a client.
 * @param token identifies the request in the form
 */
export function consentPage(project: Project, c: Context, request: ConsentRequest, token: string) {
  const { client, session, redirectUri, resource } = request
  const scopes = requestedScopes(project, request.scope)
  const { pathname, search } = new URL(c.req.url)
  const otherLogin = loginPath(project, pathname + search, { query: [['prompt', 'login']] })
  return page(
    c,
    { title: 'Allow access', formTarget: policySource(redirectUri) },
    html`<div class="card">
<h1>Allow access?</h1>
<p><strong>${client.name}</strong> asks for access to <strong>${resource}</strong> as <strong>${session.user.email}</strong>.</p>
${originNote(client)}
<form method="post" action="/oauth/2.1/authorize">
<input type="hidden" name="request" value="${token}">
${userScopes(scopes.filter(({ org }) => !org))}
${orgScopes(orgOffers(project, session.user.user_id, scopes), orgWords(project))}
<p class="soft">The answer goes to <code>${redirectUri}</code></p>
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny" class="quiet">Deny</button>
</form>
<p class="soft">Not you? <a href="${otherLogin}">Log in as another user</a></p>
</div>`,
  )
}

const originNote = ({ source, client_uri: uri }: OAuthClient): Html | string =>
  source === 'registered'
    ? html`<p class="soft">It has registered itself, so anyone may have chosen this name${uri === null ? '' : html` and the address <code>${uri}</code>`}.</p>`
    : ''

const userScopes = (scopes: readonly McpScope[]): Html | string =>
  scopes.length === 0
    ? ''
    : html`<fieldset>
<legend>Your account</legend>
${scopes.map((scope) => scopeBox('scope', scope))}
</fieldset>`

/** One organization is selected at a time. The style sheet hides the scopes of the others. */
const orgScopes = (offers: readonly OrgOffer[], { one, many }: OrgWords): Html | string =>
  offers.length === 0
    ? ''
    : html`<fieldset>
<legend>One of your ${many}</legend>
${offers.map((offer, index) => orgChoice(offer, index === 0))}
<div class="choice"><label><input type="radio" name="org" value=""> <span>No ${one}</span></label></div>
</fieldset>`

const orgChoice = ({ entry, scopes }: OrgOffer, selected: boolean): Html => html`<div class="choice">
<label><input type="radio" name="org" value="${entry.org_id}"${selected ? html` checked` : ''}> <span>${entry.org_name} <small>${entry.user_role}</small></span></label>
<div class="scopes">${scopes.map((scope) => scopeBox(orgScopeField(entry.org_id), scope))}</div>
</div>
`

const scopeBox = (field: string, { name, description }: McpScope): Html =>
  html`<label><input type="checkbox" name="${field}" value="${name}" checked> <span><code>${name}</code>${description === undefined ? '' : html` <small>${description}</small>`}</span></label>
`
