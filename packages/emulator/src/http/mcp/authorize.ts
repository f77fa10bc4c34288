import { type Context, Hono } from 'hono'
import { mayUse } from '../../domain/oauth/clients.js'
import { OAuthError } from '../../domain/oauth/oauth-error.js'
import { isCodeChallenge } from '../../domain/oauth/pkce.js'
import { requestedScopes } from '../../domain/oauth/scopes.js'
import type { Project } from '../../domain/project/project.js'
import { loginPath } from '../login-path.js'
import {
  type Authorization,
  callbackLocation,
  errorAnswer,
  readAuthorization,
  refusalPage,
} from '../oauth/authorization.js'
import { requiredParameter } from '../oauth/parameters.js'
import { readCompleteSession } from '../session-cookie.js'
import { askForConsent, decide } from './consent.js'

/** The authorization endpoint: login, consent, and the redirect to the client. */
export function authorizeRoutes(project: Project): Hono {
  return new Hono()
    .get('/oauth/2.1/authorize', (c) => authorize(project, c))
    .post('/oauth/2.1/authorize', (c) => decide(project, c))
}

/** The service rejects a request without these before it looks at any other. */
const PARSED_FIRST = ['client_id', 'redirect_uri', 'state']

function authorize(project: Project, c: Context): Response | Promise<Response> {
  const missing = PARSED_FIRST.find((name) => !c.req.query(name))
  if (missing !== undefined) return c.text(`Failed to deserialize query string: missing field ${missing}\n`, 400)
  try {
    return proceed(project, c, readAuthorization(project, c, 'mcp'))
  } catch (error) {
    if (error instanceof OAuthError) return refusalPage(c, error)
    throw error
  }
}

function proceed(project: Project, c: Context, authorization: Authorization): Response | Promise<Response> {
  try {
    const request = readRequest(project, authorization)
    const session = readCompleteSession(project, c)
    const { pathname, search } = new URL(c.req.url)
    if (!session) return c.redirect(loginPath(project, pathname + search), 302)
    if (!mayUse(authorization.client, session.user))
      throw new OAuthError('access_denied', 'This client belongs to another user')
    return askForConsent(project, c, { session, client: authorization.client, ...request })
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return c.redirect(callbackLocation(project, authorization, errorAnswer(error), 'mcp'), 302)
  }
}

/** @throws {OAuthError} for the callback */
function readRequest(project: Project, { parameters, redirectUri, state = '' }: Authorization) {
  if (requiredParameter(parameters, 'response_type') !== 'code')
    throw new OAuthError('unsupported_response_type', 'response_type must be code')
  const codeChallenge = requiredParameter(parameters, 'code_challenge')
  if (requiredParameter(parameters, 'code_challenge_method') !== 'S256' || !isCodeChallenge(codeChallenge))
    throw new OAuthError('invalid_request', 'code_challenge must be 43 characters, with code_challenge_method S256')
  const resource = requiredParameter(parameters, 'resource')
  if (!isResource(resource)) throw new OAuthError('invalid_target', 'resource must be an absolute URI without fragment')
  const scope = parameters.get('scope') ?? ''
  requestedScopes(project, scope)
  return { redirectUri, state, codeChallenge, resource, scope }
}

/** A resource indicator (RFC 8707, section 2). It becomes the audience as it is. */
const isResource = (text: string): boolean => /^[!-~]+$/.test(text) && URL.canParse(text) && !text.includes('#')
