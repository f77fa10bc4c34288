import type { Requirement } from '../access/requirement.js'
import type { GuardOptions, OptionalUserOptions } from '../guards/guard-options.js'
import type { AuthErrorCode } from '../response/errors.js'
import { badTokens } from './bad-tokens.js'
import type { TestIssuer, TestOrg } from './test-issuer.js'

/** A route of the conformance app: the guard to mount and what it takes. Handlers answer `{ userId, orgId }`. */
export type ConformanceRoute =
  | { readonly guard: 'requireUser'; readonly options: Pick<GuardOptions, 'denyImpersonation' | 'stepUp'> }
  | { readonly guard: 'optionalUser'; readonly options: Pick<OptionalUserOptions, 'onInvalid'> }
  | { readonly guard: 'requireOrgMember'; readonly options: Requirement & Pick<GuardOptions, 'stepUp'> }

/**
 * The routes of the conformance app, which every adapter mounts. A handler answers 200 with `{ userId }` (`null` without
 * a user), on org routes with `{ userId, orgId }`.
 */
export const conformanceRoutes = {
  '/user': { guard: 'requireUser', options: {} },
  '/no-impersonation': { guard: 'requireUser', options: { denyImpersonation: true } },
  '/optional': { guard: 'optionalUser', options: {} },
  '/optional-strict': { guard: 'optionalUser', options: { onInvalid: 'reject' } },
  '/org/:orgId': { guard: 'requireOrgMember', options: {} },
  '/org/:orgId/minimum-role': { guard: 'requireOrgMember', options: { minimumRole: 'Admin' } },
  '/org/:orgId/exact-role': { guard: 'requireOrgMember', options: { exactRole: 'Admin' } },
  '/org/:orgId/permission': { guard: 'requireOrgMember', options: { permission: 'can_view_billing' } },
  '/org/:orgId/permissions': { guard: 'requireOrgMember', options: { permissions: ['can_view_billing', 'can_pay'] } },
} as const satisfies Record<string, ConformanceRoute>

/** Finds the route of a path, for runtimes without a router. Routes of your own may take the place of the app's. */
export function matchConformanceRoute<Path extends string = keyof typeof conformanceRoutes>(
  pathname: string,
  routes: { readonly [_ in Path]: ConformanceRoute } = conformanceRoutes as never,
): { readonly path: Path; readonly orgId: string | undefined } | undefined {
  const [, org, orgId, rest] = /^(\/org\/)([^/]+)(\/[^/]+)?$/.exec(pathname) ?? []
  const path = org ? `/org/:orgId${rest ?? ''}` : pathname
  if (!Object.hasOwn(routes, path)) return undefined
  return { path: path as Path, orgId: orgId && decodeURIComponent(orgId) }
}

/** A request to the conformance app and the expected response. */
export interface ConformanceCase {
  readonly title: string
  readonly path: string
  readonly method?: string
  readonly headers: Readonly<Record<string, string>>
  readonly expected: {
    readonly status: number
    readonly code?: AuthErrorCode
    /** The whole `WWW-Authenticate` header; `null` if there must be none. */
    readonly challenge: string | null
    /** The JSON body of the response to an accepted request. */
    readonly body?: { readonly userId: string | null; readonly orgId?: string }
  }
}

const userId = '3c2f4d0e-8a55-4c8f-9d6b-0c4c2f0f7a11'
const orgId = '5b1e7d36-2f4a-4e59-8c9d-61f3a1c0de22'

const admitted = (body: { userId: string | null; orgId?: string }) => ({ status: 200, challenge: null, body }) as const

function refused(status: number, code: AuthErrorCode, error?: string): ConformanceCase['expected'] {
  return { status, code, challenge: `Bearer realm="propelauth"${error ? `, error="${error}"` : ''}` }
}

const forbidden = (code: AuthErrorCode) => refused(403, code, 'insufficient_scope')
const missing = refused(401, 'missing_token')
const notOneToken = refused(401, 'invalid_request', 'invalid_request')

function headerCases(token: string): ConformanceCase[] {
  const at = (title: string, headers: Record<string, string>, expected: ConformanceCase['expected']) => ({
    title,
    path: '/user',
    headers,
    expected,
  })
  const user = admitted({ userId })
  return [
    at('no header', {}, missing),
    at('a valid token', { authorization: `Bearer ${token}` }, user),
    at('the scheme in another case', { authorization: `bEARER ${token}` }, user),
    at('another scheme', { authorization: `Basic ${token}` }, missing),
    at('no scheme', { authorization: token }, missing),
    at('the scheme alone', { authorization: 'Bearer' }, notOneToken),
    at('two spaces', { authorization: `Bearer  ${token}` }, notOneToken),
    at('a tab', { authorization: `Bearer\t${token}` }, notOneToken),
    at('two tokens', { authorization: `Bearer ${token} ${token}` }, notOneToken),
    at('two headers in one', { authorization: `Bearer ${token}, Bearer ${token}` }, notOneToken),
    at('the token in another header', { 'x-authorization': `Bearer ${token}` }, missing),
    at('the token in a cookie', { cookie: `__pa_at=${token}` }, missing),
    at('identity headers from outside', { 'x-propelauth-user-id': userId, 'x-middleware-subrequest': '1' }, missing),
    { title: 'the token in the query', path: `/user?access_token=${token}`, headers: {}, expected: missing },
  ]
}

async function orgCases(issuer: TestIssuer): Promise<ConformanceCase[]> {
  const cases: Promise<ConformanceCase>[] = []
  const add = (title: string, org: Partial<TestOrg>, path: string, expected: ConformanceCase['expected']) => {
    const headers = issuer.headers({ user: { userId }, orgs: [{ orgId, ...org }] })
    cases.push(headers.then((found) => ({ title, path, headers: found, expected })))
  }
  const member = admitted({ userId, orgId })
  const billing = { permissions: ['can_view_billing'] }
  const multiRole = { multiRole: true, role: 'Member', additionalRoles: ['Admin'] }
  add('a member', {}, `/org/${orgId}`, member)
  add('a foreign org', {}, '/org/6a9d7d36-2f4a-4e59-8c9d-61f3a1c0de23', forbidden('not_org_member'))
  for (const id of ['__proto__', 'constructor', 'hasOwnProperty', 'toString', '%5F%5Fproto__'])
    add(`an org called ${id}`, {}, `/org/${id}`, forbidden('not_org_member'))
  add('a role above the minimum', { role: 'Owner' }, `/org/${orgId}/minimum-role`, member)
  add('the minimum role', { role: 'Admin' }, `/org/${orgId}/minimum-role`, member)
  add('a role below the minimum', { role: 'Member' }, `/org/${orgId}/minimum-role`, forbidden('insufficient_role'))
  add('a role that contains the name', { role: 'Admins' }, `/org/${orgId}/minimum-role`, forbidden('insufficient_role'))
  add('an additional role as minimum', multiRole, `/org/${orgId}/minimum-role`, member)
  add('the exact role', { role: 'Admin' }, `/org/${orgId}/exact-role`, member)
  add('a role above the exact one', { role: 'Owner' }, `/org/${orgId}/exact-role`, forbidden('insufficient_role'))
  add('an additional role as exact one', multiRole, `/org/${orgId}/exact-role`, member)
  add('the permission', billing, `/org/${orgId}/permission`, member)
  add('no permission', {}, `/org/${orgId}/permission`, forbidden('insufficient_permission'))
  const longer = { permissions: ['can_view_billing_history'] }
  add('a permission that contains the name', longer, `/org/${orgId}/permission`, forbidden('insufficient_permission'))
  const both = { permissions: ['can_view_billing', 'can_pay'] }
  add('all permissions', both, `/org/${orgId}/permissions`, member)
  add('one permission of two', billing, `/org/${orgId}/permissions`, forbidden('insufficient_permission'))
  return Promise.all(cases)
}

async function userCases(issuer: TestIssuer): Promise<ConformanceCase[]> {
  const headers = await issuer.headers({ user: { userId } })
  const expired = await issuer.headers({ user: { userId }, expiresInSeconds: -61 })
  const impersonated = await issuer.headers({ user: { userId, impersonatorUserId: 'employee' } })
  const activeOrg = await issuer.headers({ user: { userId }, activeOrg: { orgId } })
  const anonymous = admitted({ userId: null })
  const tooLate = refused(401, 'token_expired', 'invalid_token')
  return [
    { title: 'an optional user who is there', path: '/optional', headers, expected: admitted({ userId }) },
    { title: 'an optional user without a token', path: '/optional', headers: {}, expected: anonymous },
    { title: 'an optional user whose token expired', path: '/optional', headers: expired, expected: anonymous },
    { title: 'no token where an invalid one is refused', path: '/optional-strict', headers: {}, expected: anonymous },
    { title: 'an expired token where it is refused', path: '/optional-strict', headers: expired, expected: tooLate },
    { title: 'an impersonated user', path: '/user', headers: impersonated, expected: admitted({ userId }) },
    {
      title: 'an impersonated user where that is denied',
      path: '/no-impersonation',
      headers: impersonated,
      expected: forbidden('impersonation_denied'),
    },
    { title: 'the active org', path: `/org/${orgId}`, headers: activeOrg, expected: admitted({ userId, orgId }) },
    { title: 'an org guard without a token', path: `/org/${orgId}`, headers: {}, expected: missing },
  ]
}

/**
 * Test cases for core and all adapters, as plain data. The instance under test must accept the issuer and have default
 * settings.
 */
export async function conformanceCases(issuer: TestIssuer): Promise<ConformanceCase[]> {
  const bad = (await badTokens(issuer)).map(({ title, token, code }) => ({
    title: `a token with ${title}`,
    path: '/user',
    headers: { authorization: `Bearer ${token}` },
    expected: refused(401, code, 'invalid_token'),
  }))
  const token = await issuer.token({ user: { userId } })
  return [...headerCases(token), ...(await userCases(issuer)), ...(await orgCases(issuer)), ...bad]
}
