import { issueAccessToken } from '../../domain/access/access-tokens.js'
import { authenticationInfo } from '../../domain/access/authentication-info.js'
import { renewSession } from '../../domain/access/renew-session.js'
import { addRefreshToken, endSession, extendSession, findSessionById } from '../../domain/access/sessions.js'
import { endSessionOfToken } from '../../domain/oauth/tokens.js'
import { allowedReturnUrl } from '../../domain/project/return-target.js'
import { invalidFields, ServiceError } from '../../domain/project/service-error.js'
import { readSettings } from '../../domain/project/settings.js'
import { redeemOneTimeToken } from '../../domain/users/one-time-tokens.js'
import { findUser } from '../../domain/users/user-lookup.js'
import { bodyFields } from '../fields.js'
import type { Handler } from './handler.js'

const MAX_MINUTES = 366 * 24 * 60

export const createAccessToken: Handler<'createAccessToken'> = async (project, request) => {
  if (!readSettings(project).can_create_access_tokens) throw creationDisabled()
  const fields = bodyFields(request.body)
  const userId = fields.requiredId('user_id')
  const minutes = fields.requiredInteger('duration_in_minutes', { min: 1, max: MAX_MINUTES })
  const activeOrgId = fields.id('active_org_id')
  fields.check()
  const user = findUser(project, userId)
  if (!user || user.enabled === 0) throw new ServiceError('token_user_not_found', 'User not found')
  const loginMethod = { login_method: 'generated_from_backend_api' }
  const options = { loginMethod, activeOrgId, lifetimeSeconds: minutes * 60 }
  const { token } = await issueAccessToken(project, user, options)
  return { access_token: token }
}

const creationDisabled = (): ServiceError =>
  new ServiceError('access_token_creation_disabled', 'Access token creation is not enabled for this project')

export const fetchTokenVerificationMetadata: Handler<'fetchTokenVerificationMetadata'> = (project) => ({
  verifier_key_pem: project.signingKey.publicPem,
  // The name that the Rust SDK reads.
  public_key_pem: project.signingKey.publicPem,
})

/** Renews the tokens of an app's server. */
export const refreshAccessTokenFromRefreshToken: Handler<'refreshAccessTokenFromRefreshToken'> = async (
  project,
  request,
) => {
  const fields = bodyFields(request.body)
  const refreshToken = fields.requiredText('refresh_token')
  fields.check()
  const activeOrgId = request.query.get('active_org_id')?.toLowerCase() || undefined
  const renewal = renewSession(project, refreshToken, activeOrgId)
  if (renewal.outcome === 'not_signed_in') throw new ServiceError('unauthorized', 'The refresh token is not valid')
  // Throws if the user is not in the organization. The refresh token has not been replaced then.
  const info = await authenticationInfo(project, renewal.session, activeOrgId)
  return { refresh_token: renewal.outcome === 'renewed' ? renewal.refreshToken : refreshToken, access_token: info }
}

export const logoutRefreshToken: Handler<'logoutRefreshToken'> = (project, request) => {
  const fields = bodyFields(request.body)
  const refreshToken = fields.requiredText('refresh_token')
  fields.check()
  endSession(project, refreshToken)
  endSessionOfToken(project, refreshToken)
  return {}
}

/** Exchanges the code of the SSR protocol for tokens. `/propelauth/ssr/authorize` issues the code. */
export const exchangeSsrCode: Handler<'exchangeSsrCode'> = async (project, request) => {
  const fields = bodyFields(request.body)
  const redirectUri = fields.requiredText('redirect_uri')
  const code = fields.requiredText('code')
  fields.check()
  const issued = redeemOneTimeToken(project, 'ssr_code', code)
  const session = issued && findSessionById(project, String(issued.data.session_id))
  const isRightUri = issued?.data.redirect_uri === allowedReturnUrl(project, redirectUri)?.href
  if (!session || !isRightUri)
    throw invalidFields({ code: ['Unknown, used or expired code, or another redirect_uri.'] })
  extendSession(project, session)
  const refresh_token = addRefreshToken(project, session.id)
  const { token } = await issueAccessToken(project, session.user, { loginMethod: session.loginMethod })
  return { access_token: token, refresh_token }
}
