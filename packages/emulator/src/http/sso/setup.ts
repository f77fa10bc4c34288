import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { getOrg, type Org } from '../../domain/orgs/orgs.js'
import type { Project } from '../../domain/project/project.js'
import { type FieldErrors, ServiceError } from '../../domain/project/service-error.js'
import { findConnection, goLive, type SsoConnection, setFakeIdp, setIdp } from '../../domain/sso/connections.js'
import { SAML_PROVIDERS, type SamlProvider } from '../../domain/sso/idp-settings.js'
import { serviceProvider } from '../../domain/sso/service-provider.js'
import { orgOfSetupLink } from '../../domain/sso/setup-links.js'
import { field } from '../html/field.js'
import { formText } from '../html/form.js'
import { messagePage } from '../html/message-page.js'
import { option } from '../html/option.js'
import { type Html, page } from '../html/page.js'

const TITLE = 'Set up single sign-on'

type Answer = Response | Promise<Response>

/** The page of a set-up link: what the identity provider needs, its settings, a test, and going live. */
export function setupRoutes(project: Project): Hono {
  const routes = new Hono()
  routes.get('/saml/setup', (c) => withOrg(project, c, (org) => setupPage(project, c, org)))
  for (const [action, change] of Object.entries(ACTIONS)) {
    routes.post(`/saml/setup/${action}`, async (c) => {
      const form = await c.req.parseBody()
      return withOrg(project, c, (org) => changed(project, c, org, form, change))
    })
  }
  return routes
}

type Form = Readonly<Record<string, unknown>>

const ACTIONS = {
  saml: (project: Project, orgId: string, form: Form): void =>
    setIdp(project, orgId, {
      kind: 'saml',
      idp_entity_id: formText(form, 'idp_entity_id'),
      idp_sso_url: formText(form, 'idp_sso_url'),
      idp_certificate: formText(form, 'idp_certificate').trim(),
      provider: readProvider(formText(form, 'provider')),
    }),
  fake_saml: (project: Project, orgId: string): void => setFakeIdp(project, orgId, 'saml'),
  fake_oidc: (project: Project, orgId: string): void => setFakeIdp(project, orgId, 'oidc'),
  go_live: (project: Project, orgId: string): void => goLive(project, orgId),
} as const

type Change = (project: Project, orgId: string, form: Form) => void

const readProvider = (text: string): SamlProvider => SAML_PROVIDERS.find((name) => name === text) ?? 'Generic'

function withOrg(project: Project, c: Context, answer: (org: Org) => Answer): Answer {
  const orgId = orgOfSetupLink(project, c.req.query('t') ?? '')
  if (orgId === undefined) return messagePage(c, TITLE, 'This link has expired.', 400)
  return answer(getOrg(project, orgId))
}

function changed(project: Project, c: Context, org: Org, form: Form, change: Change): Answer {
  try {
    change(project, org.org_id, form)
  } catch (error) {
    if (error instanceof ServiceError) return setupPage(project, c, org, form, error.fields)
    throw error
  }
  return c.redirect(`/saml/setup?${token(c)}`, 303)
}

const token = (c: Context): URLSearchParams => new URLSearchParams({ t: c.req.query('t') ?? '' })

function setupPage(project: Project, c: Context, org: Org, form: Form = {}, errors: FieldErrors = {}): Answer {
  const { entityId, acsUrl } = serviceProvider(project, org.org_id)
  const status = Object.keys(errors).length > 0 ? 400 : 200
  return page(
    c,
    { title: TITLE, wide: true, status },
    html`<div class="card">
<h1>Single sign-on of ${org.name}</h1>
${stateOf(c, findConnection(project, org.org_id))}
<h2>For your identity provider</h2>
<table><tbody>
<tr><th scope="row">Entity id</th><td><code>${entityId}</code></td></tr>
<tr><th scope="row">ACS URL</th><td><code>${acsUrl}</code></td></tr>
</tbody></table>
<h2>From your identity provider</h2>
${samlForm(c, form, errors)}
</div>
<section class="card" aria-labelledby="fake">
<h2 id="fake">The provider of the emulator</h2>
<p class="soft">It logs in as any address, without a password.</p>
${actionForm(c, 'fake_saml', 'Use it with SAML')}
${actionForm(c, 'fake_oidc', 'Use it with OpenID Connect')}
</section>`,
  )
}

const actionForm = (c: Context, action: keyof typeof ACTIONS, label: string): Html =>
  html`<form method="post" action="/saml/setup/${action}?${token(c)}"><button type="submit" class="quiet">${label}</button></form>
`

function stateOf(c: Context, connection: SsoConnection | undefined): Html {
  if (!connection) return html`<p>Not connected yet.</p>`
  const kind = connection.idp.kind === 'saml' ? 'SAML' : 'OpenID Connect'
  const test = html`<a href="/saml/${connection.orgId}/login?${token(c)}">Test the connection</a>`
  if (connection.live) return html`<p>Connected by ${kind}, and live. ${test}</p>`
  return html`<p>Connected by ${kind}, in test mode. ${test}</p>${actionForm(c, 'go_live', 'Go live')}`
}

function samlForm(c: Context, form: Form, errors: FieldErrors): Html {
  const input = (name: string, label: string, type: 'text' | 'url'): Html =>
    field({
      name,
      label,
      attributes: html`type="${type}" autocomplete="off" required value="${formText(form, name)}"`,
      error: errors[name]?.[0],
    })
  return html`<form method="post" action="/saml/setup/saml?${token(c)}">
${input('idp_entity_id', 'Entity id', 'text')}
${input('idp_sso_url', 'Single sign-on URL', 'url')}
${certificateField(formText(form, 'idp_certificate'), errors.idp_certificate?.[0])}
<label for="provider">Provider</label>
<select id="provider" name="provider">${SAML_PROVIDERS.map((name) => option(name, name, formText(form, 'provider')))}</select>
<button type="submit">Save</button>
</form>`
}

const certificateField = (
  value: string,
  error: string | undefined,
): Html => html`<label for="idp_certificate">Certificate (PEM)</label>
<textarea id="idp_certificate" name="idp_certificate" rows="6" spellcheck="false" required${error === undefined ? '' : html` aria-invalid="true" aria-describedby="idp_certificate-error"`}>${value}</textarea>
${error === undefined ? '' : html`<p class="error" id="idp_certificate-error" role="alert">${error}</p>`}`
