import { type Context, Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { findConnection } from '../../domain/sso/connections.js'
import { type OidcIdp, oidcAddresses } from '../../domain/sso/idp-settings.js'
import { profileOfUserinfo, type SsoProfile } from '../../domain/sso/sso-profile.js'
import { isObject } from '../../values/json.js'
import { messagePage } from '../html/message-page.js'
import { finishLogin } from './external-state.js'
import { ssoAnswer, TITLE } from './sso-answer.js'
import { oidcRedirectUri } from './start.js'

/** Sends a request to an identity provider. */
export type SendRequest = (request: Request) => Promise<Response>

/** The callback of OpenID Connect: exchanges the code and reads the profile. */
export function oidcRoutes(project: Project, send: SendRequest): Hono {
  return new Hono().get('/sso/callback', (c) => callback(project, c, send))
}

async function callback(project: Project, c: Context, send: SendRequest): Promise<Response> {
  const login = finishLogin(project, c, 'oidc')
  const connection = findConnection(project, String(login?.orgId ?? ''))
  if (!login || connection?.idp.kind !== 'oidc')
    return messagePage(c, TITLE, 'This login has expired, or it was started elsewhere. Please start again.', 400)
  const code = c.req.query('code')
  if (!code) return messagePage(c, TITLE, `The identity provider answered: ${c.req.query('error') ?? 'no code'}.`, 400)
  const exchange = {
    idp: connection.idp,
    code,
    verifier: String(login.verifier),
    redirectUri: oidcRedirectUri(project),
  }
  const profile = await fetchProfile(exchange, send)
  if (typeof profile === 'string') return messagePage(c, TITLE, profile, 400)
  return ssoAnswer(project, c, {
    connection,
    profile,
    location: String(login.location),
    isTest: login.isTest === true,
  })
}

interface Exchange {
  readonly idp: OidcIdp
  readonly code: string
  readonly verifier: string
  readonly redirectUri: string
}

/** The profile, or what went wrong. */
async function fetchProfile(exchange: Exchange, send: SendRequest): Promise<SsoProfile | string> {
  const { tokenUrl, userinfoUrl } = oidcAddresses(exchange.idp)
  const answer = await fetchJson(new Request(tokenUrl, tokenRequest(exchange)), send)
  if (!isObject(answer) || typeof answer.access_token !== 'string')
    return 'The token endpoint of the identity provider gave no access token.'
  const headers = { Authorization: `Bearer ${answer.access_token}`, Accept: 'application/json' }
  const profile = profileOfUserinfo(await fetchJson(new Request(userinfoUrl, { headers }), send))
  return profile ?? 'The identity provider sent no confirmed email address.'
}

function tokenRequest({ idp, code, verifier, redirectUri }: Exchange): RequestInit {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: idp.client_id,
    client_secret: idp.client_secret,
    ...(idp.uses_pkce ? { code_verifier: verifier } : {}),
  })
  return { method: 'POST', body, headers: { Accept: 'application/json' } }
}

/** The JSON of a 2xx, undefined for all other answers and when the provider cannot be reached. */
async function fetchJson(request: Request, send: SendRequest): Promise<unknown> {
  try {
    const response = await send(request)
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}
