import { logSentInvite } from '../../domain/orgs/invites.js'
import type { Project } from '../../domain/project/project.js'
import { isSocialProvider } from '../../domain/project/social-providers.js'
import { removeProviderTokens, saveProviderToken } from '../../domain/social/provider-tokens.js'
import { setMfaPhones } from '../../domain/users/mfa-phones.js'
import { hashPassword, matchesOwnHash } from '../../domain/users/passwords.js'
import { setBackupCodes } from '../../domain/users/second-factor.js'
import { restoreLogins, restoreUserHistory, setSignupQueryParameters } from '../../domain/users/user-history.js'
import { findUser, type User } from '../../domain/users/user-lookup.js'
import {
  createUser,
  setEmail,
  setMfaSecret,
  setPassword,
  setPasswordHash,
  setUserEnabled,
  setUserLocked,
  setUserSeedKey,
  updateProfile,
} from '../../domain/users/users.js'
import { derivedUuid } from '../../values/ids.js'
import type { SeedUser } from '../seed.js'

export const seedUserId = (user: Pick<SeedUser, 'key' | 'id'>): string => user.id ?? derivedUuid('user', user.key)

/** Adds the user, or changes the one with this id. `hash` hashes a password. */
export function applyUser(project: Project, seed: SeedUser, hash: Hash): void {
  const userId = seedUserId(seed)
  const known = findUser(project, userId)
  if (known) updateSeededUser(project, known, seed)
  else createSeededUser(project, userId, seed, hash)
  restoreLogins(project, userId, seed)
  if (seed.provider_tokens !== undefined) replaceProviderTokens(project, userId, seed.provider_tokens)
}

type Hash = (password: string) => string

/** Many users of a seed have the same password, and hashing it takes longer than all the rest. */
export function hashOnce(): Hash {
  const hashes = new Map<string, string>()
  return (password) => {
    const hash = hashes.get(password) ?? hashPassword(password)
    hashes.set(password, hash)
    return hash
  }
}

function createSeededUser(project: Project, userId: string, seed: SeedUser, hash: Hash): void {
  const { password, password_hash = password === undefined ? undefined : hash(password) } = seed
  createUser(project, { email_confirmed: true, ...seed, password_hash, user_id: userId, seed_key: seed.key })
  restoreUserHistory(project, userId, seed)
  if (seed.mfa_phones !== undefined) setMfaPhones(project, userId, seed.mfa_phones)
  if (seed.mfa_backup_codes !== undefined) setBackupCodes(project, userId, seed.mfa_backup_codes)
  for (const sentAt of seed.invites_sent ?? []) logSentInvite(project, userId, sentAt)
}

function updateSeededUser(project: Project, known: User, seed: SeedUser): void {
  const { user_id: userId, password_hash: hash } = known
  setUserSeedKey(project, userId, seed.key)
  setEmail(project, userId, seed.email, seed.email_confirmed ?? true)
  updateProfile(project, userId, seed)
  setUserEnabled(project, userId, seed.enabled ?? true)
  setUserLocked(project, userId, seed.locked ?? false)
  setMfaSecret(project, userId, seed.mfa_secret ?? null)
  setMfaPhones(project, userId, seed.mfa_phones ?? [])
  setBackupCodes(project, userId, seed.mfa_backup_codes ?? [])
  if (seed.signup_query_parameters !== undefined)
    setSignupQueryParameters(project, userId, seed.signup_query_parameters)
  if (seed.password_hash !== undefined && seed.password_hash !== hash)
    setPasswordHash(project, userId, seed.password_hash)
  else if (seed.password !== undefined && !matchesOwnHash(hash, seed.password))
    setPassword(project, userId, seed.password, seed.update_password_required)
}

function replaceProviderTokens(
  project: Project,
  userId: string,
  tokens: NonNullable<SeedUser['provider_tokens']>,
): void {
  removeProviderTokens(project, userId)
  for (const [provider, token] of Object.entries(tokens))
    if (isSocialProvider(provider)) saveProviderToken(project, userId, { provider, ...token })
}
