import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { startExternalLogin } from '../../domain/social/external-logins.js'
import { findConnection, type SsoConnection } from '../../domain/sso/connections.js'
import { type OidcIdp, oidcAddresses, type SamlIdp } from '../../domain/sso/idp-settings.js'
import { encodeSamlRequest } from '../../domain/sso/saml-request.js'
import { serviceProvider } from '../../domain/sso/service-provider.js'
import { orgOfSetupLink } from '../../domain/sso/setup-links.js'
import { newHex } from '../../values/ids.js'
import { newOpaqueToken } from '../../values/secrets.js'
import { messagePage } from '../html/message-page.js'
import { returnTarget } from '../own-address.js'
import { startLogin } from './external-state.js'
import { browserLocation } from './own-location.js'
import { inTestMode, TITLE } from './sso-answer.js'

/** The redirect URI of OpenID Connect, the same for every organization. */
export const oidcRedirectUri = ({ authUrl }: Pick<Project, 'authUrl'>): string => `${authUrl}/sso/callback`

/** Sends the browser to the identity provider of the organization. With a set-up link (`t`) the login is a test. */
export function startSso(project: Project, c: Context): Response | Promise<Response> {
  const orgId = (c.req.param('org_id') ?? '').toLowerCase()
  const connection = findConnection(project, orgId)
  if (!connection) return messagePage(c, TITLE, 'This organization has no single sign-on.', 404)
  const isTest = orgOfSetupLink(project, c.req.query('t') ?? '') === orgId
  if (!connection.live && !isTest) return inTestMode(c)
  const data = { orgId, location: returnTarget(project, c).location, isTest }
  return c.redirect(browserLocation(project, c, idpLocation(project, c, connection, data)), 302)
}

interface LoginData {
  readonly [name: string]: string | boolean
}

const idpLocation = (project: Project, c: Context, { orgId, idp }: SsoConnection, data: LoginData): string =>
  idp.kind === 'saml' ? samlLocation(project, orgId, idp, data) : oidcLocation(project, c, idp, data)

/** The redirect binding. The answer comes back by a form of the provider, to which a browser adds no cookie. */
function samlLocation(project: Project, orgId: string, idp: SamlIdp, data: LoginData): string {
  const requestId = `_${newHex(16)}`
  const { entityId, acsUrl } = serviceProvider(project, orgId)
  const request = { id: requestId, issuer: entityId, acsUrl, destination: idp.idp_sso_url }
  const url = new URL(idp.idp_sso_url)
  url.searchParams.set('SAMLRequest', encodeSamlRequest(request, project.clock.seconds()))
  url.searchParams.set('RelayState', startExternalLogin(project, 'saml', { ...data, requestId }))
  return url.href
}

function oidcLocation(project: Project, c: Context, idp: OidcIdp, data: LoginData): string {
  const verifier = newOpaqueToken()
  const url = new URL(oidcAddresses(idp).authUrl)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('client_id', idp.client_id)
  url.searchParams.set('redirect_uri', oidcRedirectUri(project))
  url.searchParams.set('scope', 'openid email profile')
  url.searchParams.set('state', startLogin(project, c, 'oidc', { ...data, verifier }))
  if (idp.uses_pkce) {
    url.searchParams.set('code_challenge', createHash('sha256').update(verifier).digest('base64url'))
    url.searchParams.set('code_challenge_method', 'S256')
  }
  return url.href
}
