import { grouped } from '../../values/grouped.js'
import { newHex } from '../../values/ids.js'
import type { Project } from '../project/project.js'
import { ServiceError } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import type { SocialProvider } from '../project/social-providers.js'
import { getUser } from '../users/user-lookup.js'

/** The tokens of a user's account at a provider. */
export interface ProviderToken {
  readonly provider: SocialProvider
  readonly access_token: string
  readonly refresh_token: string | null
  /** Unix seconds, null for a token that does not expire. */
  readonly expires_at: number | null
  /** A JSON list, null if unknown. */
  readonly scopes: string | null
}

export interface NewProviderToken {
  readonly provider: SocialProvider
  /** Default: a random one that begins with `emu_`. */
  readonly access_token?: string | undefined
  readonly refresh_token?: string | undefined
  /** Unix seconds. Default: the token does not expire. */
  readonly expires_at?: number | undefined
  readonly scopes?: readonly string[] | undefined
}

/** Stores the tokens, in place of earlier ones of the provider. @throws {ServiceError} `user_not_found` */
export function saveProviderToken(project: Project, userId: string, token: NewProviderToken): void {
  getUser(project, userId)
  project.db.run(
    `INSERT INTO provider_tokens VALUES (:user_id, :provider, :access_token, :refresh_token, :expires_at, :scopes)
     ON CONFLICT (user_id, provider) DO UPDATE SET access_token = excluded.access_token,
       refresh_token = excluded.refresh_token, expires_at = excluded.expires_at, scopes = excluded.scopes`,
    {
      user_id: userId,
      provider: token.provider,
      access_token: token.access_token ?? newAccessToken(token.provider),
      refresh_token: token.refresh_token ?? null,
      expires_at: token.expires_at ?? null,
      scopes: token.scopes === undefined ? null : JSON.stringify(token.scopes),
    },
  )
}

/** Removes all tokens of the user. */
export const removeProviderTokens = (project: Project, userId: string): number =>
  project.db.run('DELETE FROM provider_tokens WHERE user_id = ?', userId)

/** By provider, in the order of their names. @throws {ServiceError} `user_not_found` */
export function listProviderTokens(project: Project, userId: string): ProviderToken[] {
  getUser(project, userId)
  return project.db.all<ProviderToken>('SELECT * FROM provider_tokens WHERE user_id = ? ORDER BY provider', userId)
}

interface ProviderTokenRow extends ProviderToken {
  readonly user_id: string
}

/** By user: the tokens by provider, in the order of their names. */
export const allProviderTokens = (project: Project): ReadonlyMap<string, readonly ProviderToken[]> =>
  grouped(
    project.db.all<ProviderTokenRow>('SELECT * FROM provider_tokens ORDER BY user_id, provider'),
    (row) => row.user_id,
  )

/**
 * The token of one provider. An expired one is refreshed: it gets a new access token and a new expiry.
 * @throws {ServiceError} `user_not_found`, `not_found` without a token of the provider
 */
export function freshProviderToken(project: Project, userId: string, provider: SocialProvider): ProviderToken {
  return project.db.transaction(() => {
    const token = getToken(project, userId, provider)
    if (token.expires_at === null || token.expires_at > project.clock.seconds()) return token
    if (token.refresh_token === null) return expiredToken(project, token)
    const expiresAt = project.clock.seconds() + readSettings(project).provider_token_minutes * 60
    const sql = 'UPDATE provider_tokens SET access_token = ?, expires_at = ? WHERE user_id = ? AND provider = ?'
    project.db.run(sql, newAccessToken(provider), expiresAt, userId, provider)
    return getToken(project, userId, provider)
  })
}

/** An expired token without a refresh token. */
function expiredToken(project: Project, token: ProviderToken): ProviderToken {
  if (readSettings(project).provider_token_expired === 'return') return token
  throw new ServiceError('not_found', 'The token has expired and cannot be refreshed')
}

function getToken(project: Project, userId: string, provider: SocialProvider): ProviderToken {
  const token = listProviderTokens(project, userId).find((candidate) => candidate.provider === provider)
  if (!token) throw new ServiceError('not_found', `The user has no token of ${provider}`)
  return token
}

const newAccessToken = (provider: SocialProvider): string => `emu_${provider}_${newHex(24)}`
