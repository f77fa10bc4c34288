import type { Context } from 'hono'
import type { Session } from '../../domain/access/sessions.js'
import { createGrant } from '../../domain/oauth/grants.js'
import { OAuthError } from '../../domain/oauth/oauth-error.js'
import { isCodeChallenge } from '../../domain/oauth/pkce.js'
import { findMembership } from '../../domain/orgs/memberships.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { loginPath } from '../login-path.js'
import { readCompleteSession } from '../session-cookie.js'
import { type Authorization, callbackLocation, errorAnswer, readAuthorization, refusalPage } from './authorization.js'
import { type Parameters, requiredParameter } from './parameters.js'

/** Logs the user in and redirects to the client with a code. There is no consent page. */
export function authorize(project: Project, c: Context): Response | Promise<Response> {
  try {
    return proceed(project, c, readAuthorization(project, c, 'oauth'))
  } catch (error) {
    if (error instanceof OAuthError) return refusalPage(c, error)
    throw error
  }
}

function proceed(project: Project, c: Context, authorization: Authorization): Response {
  try {
    const codeChallenge = readRequest(project, authorization)
    const session = readCompleteSession(project, c)
    const prompt = authorization.parameters.get('prompt')
    if (!session && prompt === 'none') throw new OAuthError('login_required', 'The user is not signed in')
    if (!session || prompt === 'login') return c.redirect(loginAgain(project, c, prompt), 302)
    const code = createCode(project, session, authorization, codeChallenge)
    return c.redirect(callbackLocation(project, authorization, { code }, 'oauth'), 302)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return c.redirect(callbackLocation(project, authorization, errorAnswer(error), 'oauth'), 302)
  }
}

/**
 * Returns the challenge. A client without a secret needs one.
 * @throws {OAuthError} for the callback
 */
function readRequest(project: Project, { client, state, parameters }: Authorization): string | undefined {
  if (requiredParameter(parameters, 'response_type') !== 'code')
    throw new OAuthError('unsupported_response_type', 'response_type must be code')
  if (state === undefined && readSettings(project).oauth_state_required)
    throw new OAuthError('invalid_request', 'state is missing')
  const codeChallenge = readChallenge(parameters)
  if (codeChallenge === undefined && client.secret_hash === null)
    throw new OAuthError('invalid_request', 'code_challenge is missing: this client has no secret, so it needs PKCE')
  return codeChallenge
}

function readChallenge(parameters: Parameters): string | undefined {
  const challenge = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method')
  if (challenge === undefined && method === undefined) return undefined
  if (method !== 'S256' || !isCodeChallenge(challenge ?? ''))
    throw new OAuthError('invalid_request', 'code_challenge must be 43 characters, with code_challenge_method S256')
  return challenge
}

/** The login page. `prompt=login` shows it to a signed-in user, too, so the way back has no prompt. */
function loginAgain(project: Project, c: Context, prompt: string | undefined): string {
  const back = new URL(c.req.url)
  if (prompt !== 'login') return loginPath(project, back.pathname + back.search)
  back.searchParams.delete('prompt')
  return loginPath(project, back.pathname + back.search, { query: [['prompt', 'login']] })
}

/** @throws {OAuthError} `access_denied` for an organization that is not one of the user's */
function createCode(
  project: Project,
  session: Session,
  { client, redirectUri, parameters }: Authorization,
  codeChallenge: string | undefined,
): string {
  const orgId = parameters.get('org_id')?.toLowerCase()
  if (orgId !== undefined && !findMembership(project, session.user.user_id, orgId))
    throw new OAuthError('access_denied', 'The user is not a member of the organization')
  return createGrant(project, {
    ...{ client, redirectUri, codeChallenge, orgId },
    sessionId: session.id,
    scope: parameters.get('scope') ?? '',
    nonce: parameters.get('nonce'),
    codeSeconds: readSettings(project).oauth_code_seconds,
  })
}
