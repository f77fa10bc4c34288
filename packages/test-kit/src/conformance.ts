// The conformance cases of core, and those of step-up MFA, which need an instance with the port `stepUp`.
import { fromCookie, type StepUpValidator } from '@propelauth-edge/core'
import {
  type ConformanceCase,
  type ConformanceRoute,
  conformanceCases as casesOfCore,
  conformanceRoutes as routesOfCore,
  type TestIssuer,
} from '@propelauth-edge/core/testing'

const [ada, orgId] = ['3c2f4d0e-8a55-4c8f-9d6b-0c4c2f0f7a11', '5b1e7d36-2f4a-4e59-8c9d-61f3a1c0de22']
const action = 'DELETE_ORG'

const stepUpRoutes = {
  '/step-up': { guard: 'requireUser', options: { stepUp: { action }, denyImpersonation: true } },
  '/step-up-cookie': { guard: 'requireUser', options: { stepUp: { action, grantFrom: fromCookie('grant') } } },
  '/org/:orgId/step-up': { guard: 'requireOrgMember', options: { stepUp: { action }, minimumRole: 'Admin' } },
} as const satisfies Record<string, ConformanceRoute>

/** The routes of core, and those that demand a grant. */
export const conformanceRoutes = { ...routesOfCore, ...stepUpRoutes } as const

/** A grant says what it is: its kind, user and action, and a number. */
const grantOf = (kind: 'once' | 'timed' | 'away' | 'limited', number = 0, user = ada, of = action) =>
  [kind, user, of, number].join('~')

/** Verifies such grants. Each instance under test gets its own, since one-time grants are spent. */
export function createStepUp(): StepUpValidator {
  const spent = new Set<string>()
  return {
    async verifyStepUpGrant({ actionType, userId, grant }) {
      const [kind, user, of] = grant.split('~')
      if (kind === 'away') throw new TypeError('fetch failed')
      if (kind === 'limited') throw { code: 'rate_limited', retryAfterSeconds: 7 }
      if (user !== userId || of !== actionType || spent.has(grant)) return { success: false }
      if (kind === 'once') spent.add(grant)
      return { success: kind === 'once' || kind === 'timed' }
    },
  }
}

const headerName = 'x-step-up-grant'
const challengeOf = (error: string) => `Bearer realm="propelauth", error="${error}"`
const admitted = { status: 200, challenge: null, body: { userId: ada } } as const
const inOrg = { status: 200, challenge: null, body: { userId: ada, orgId } } as const
const demanded = {
  status: 401,
  code: 'step_up_required',
  challenge: challengeOf('insufficient_user_authentication'),
} as const
const unavailable = { status: 503, code: 'step_up_unavailable', challenge: null } as const
const refused = (code: 'missing_token' | 'token_expired') =>
  ({
    status: 401,
    code,
    challenge: code === 'missing_token' ? 'Bearer realm="propelauth"' : challengeOf('invalid_token'),
  }) as const
const forbidden = (code: 'impersonation_denied' | 'insufficient_role' | 'not_org_member') =>
  ({ status: 403, code, challenge: challengeOf('insufficient_scope') }) as const

/** In their order: later cases use grants that refused requests of earlier ones must not have spent. */
async function stepUpCases(issuer: TestIssuer): Promise<ConformanceCase[]> {
  const headersOf = (role: string, more: object = {}) =>
    issuer.headers({ user: { userId: ada }, orgs: [{ orgId, role }], ...more })
  const [admin, member, expired, impersonated] = await Promise.all([
    headersOf('Admin'),
    headersOf('Member'),
    headersOf('Admin', { expiresInSeconds: -61 }),
    headersOf('Admin', { user: { userId: ada, impersonatorUserId: 'employee' } }),
  ])
  const cases: ConformanceCase[] = []
  const at = (path: string) => {
    return (title: string, own: object, grant: string | undefined, expected: ConformanceCase['expected']) => {
      const headers = { ...own, ...(grant !== undefined && { [headerName]: grant }) }
      cases.push({ title: `step-up: ${title}`, path, headers, expected })
    }
  }
  const [user, org, foreign] = [at('/step-up'), at(`/org/${orgId}/step-up`), at('/org/globex/step-up')]
  user('no grant', admin, undefined, demanded)
  user('an empty grant', admin, '', demanded)
  user('a grant that is unknown', admin, 'made-up', demanded)
  user('two grants', admin, `${grantOf('timed')}, ${grantOf('timed')}`, demanded)
  user('a grant of 3,000 characters', admin, `${grantOf('timed')}${'0'.repeat(3_000)}`, demanded)
  user('a grant of another user', admin, grantOf('timed', 0, 'ben'), demanded)
  user('a grant of another action', admin, grantOf('timed', 0, ada, 'PAY'), demanded)
  user('the service is away', admin, grantOf('away'), unavailable)
  user('the service has a rate limit', admin, grantOf('limited'), unavailable)
  user('a time-based grant', admin, grantOf('timed'), admitted)
  user('a time-based grant again', admin, grantOf('timed'), admitted)
  user('a one-time grant without a token', {}, grantOf('once'), refused('missing_token'))
  user('a one-time grant with an expired token', expired, grantOf('once'), refused('token_expired'))
  user('a one-time grant of an impersonator', impersonated, grantOf('once'), forbidden('impersonation_denied'))
  user('a one-time grant, which no refused request has spent', admin, grantOf('once'), admitted)
  user('a one-time grant again', admin, grantOf('once'), demanded)
  org('a one-time grant with a role below the minimum', member, grantOf('once', 1), forbidden('insufficient_role'))
  foreign('a one-time grant for a foreign org', admin, grantOf('once', 1), forbidden('not_org_member'))
  org('a role without a grant', admin, undefined, demanded)
  org('a one-time grant in an org', admin, grantOf('once', 1), inOrg)
  org('a one-time grant in an org again', admin, grantOf('once', 1), demanded)
  const cookie = { ...admin, cookie: `a=b; grant=${grantOf('once', 2)}` }
  at('/step-up-cookie')('a grant in a header where a cookie is read', admin, grantOf('once', 2), demanded)
  user('a grant in a cookie where a header is read', cookie, undefined, demanded)
  at('/step-up-cookie')('a grant in the cookie that is read', cookie, undefined, admitted)
  cases.push({
    title: 'step-up: a grant in the query',
    path: `/step-up?${headerName}=${grantOf('timed')}`,
    headers: admin,
    expected: demanded,
  })
  return cases
}

/** The cases of core, and those of step-up MFA for an instance with `createStepUp()`. */
export const conformanceCases = async (issuer: TestIssuer): Promise<ConformanceCase[]> => [
  ...(await casesOfCore(issuer)),
  ...(await stepUpCases(issuer)),
]
