import type * as core from '@propelauth-edge/core'
import { fromHeader, isAuthError } from '@propelauth-edge/core'
import { methodFromHeaders } from '@propelauth-edge/core/adapter'
import { cookies, headers } from 'next/headers.js'
import { fromCookie } from './from-cookie.js'

/** Options of {@link createServerAuth}. */
export interface ServerAuthOptions
  extends Omit<core.CredentialOptions, 'tokenFrom' | 'accept'>,
    core.FromCookieOptions {
  /** The cookie to read the token from if there is no `Authorization` header: `__pa_at` of PropelAuth's own library. */
  readonly cookie?: string | undefined
}

const guardNames = ['waitUntil', 'denyImpersonation', 'detail'] as const
const names: readonly string[] = ['cookie', 'allowedOrigins', ...guardNames]

/** The part of an instance that is used: `withUser` checks options when it is called. */
type Instance<Role extends string, Permission extends string> = Pick<
  core.PropelAuth<Role, Permission>,
  'optionalUser' | 'validateRequest' | 'requireOrgMember'
> & { withUser(handler: () => Response, options: core.CredentialOptions): unknown }

/** The user of a server component, a server action or a route handler. */
export interface ServerAuth<Role extends string = string, Permission extends string = string> {
  /**
   * The user, or `null` without a valid token.
   * @throws {AuthError} 503 `jwks_unavailable`; 403 `impersonation_denied`
   */
  getUser(): Promise<core.User<Role, Permission> | null>
  /**
   * The user. Never redirects: pages do so by `getUser` and `redirect()` of Next.js.
   * @throws {AuthError} 401 for a missing or invalid token, 403 `impersonation_denied` or `cross_site_request`,
   * 503 `jwks_unavailable`
   */
  requireUser(): Promise<core.User<Role, Permission>>
  /**
   * The user's membership in the org, or `null` without a user, without a membership, or where it does not meet the
   * requirement. Use `requireOrgMember(await requireUser(), orgId, requirement)` to throw instead.
   * @throws {AuthError} what `getUser` throws
   * @throws {TypeError} for a requirement with an unknown, empty or undefined member
   */
  getOrgMember(
    orgId: string | undefined | null,
    requirement?: core.Requirement<Role, Permission>,
  ): Promise<core.OrgMemberInfo<Role, Permission> | null>
}

/**
 * The cookie as a proxy has set it for this request, which only `cookies()` has: PropelAuth's own proxy refreshes the
 * token. `cookies()` drops repetitions, so a header with several is passed on as it came, to be refused.
 */
async function readCookie(name: string, header: string): Promise<string> {
  const found = header.split(';').filter((pair) => pair.replace(/^[ \t]+/, '').startsWith(`${name}=`))
  return found.length > 1 ? header : `${name}=${(await cookies()).get(name)?.value ?? ''}`
}

/** The request as `next/headers` shows it: without its method and URL. */
async function readRequest(cookie: string | undefined): Promise<core.RequestLike> {
  const found = await headers()
  const own = cookie === undefined ? null : await readCookie(cookie, found.get('cookie') ?? '')
  return {
    method: methodFromHeaders({ headers: found }),
    headers: { get: (name) => (name === 'cookie' ? own : found.get(name)) },
  }
}

/** The options of each check. Inherited members count, too: a condition that gets lost would admit more. */
function toGuardOptions(options: ServerAuthOptions): core.CredentialOptions {
  for (const name in options)
    if (!names.includes(name))
      throw new TypeError(`createServerAuth: unknown option "${name}"; known: ${names.join(', ')}`)
  const { cookie, allowedOrigins } = options
  const given = guardNames.filter((name) => name in options).map((name) => [name, options[name]])
  const tokenFrom = cookie === undefined ? [fromHeader()] : [fromHeader(), fromCookie(cookie, { allowedOrigins })]
  return { ...Object.fromEntries(given), accept: ['user'], tokenFrom }
}

/**
 * The user of server components, server actions and route handlers, read through `next/headers`. The `Authorization`
 * header comes first, then the cookie, if one is named. Identity headers are ignored.
 *
 * A cookie counts when a page is read. In an action it counts as `fromCookie` says: Next.js compares `Origin` with the
 * host as well, but runs an action without `Origin`.
 *
 * @throws {TypeError} for wrong options, saying what to change
 *
 * @example
 * ```ts
 * export const { getUser, requireUser, getOrgMember } = createServerAuth(propelAuth, { cookie: '__pa_at' })
 * ```
 */
export function createServerAuth<Role extends string, Permission extends string>(
  propelAuth: Instance<Role, Permission>,
  options: ServerAuthOptions = {},
): ServerAuth<Role, Permission> {
  const guard = toGuardOptions(options)
  const { cookie } = options
  // Checks the form of the options now, not at the first request. The instance has the check already: importing it from
  // core would double the size of this subpath.
  propelAuth.withUser(() => Response.error(), guard)

  const getUser = async () => propelAuth.optionalUser(await readRequest(cookie), guard)

  return {
    getUser,
    requireUser: async () => propelAuth.validateRequest(await readRequest(cookie), guard),
    async getOrgMember(orgId, ...given) {
      const user = await getUser()
      try {
        return user && propelAuth.requireOrgMember(user, orgId, ...given)
      } catch (error) {
        if (isAuthError(error)) return null
        throw error
      }
    },
  }
}
