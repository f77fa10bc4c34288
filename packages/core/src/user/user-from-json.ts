import { typeOf } from '../checks/plain-object.js'
import { isJsonObject, type JsonObject } from '../token/read-claim.js'
import { toClaims, toMemberName } from './claim-names.js'
import { User as BaseUser } from './user.js'

/** @throws {TypeError} that names the wrong member */
function fail(claim: string, expected: string, found: unknown): never {
  throw new TypeError(`User.fromJSON: ${toMemberName(claim)} must be ${expected}, found ${typeOf(found)}`)
}

/** Leaves anything but an object unchanged; the constructor refuses it. */
const renamed = (value: unknown): unknown => (isJsonObject(value) ? toClaims(value) : value)

const renamedOrgs = (orgs: unknown): unknown =>
  isJsonObject(orgs) ? Object.fromEntries(Object.entries(orgs).map(([id, org]) => [id, renamed(org)])) : orgs

/** Copies the data, since the user freezes what it is made of. */
function copy(data: unknown): JsonObject {
  try {
    const copied: unknown = structuredClone(data)
    if (isJsonObject(copied)) return copied
  } catch {
    // A function or another value that cannot be cloned.
  }
  throw new TypeError(`User.fromJSON: expected the plain data that toJSON() gives, found ${typeOf(data)}`)
}

/** A user with an active org has no other. */
function toActiveOrg(activeOrgId: unknown, orgs: unknown): unknown {
  if (activeOrgId === undefined || activeOrgId === null) return undefined
  const [[id, org] = [], ...others] = Object.entries(Object(orgs))
  if (id !== activeOrgId || others.length > 0) fail('active_org_id', 'the id of the only org', activeOrgId)
  return org
}

/** The claims of a user who has this data. */
function toUserClaims(data: unknown): JsonObject {
  const { loginMethod, orgIdToOrgMemberInfo, activeOrgId, isImpersonated, ...rest } = copy(data)
  const hasImpersonator = typeof rest.impersonatorUserId === 'string'
  if (isImpersonated !== undefined && isImpersonated !== hasImpersonator)
    fail('is_impersonated', `${hasImpersonator}, as impersonatorUserId says`, isImpersonated)
  const orgs = renamedOrgs(orgIdToOrgMemberInfo)
  return {
    ...toClaims(rest),
    login_method: renamed(loginMethod),
    org_id_to_org_member_info: orgs,
    org_member_info: toActiveOrg(activeOrgId, orgs),
  }
}

/**
 * Restores a user from the data that `toJSON` gave, for React props, RPC and Durable Objects. The data is checked like
 * the claims of a token but not verified: use it only from a source that you trust.
 * @throws {TypeError} that names the member which is missing or of the wrong type
 *
 * @example
 * ```ts
 * const user = User.fromJSON(await request.json())
 * ```
 */
function fromJSON<Role extends string = string, Permission extends string = string>(
  data: unknown,
): BaseUser<Role, Permission> {
  return new BaseUser(toUserClaims(data), fail)
}

/** Adds `fromJSON` here, so that bundles without the name `User` do not contain it. */
export const User: typeof BaseUser & { readonly fromJSON: typeof fromJSON } = /* @__PURE__ */ Object.assign(BaseUser, {
  fromJSON,
})
export type User<Role extends string = string, Permission extends string = string> = BaseUser<Role, Permission>
