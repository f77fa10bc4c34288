import { type JsonObject, parseObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import type { User } from '../users/user-lookup.js'
import { userRecord } from '../users/user-record.js'
import { entriesByOrg, memberEntriesOf } from './memberships.js'
import type { Org } from './orgs.js'
import { ssoState } from './sso-state.js'

/** An organization on the wire. */
export function orgRecord(project: Project, org: Org) {
  return {
    org_id: org.org_id,
    name: org.name,
    url_safe_org_slug: org.url_safe_name,
    can_setup_saml: org.can_setup_saml === 1,
    ...ssoState(project, org.org_id),
    metadata: parseObject(org.metadata),
    extra_domains: JSON.parse(org.extra_domains) as string[],
    domain_autojoin: org.domain_autojoin === 1,
    domain_restrict: org.domain_restrict === 1,
    custom_role_mapping_name: org.custom_role_mapping_name,
    isolated: org.isolated === 1,
    ...present({ max_users: org.max_users, domain: org.domain, legacy_org_id: org.legacy_org_id }),
    ...passwordRotation(org),
  }
}

/** All three fields are always present: the types of the official Node, Python and Go SDKs require them. */
function passwordRotation(org: Org) {
  return {
    password_rotation_enabled: org.password_rotation_enabled === 1,
    password_rotation_history_size: org.password_rotation_history_size ?? 0,
    password_rotation_period: org.password_rotation_period ?? 0,
  }
}

/** An organization on the wire, in a list. It says whether there is a connection to an identity provider. */
export function orgSummary(org: Org, isConnected: boolean) {
  return {
    org_id: org.org_id,
    name: org.name,
    is_saml_configured: isConnected,
    metadata: parseObject(org.metadata),
    custom_role_mapping_name: org.custom_role_mapping_name,
    created_at: org.created_at,
    ...present({ max_users: org.max_users, legacy_org_id: org.legacy_org_id }),
  }
}

/** Omits fields that are null, as the service does. */
function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

/** A user on the wire, with its organizations if requested. */
export const userWithOrgs = (project: Project, user: User, includeOrgs: boolean) =>
  recordsOf(project, [user], includeOrgs)(user)

/** Reads the organizations of several users at once, and returns how each of the users is on the wire. */
export function recordsOf(project: Project, users: readonly User[], includeOrgs: boolean) {
  if (!includeOrgs) return userRecord
  const ids = users.map(({ user_id }) => user_id)
  const entries = memberEntriesOf(project, ids)
  return (user: User) => ({
    ...userRecord(user),
    org_id_to_org_info: entriesByOrg(entries.get(user.user_id) ?? []),
  })
}
