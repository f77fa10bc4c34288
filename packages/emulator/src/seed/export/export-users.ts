import { sentInvites } from '../../domain/orgs/invites.js'
import type { Project } from '../../domain/project/project.js'
import { allProviderTokens, type ProviderToken } from '../../domain/social/provider-tokens.js'
import { phonesOf } from '../../domain/users/mfa-phones.js'
import { oldPasswords } from '../../domain/users/password-rotation.js'
import { backupCodesOf } from '../../domain/users/second-factor.js'
import { activeDays } from '../../domain/users/user-history.js'
import type { User } from '../../domain/users/user-lookup.js'
import { type JsonObject, parseObject } from '../../values/json.js'
import type { SeedProviderToken, SeedUser } from '../seed.js'
import { filled } from './filled.js'

/** The key of a user that came from no seed is its id. */
export const userKey = ({ seed_key, user_id }: Pick<User, 'seed_key' | 'user_id'>): string => seed_key ?? user_id

/** Oldest first. */
export function exportUsers(project: Project): SeedUser[] {
  const parts = { tokens: allProviderTokens(project), days: activeDays(project), invites: sentInvites(project) }
  return project.db.all<User>('SELECT * FROM users ORDER BY seq').map((user) => exportUser(user, parts))
}

/** What other tables have of all users. A query for each of them takes most of an export. */
interface UserParts {
  readonly tokens: ReturnType<typeof allProviderTokens>
  readonly days: ReturnType<typeof activeDays>
  readonly invites: ReturnType<typeof sentInvites>
}

function exportUser(user: User, { tokens, days, invites }: UserParts): SeedUser {
  return filled({
    key: userKey(user),
    id: user.user_id,
    email: user.email,
    password_hash: user.password_hash,
    mfa_secret: user.mfa_secret,
    mfa_backup_codes: backupCodesOf(user),
    mfa_phones: phonesOf(user).map(({ number }) => number),
    email_confirmed: user.email_confirmed === 1 ? undefined : false,
    username: user.username,
    first_name: user.first_name,
    last_name: user.last_name,
    picture_url: user.picture_url,
    properties: optionalObject(user.properties),
    metadata: optionalObject(user.metadata),
    enabled: user.enabled === 1 ? undefined : false,
    locked: user.locked === 1 || undefined,
    locked_until: user.locked_until,
    failed_logins: user.failed_logins || undefined,
    update_password_required: user.update_password_required === 1 || undefined,
    password_set_at: user.password_set_at,
    password_history: oldPasswords(user),
    signup_query_parameters: parseObject(user.signup_query_parameters),
    can_create_orgs: user.can_create_orgs === 1 || undefined,
    legacy_user_id: user.legacy_user_id,
    provider_tokens: exportProviderTokens(tokens.get(user.user_id)),
    created_at: user.created_at,
    last_active_at: user.last_active_at,
    active_on: days.get(user.user_id)?.map(({ date }) => date),
    invites_sent: invites.get(user.user_id)?.map(({ sent_at }) => sent_at),
  })
}

const optionalObject = (json: string | null): JsonObject | null => (json === null ? null : parseObject(json))

function exportProviderTokens(tokens: readonly ProviderToken[] = []): SeedUser['provider_tokens'] {
  const entries = tokens.map((token): [string, SeedProviderToken] => [
    token.provider,
    filled({
      access_token: token.access_token,
      refresh_token: token.refresh_token,
      expires_at: token.expires_at,
      scopes: token.scopes === null ? null : (JSON.parse(token.scopes) as string[]),
    }),
  ])
  return Object.fromEntries(entries)
}
