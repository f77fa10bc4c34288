import { type AccessToken, issueAccessToken, signClaims } from '../access/access-tokens.js'
import type { Project } from '../project/project.js'
import { ServiceError } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import type { User } from '../users/user-lookup.js'
import type { OAuthClient } from './clients.js'
import { OAuthError } from './oauth-error.js'
import { scopeNames } from './scopes.js'
import type { Refreshed } from './tokens.js'

/** The tokens of the older API, on the wire. */
export interface SignedTokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly scope?: string
  readonly id_token?: string
}

/** @throws {OAuthError} `invalid_grant` if the user has left the organization of the grant */
export async function signedTokens(project: Project, client: OAuthClient, refreshed: Refreshed): Promise<SignedTokens> {
  const { grant } = refreshed
  const { token, claims } = await accessToken(project, refreshed)
  const hasIdToken = scopeNames(grant.scope).includes('openid') && readSettings(project).oauth_id_token
  const { iat, exp } = claims
  return {
    access_token: token,
    refresh_token: refreshed.refreshToken,
    token_type: 'Bearer',
    expires_in: exp - iat,
    ...(grant.scope === '' ? {} : { scope: grant.scope }),
    ...(hasIdToken ? { id_token: await idToken(project, client, refreshed, { iat, exp }) } : {}),
  }
}

async function accessToken(project: Project, { grant, session }: Refreshed): Promise<AccessToken> {
  const options = { loginMethod: session.loginMethod, activeOrgId: grant.org_id ?? undefined }
  try {
    return await issueAccessToken(project, session.user, options)
  } catch (error) {
    if (error instanceof ServiceError) throw new OAuthError('invalid_grant', 'The user has left the organization')
    throw error
  }
}

/** It has no `user_id`, so it is never accepted as an access token (OpenID Connect Core 1.0, section 2). */
function idToken(
  project: Project,
  client: OAuthClient,
  { grant, session }: Refreshed,
  times: { readonly iat: number; readonly exp: number },
): Promise<string> {
  const { user } = session
  return signClaims(project, {
    iss: project.issuer,
    sub: user.user_id,
    aud: client.client_id,
    ...times,
    ...(grant.nonce === null ? {} : { nonce: grant.nonce }),
    ...profileClaims(user, scopeNames(grant.scope)),
  })
}

/** Claims of the discovery document. Those without a value are left out. */
function profileClaims(user: User, scopes: readonly string[]): Record<string, unknown> {
  const email = { email: user.email, email_verified: user.email_confirmed === 1 }
  const { first_name, last_name, picture_url } = user
  const profile = Object.entries({ first_name, last_name, picture_url }).filter(([, value]) => value !== null)
  return {
    ...(scopes.includes('email') ? email : {}),
    ...(scopes.includes('profile') ? Object.fromEntries(profile) : {}),
  }
}
