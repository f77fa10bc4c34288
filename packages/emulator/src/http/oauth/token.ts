import type { Context } from 'hono'
import { getClient, hasProvenSecret, type OAuthClient } from '../../domain/oauth/clients.js'
import { type LiveGrant, redeemCode } from '../../domain/oauth/grants.js'
import { OAuthError } from '../../domain/oauth/oauth-error.js'
import { signedTokens } from '../../domain/oauth/signed-tokens.js'
import { addRefreshTokenOf, findLiveToken, type Refreshed, redeemRefreshToken } from '../../domain/oauth/tokens.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { readCredentials } from './client-credentials.js'
import { type Parameters, readForm, requiredParameter } from './parameters.js'

/** Exchanges a code or a refresh token. The access token is the same JWT that sessions have. */
export async function token(project: Project, c: Context): Promise<Response> {
  const form = await readForm(c)
  const credentials = readCredentials(c, form)
  const client = getClient(project, 'oauth', credentials.clientId)
  const isProven = hasProvenSecret(client, credentials)
  const refreshed = redeem(project, form, { client, isProven })
  return c.json(await signedTokens(project, client, refreshed))
}

interface Caller {
  readonly client: OAuthClient
  readonly isProven: boolean
}

function redeem(project: Project, form: Parameters, caller: Caller): Refreshed {
  const grantType = requiredParameter(form, 'grant_type')
  if (grantType === 'authorization_code') return exchangeCode(project, form, caller)
  if (grantType === 'refresh_token') return refresh(project, form, caller)
  throw new OAuthError('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token')
}

function exchangeCode(project: Project, form: Parameters, { client, isProven }: Caller): Refreshed {
  const codeVerifier = form.get('code_verifier')
  if (!isProven && codeVerifier === undefined) throw unproven()
  const code = requiredParameter(form, 'code')
  const redirectUri = requiredParameter(form, 'redirect_uri')
  const live = redeemCode(project, { client, code, redirectUri, codeVerifier })
  return { ...live, refreshToken: addRefreshTokenOf(project, live.grant) }
}

function refresh(project: Project, form: Parameters, { client, isProven }: Caller): Refreshed {
  const refreshToken = requiredParameter(form, 'refresh_token')
  const live = findLiveToken(project, refreshToken)
  if (!isProven && !usesPkce(live)) throw unproven()
  return redeemRefreshToken(project, client.client_id, refreshToken, readSettings(project).refresh_tokens)
}

/** PKCE takes the place of the secret. */
const usesPkce = (live: LiveGrant | undefined): boolean => typeof live?.grant.code_challenge === 'string'

const unproven = (): OAuthError => new OAuthError('invalid_client', 'Send the client secret, or use PKCE')
