import { deleteOrg, updateOrg } from '../orgs/orgs.js'
import { isPersonalDomain } from '../orgs/personal-domains.js'
import { orgWords } from '../project/org-words.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { domainOf } from '../users/user-rules.js'
import { ActionError, invalidRequest } from './action-error.js'
import type { MemberRights } from './member-rights.js'

/** An absent field stays as it is. */
export interface OrgSettingsChange {
  readonly name?: string | undefined
  readonly autojoin?: boolean | undefined
  readonly restrict?: boolean | undefined
  /** The time as it was sent. Null removes it. */
  readonly require2faBy?: string | null | undefined
}

/**
 * The name needs the permission `can_update_org_metadata`, everything else `can_edit_org_access`. An organization without
 * a domain gets that of the user with its first rule for domains.
 * @throws {ActionError} `action_forbidden`, `invalid_request_fields`
 * @throws {ServiceError} `invalid_fields`
 */
export function updateOrgSettings(project: Project, rights: MemberRights, change: OrgSettingsChange): void {
  const { name, autojoin, restrict, require2faBy } = change
  if (name !== undefined) rights.require('can_update_org_metadata')
  if (autojoin !== undefined || restrict !== undefined || require2faBy !== undefined)
    rights.require('can_edit_org_access')
  updateOrg(project, rights.org.org_id, {
    name,
    domain: newDomain(project, rights, change),
    domain_autojoin: autojoin,
    domain_restrict: restrict,
    require_2fa_by: require2faBy,
  })
}

function newDomain(
  project: Project,
  { org, user }: MemberRights,
  { autojoin, restrict }: OrgSettingsChange,
): string | undefined {
  if (org.domain !== null || !(autojoin || restrict)) return undefined
  const domain = domainOf(user.email)
  if (!isPersonalDomain(domain)) return domain
  const field = autojoin ? 'autojoin_by_domain' : 'restrict_to_domain'
  throw invalidRequest({ [field]: `${domain} is not the domain of ${orgWords(project).some}.` })
}

/** Whether the member can delete the organization. */
export const canDeleteOrg = (project: Project, rights: MemberRights): boolean =>
  readSettings(project).users_can_delete_their_own_orgs && rights.can('can_delete_org')

/** @throws {ActionError} `action_disabled`, `action_forbidden` */
export function deleteOwnOrg(project: Project, rights: MemberRights): void {
  if (!readSettings(project).users_can_delete_their_own_orgs)
    throw new ActionError('action_disabled', `Users may not delete ${orgWords(project).many}.`)
  rights.require('can_delete_org')
  deleteOrg(project, rights.org.org_id)
}
