import {
  type ApiKey,
  archiveApiKey,
  type CreatedApiKey,
  createApiKey,
  getApiKey,
  updateApiKey,
} from '../access/api-keys.js'
import { findMembership } from '../orgs/memberships.js'
import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import type { ApiKeyExpiration } from '../project/self-service-settings.js'
import { ServiceError } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import type { User } from '../users/user-lookup.js'
import { ActionError, forbidden, invalidRequest } from './action-error.js'
import { type MemberRights, memberRights } from './member-rights.js'

/** Whose keys: those of the user, or of an organization. */
export type KeyOwner = { readonly user: User } | { readonly rights: MemberRights }

const DAY_SECONDS = 86_400

const LIFETIME_DAYS: Readonly<Record<ApiKeyExpiration, number | undefined>> = {
  TwoWeeks: 14,
  OneMonth: 30,
  ThreeMonths: 90,
  SixMonths: 180,
  OneYear: 365,
  Never: undefined,
}

export const API_KEY_ORDERS = ['CreatedAtAsc', 'CreatedAtDesc', 'ExpiresAtAsc', 'ExpiresAtDesc'] as const

export type ApiKeyOrder = (typeof API_KEY_ORDERS)[number]

const ORDER: Readonly<Record<ApiKeyOrder, string>> = {
  CreatedAtAsc: 'created_at, seq',
  CreatedAtDesc: 'created_at DESC, seq DESC',
  ExpiresAtAsc: 'expires_at_seconds IS NULL, expires_at_seconds, seq',
  ExpiresAtDesc: 'expires_at_seconds IS NOT NULL, expires_at_seconds DESC, seq DESC',
}

export interface OwnKeySearch extends PageRequest {
  /** A part of the name or the id. */
  readonly search?: string | undefined
  readonly order?: ApiKeyOrder | undefined
}

/** Whether the owner can have keys at all. */
export function keysEnabled(project: Project, owner: KeyOwner): boolean {
  const { personal_api_keys_enabled, org_api_keys_enabled } = readSettings(project)
  return 'user' in owner ? personal_api_keys_enabled : org_api_keys_enabled
}

/**
 * The valid keys, newest first if no order is given.
 * @throws {ActionError} `action_disabled`, `action_forbidden`
 */
export function listOwnKeys(project: Project, owner: KeyOwner, search: OwnKeySearch): Found<ApiKey> {
  if (!keysEnabled(project, owner)) throw new ActionError('action_disabled', 'API keys are off in this project.')
  if ('rights' in owner) owner.rights.require('can_manage_api_keys')
  const mine = 'user' in owner ? 'org_id IS NULL AND user_id = :owner' : 'org_id = :owner'
  const from = `FROM api_keys WHERE ${mine} AND archived_at IS NULL
    AND (expires_at_seconds IS NULL OR expires_at_seconds > :now)
    AND (:search IS NULL OR instr(lower(coalesce(display_name, '')), :search) > 0 OR instr(api_key_id, :search) > 0)`
  return findPage<ApiKey>(project, from, ORDER[search.order ?? 'CreatedAtDesc'], search, {
    owner: 'user' in owner ? owner.user.user_id : owner.rights.org.org_id,
    now: project.clock.seconds(),
    search: search.search?.toLowerCase() ?? null,
  })
}

export interface NewOwnKey {
  readonly displayName?: string | undefined
  /** Default: the one of the project. */
  readonly expiration?: string | undefined
}

/** @throws {ActionError} `action_forbidden`, `bad_request` for another lifetime, `invalid_request_fields` */
export function createOwnKey(project: Project, owner: KeyOwner, { displayName, expiration }: NewOwnKey): CreatedApiKey {
  if (!keysEnabled(project, owner)) throw forbidden('API keys are off in this project.')
  if ('rights' in owner) owner.rights.require('can_manage_api_keys')
  checkName(displayName)
  const days = lifetimeDays(project, expiration)
  return createApiKey(project, {
    ...('user' in owner
      ? { userId: owner.user.user_id }
      : { userId: owner.rights.user.user_id, orgId: owner.rights.org.org_id }),
    displayName: displayName || undefined,
    expiresAt: days === undefined ? undefined : project.clock.seconds() + days * DAY_SECONDS,
  })
}

/** The lifetime of a key without a choice. */
export function defaultExpiration(project: Project): ApiKeyExpiration {
  const { api_key_expirations: options, api_key_default_expiration: wanted } = readSettings(project)
  return options.includes(wanted) ? wanted : (options[0] ?? 'Never')
}

function lifetimeDays(project: Project, expiration: string | undefined): number | undefined {
  const wanted = expiration ?? defaultExpiration(project)
  const known = [...readSettings(project).api_key_expirations, defaultExpiration(project)].find(
    (name) => name === wanted,
  )
  if (known === undefined) throw new ActionError('bad_request', 'This lifetime is not one that users can choose.')
  return LIFETIME_DAYS[known]
}

function checkName(name: string | undefined): void {
  if (name !== undefined && name.length > 255)
    throw invalidRequest({ display_name: 'Must be at most 255 characters long.' })
}

/**
 * @throws {ActionError} `action_forbidden`, `invalid_request_fields`
 * @throws {ServiceError} `not_found` for a key of others, too
 */
export function renameOwnKey(project: Project, user: User, id: string, displayName: string): void {
  requireKey(project, user, id)
  checkName(displayName)
  updateApiKey(project, id, { displayName })
}

/**
 * @throws {ActionError} `action_forbidden`
 * @throws {ServiceError} `not_found` for a key of others, too
 */
export function deleteOwnKey(project: Project, user: User, id: string): void {
  requireKey(project, user, id)
  archiveApiKey(project, id)
}

function requireKey(project: Project, user: User, id: string): void {
  const { org_id: orgId, user_id: userId } = getApiKey(project, id)
  const isOthers = orgId === null ? userId !== user.user_id : !findMembership(project, user.user_id, orgId)
  if (isOthers) throw new ServiceError('not_found', 'API key not found')
  if (orgId !== null) memberRights(project, user, orgId).require('can_manage_api_keys')
}
