import { html } from 'hono/html'
import type { Org } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import {
  deleteConnection,
  findConnection,
  goLive,
  type SsoConnection,
  setFakeIdp,
} from '../../../domain/sso/connections.js'
import { oidcAddresses, type SsoIdp } from '../../../domain/sso/idp-settings.js'
import { serviceProvider } from '../../../domain/sso/service-provider.js'
import { createSetupLink } from '../../../domain/sso/setup-links.js'
import { sameByHttp } from '../../control/same-call.js'
import type { Html } from '../../html/page.js'
import { section } from '../../html/section.js'
import { oidcRedirectUri } from '../../sso/start.js'
import type { SubjectForms } from '../parts/detail-frame.js'
import { buttonForm } from '../parts/inputs.js'

/** The connection to an identity provider: its state, a test, and the page on which a customer sets it up. */
export function orgSso(project: Project, org: Org): Html {
  const connection = findConnection(project, org.org_id)
  const button = (action: string, label: string): Html =>
    buttonForm({ target: `/_emulator/orgs/${org.org_id}`, action, label, name: org.name })
  return section(
    'sso',
    'Single sign-on',
    html`${connection ? connectionTable(project, connection) : html`<p>The organization is not connected to an identity provider.</p>`}
<div class="actions">
${connection ? button('test_login', 'Test the login') : ''}
${connection && !connection.live ? button('go_live', 'Go live') : ''}
${connection?.live ? html`<a href="/saml/${org.org_id}/login">Log in</a>` : ''}
${
  connection
    ? button('disconnect', 'Disconnect')
    : html`${button('connect_saml', 'Connect the provider of the emulator by SAML')}
${button('connect_oidc', 'Connect it by OpenID Connect')}`
}
${button('set_up', 'Open the set-up page')}
</div>
${sameCalls(project, org, connection)}`,
  )
}

const PROTOCOLS: Readonly<Record<SsoIdp['kind'], string>> = { saml: 'SAML', oidc: 'OpenID Connect' }

function connectionTable(project: Project, { orgId, idp, isFake, live }: SsoConnection): Html {
  const { entityId, acsUrl } = serviceProvider(project, orgId)
  const row = (name: string, value: Html | string): Html => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>
`
  return html`<table>
<tbody>
${row('Provider', isFake ? 'that of the emulator, which logs in as any address' : nameOf(idp))}
${row('Protocol', PROTOCOLS[idp.kind])}
${row('State', live ? 'live' : 'test mode: a login shows what the provider has sent, and starts no session')}
${row('Login at', html`<code>${loginUrlOf(idp)}</code>`)}
${
  idp.kind === 'saml'
    ? html`${row('Entity id of the service', html`<code>${entityId}</code>`)}${row('ACS URL', html`<code>${acsUrl}</code>`)}`
    : row('Redirect URI', html`<code>${oidcRedirectUri(project)}</code>`)
}</tbody>
</table>`
}

const nameOf = (idp: SsoIdp): string => (idp.kind === 'saml' ? idp.provider : idp.idp_type)

const loginUrlOf = (idp: SsoIdp): string => (idp.kind === 'saml' ? idp.idp_sso_url : oidcAddresses(idp).authUrl)

function sameCalls(project: Project, org: Org, connection: SsoConnection | undefined): Html {
  const name = org.seed_key ?? org.org_id
  const backend = '/api/backend/v1'
  return sameByHttp(
    project,
    'connect, test and disconnect',
    { method: 'POST', path: '/_emulator/sso', body: { org: name, type: 'fake_saml' } },
    { method: 'POST', path: `${backend}/saml_idp_metadata/go_live/${org.org_id}` },
    { method: 'DELETE', path: `${backend}/saml_idp_metadata/${org.org_id}` },
    { method: 'POST', path: `${backend}/org/${org.org_id}/create_saml_connection_link`, body: {} },
    ...(connection ? [['sso', 'show', name]] : [['sso', 'connect', name, '--type', 'fake_saml']]),
    ['sso', 'live', name],
    ['sso', 'remove', name],
    ['sso', 'link', name],
  )
}

/** The provider that a test leads to, for the content policy of the page. */
export function ssoTarget(project: Project, { org_id }: Org): string | undefined {
  const connection = findConnection(project, org_id)
  return connection && !connection.isFake ? new URL(loginUrlOf(connection.idp)).origin : undefined
}

const TEST_SECONDS = 600

/** A set-up link. Only its path is used, so that the browser stays on the host name that it uses. */
const setupLink = (project: Project, org: Org, seconds?: number): URL =>
  new URL(createSetupLink(project, org.org_id, seconds))

export const SSO_FORMS: SubjectForms<Org> = {
  stay: {
    connect_saml: (project, org) => setFakeIdp(project, org.org_id, 'saml'),
    connect_oidc: (project, org) => setFakeIdp(project, org.org_id, 'oidc'),
    go_live: (project, org) => goLive(project, org.org_id),
    disconnect: (project, org) => deleteConnection(project, org.org_id),
  },
  leave: {
    // A login with the token of a set-up link is a test: it starts no session.
    test_login: (project, org) => `/saml/${org.org_id}/login${setupLink(project, org, TEST_SECONDS).search}`,
    set_up: (project, org) => {
      const { pathname, search } = setupLink(project, org)
      return pathname + search
    },
  },
}
