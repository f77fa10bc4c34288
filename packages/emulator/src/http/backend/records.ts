import { memberEntries, type OrgMemberEntry } from '../../domain/memberships.js'
import type { Org } from '../../domain/orgs.js'
import type { User } from '../../domain/user-lookup.js'
import { type JsonObject, parseObject } from '../../json.js'
import type { Project } from '../../project.js'

/** A user as the backend API shows one (contract: user metadata). Nothing secret is in it. */
export function userRecord(user: User) {
  return {
    user_id: user.user_id,
    email: user.email,
    email_confirmed: user.email_confirmed === 1,
    has_password: user.password_hash !== null,
    username: user.username,
    first_name: user.first_name,
    last_name: user.last_name,
    picture_url: user.picture_url,
    properties: user.properties === null ? {} : parseObject(user.properties),
    metadata: user.metadata === null ? null : parseObject(user.metadata),
    locked: user.locked === 1,
    enabled: user.enabled === 1,
    mfa_enabled: user.mfa_secret !== null,
    can_create_orgs: user.can_create_orgs === 1,
    created_at: user.created_at,
    last_active_at: user.last_active_at,
    update_password_required: user.update_password_required === 1,
    ...(user.legacy_user_id === null ? {} : { legacy_user_id: user.legacy_user_id }),
  }
}

/** The organizations of a user by id, for `include_orgs=true`. */
export function orgEntries(project: Project, userId: string): Record<string, OrgMemberEntry> {
  return Object.fromEntries(memberEntries(project, userId).map((entry) => [entry.org_id, entry]))
}

export function userWithOrgs(project: Project, user: User, includeOrgs: boolean) {
  if (!includeOrgs) return userRecord(user)
  return { ...userRecord(user), org_id_to_org_info: orgEntries(project, user.user_id) }
}

/** An organization as the backend API shows one. */
export function orgRecord(org: Org) {
  return {
    org_id: org.org_id,
    name: org.name,
    url_safe_org_slug: org.url_safe_name,
    can_setup_saml: org.can_setup_saml === 1,
    is_saml_configured: false,
    is_saml_in_test_mode: false,
    metadata: parseObject(org.metadata),
    extra_domains: JSON.parse(org.extra_domains) as string[],
    domain_autojoin: org.domain_autojoin === 1,
    domain_restrict: org.domain_restrict === 1,
    custom_role_mapping_name: org.custom_role_mapping_name,
    ...present({ max_users: org.max_users, domain: org.domain, legacy_org_id: org.legacy_org_id }),
    ...passwordRotation(org),
  }
}

/** Always present: the types of the official Node, Python and Go SDKs require all three fields. */
function passwordRotation(org: Org) {
  return {
    password_rotation_enabled: org.password_rotation_enabled === 1,
    password_rotation_history_size: org.password_rotation_history_size ?? 0,
    password_rotation_period: org.password_rotation_period ?? 0,
  }
}

/** An organization as lists of them show one. */
export function orgSummary(org: Org) {
  return {
    org_id: org.org_id,
    name: org.name,
    is_saml_configured: false,
    metadata: parseObject(org.metadata),
    custom_role_mapping_name: org.custom_role_mapping_name,
    created_at: org.created_at,
    ...present({ max_users: org.max_users, legacy_org_id: org.legacy_org_id }),
  }
}

/** Leaves out what is not set, as the service does for these fields. */
function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
