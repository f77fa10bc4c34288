import { memberEntries, type OrgMemberEntry } from '../orgs/memberships.js'
import type { McpScope } from '../project/mcp-settings.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { type LiveGrant, orgOfGrant } from './grants.js'
import { OAuthError } from './oauth-error.js'

/** The names of a `scope` parameter, each once. */
export const scopeNames = (scope: string): readonly string[] => [...new Set(scope.split(' ').filter(Boolean))]

/**
 * The scopes of the project that a client asks for, all of them if it names none.
 * @throws {OAuthError} `invalid_scope` for an unknown one, if the project rejects those
 */
export function requestedScopes(project: Project, scope: string): readonly McpScope[] {
  const { mcp_scopes: all, mcp_unknown_scopes: unknown } = readSettings(project)
  const names = scopeNames(scope)
  if (names.length === 0) return all
  const isKnown = (name: string): boolean => all.some((known) => known.name === name)
  if (unknown === 'reject' && !names.every(isKnown))
    throw new OAuthError('invalid_scope', 'The project has no such scope')
  return all.filter(({ name }) => names.includes(name))
}

/** An organization of the user, with the requested scopes that the user's role in it allows. */
export interface OrgOffer {
  readonly entry: OrgMemberEntry
  readonly scopes: readonly McpScope[]
}

/** The organizations for which the user can allow organization scopes. */
export function orgOffers(project: Project, userId: string, scopes: readonly McpScope[]): readonly OrgOffer[] {
  const ofOrgs = scopes.filter(({ org }) => org)
  return memberEntries(project, userId)
    .map((entry) => ({ entry, scopes: ofOrgs.filter((scope) => isAllowed(scope, entry)) }))
    .filter((offer) => offer.scopes.length > 0)
}

/** A role also allows what a role below it allows. */
function isAllowed({ roles }: McpScope, entry: OrgMemberEntry): boolean {
  const held = [...entry.inherited_user_roles_plus_current_role, ...entry.additional_roles]
  return roles === undefined || roles.some((role) => held.includes(role))
}

/**
 * The part of the scopes that the user still has: a role may have changed, or a membership ended. Without an organization
 * nothing changes.
 */
export function remainingScopes(project: Project, live: LiveGrant, scopes: readonly string[]): readonly string[] {
  if (live.grant.org_id === null) return scopes
  const entry = orgOfGrant(project, live)
  const lost = readSettings(project).mcp_scopes.filter((scope) => scope.org && !(entry && isAllowed(scope, entry)))
  return scopes.filter((name) => !lost.some((scope) => scope.name === name))
}
