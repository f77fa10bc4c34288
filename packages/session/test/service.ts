// A PropelAuth in a hundred lines, for runtimes that cannot run the emulator and for answers that it never gives.
import {
  createTestIssuer,
  type TestIssuer,
  type TestOrg,
  type TestTokenOptions,
  type TestUser,
} from '@propelauth-edge/core/testing'

export const authUrl = 'https://auth.example.com'
export const apiKey = 'c0ffee'.repeat(16)

export const acme = '14824461-43b7-4f9b-8e1b-a0f2e5717cd7'
export const globex = 'abb33ad5-5319-4131-8c79-00a8e81be3e3'
export const ada: TestUser = { userId: '7f7a1c9e-52d5-4d2c-9c4f-3f1a7f3f0b01', email: 'ada@example.com' }
export const bob: TestUser = { userId: '0c1d2e3f-52d5-4d2c-9c4f-3f1a7f3f0b02', email: 'bob@example.com' }

export interface Person {
  readonly user: TestUser
  readonly orgs: readonly TestOrg[]
  /** Makes access tokens longer. */
  readonly claims?: Readonly<Record<string, unknown>>
}

export const adaOfAcme: Person = {
  user: ada,
  orgs: [
    { orgId: acme, orgName: 'Acme', role: 'Admin' },
    { orgId: globex, orgName: 'Globex' },
  ],
}

/** What a refresh does to the refresh token that it was made with. */
export type Rotation = 'reuse' | 'rotate' | 'strict'

export interface ServiceCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, string>>
  readonly headers: Headers
}

export interface TestService {
  readonly issuer: TestIssuer
  readonly calls: string[]
  /** The next answers, in place of the service's own. `undefined` is its own. */
  fault: ((call: ServiceCall) => Response | undefined | Promise<Response | undefined>) | undefined
  rotation: Rotation
  fetch(url: string, init: RequestInit): Promise<Response>
  token(person: Person, options?: TestTokenOptions): Promise<string>
  /** A session with its tokens. */
  start(person?: Person, orgId?: string): Promise<{ accessToken: string; refreshToken: string }>
  /** A code, as the hosted page gives it to the browser after a login. */
  codeOf(person?: Person): string
  end(refreshToken: string): void
  isLive(refreshToken: string): boolean
}

let sharedIssuer: TestIssuer | undefined

/** The last tokens of the shared issuer, by what is in them. */
const signed = new Map<string, string>()

/** The token of the issuer. The same one has the same signature, which takes most of the time of a login in a test. */
async function signOnce(issuer: TestIssuer, options: TestTokenOptions): Promise<string> {
  // `undefined` takes a claim away, and JSON would lose it.
  const key = JSON.stringify(options, (_, value) => (value === undefined ? '\0' : value))
  const token = signed.get(key) ?? (await issuer.token(options))
  // Some tests hold a token for each of thousands of users.
  if (signed.size >= 100) signed.clear()
  signed.set(key, token)
  return token
}

/** An issuer with a clock of its own. All have the same key, which takes a long time to generate. */
export async function createIssuer(now: () => number): Promise<TestIssuer> {
  sharedIssuer ??= await createTestIssuer({ authUrl })
  const issuer = sharedIssuer
  const token = (options: TestTokenOptions = {}) => {
    const iat = Math.floor(now() / 1_000)
    const claims = { iat, exp: iat + (options.expiresInSeconds ?? 1_800), ...options.claims }
    return signOnce(issuer, { ...options, claims })
  }
  return { ...issuer, token, headers: async (options) => ({ authorization: `Bearer ${await token(options)}` }) }
}

export function createTestService(now: () => number, issuer: TestIssuer): TestService {
  const sessions = new Map<string, Person>()
  const codes = new Map<string, Person>()
  const spent = new Set<string>()
  const json = (body: object, status = 200) => Response.json(body, { status })

  function tokenFor({ user, orgs, claims }: Person, orgId?: string, options: TestTokenOptions = {}) {
    const activeOrg = orgs.find((org) => org.orgId === orgId)
    return issuer.token({ user, ...(activeOrg ? { activeOrg } : { orgs }), ...(claims && { claims }), ...options })
  }

  function newRefreshToken(person: Person) {
    const refreshToken = `rt-${crypto.randomUUID()}`
    sessions.set(refreshToken, person)
    return refreshToken
  }

  async function refresh({ query, body }: ServiceCall) {
    const old = body.refresh_token ?? ''
    const person = sessions.get(old)
    const orgId = query.get('active_org_id') ?? undefined
    if (!person || spent.has(old)) return json({}, 401)
    if (orgId && !person.orgs.some((org) => org.orgId === orgId)) return json({}, 400)
    const refreshToken = service.rotation === 'reuse' ? old : newRefreshToken(person)
    if (service.rotation === 'strict') spent.add(old)
    const accessToken = await tokenFor(person, orgId)
    return json({ refresh_token: refreshToken, access_token: { access_token: accessToken } })
  }

  async function exchange({ body }: ServiceCall) {
    const person = codes.get(body.code ?? '')
    codes.delete(body.code ?? '')
    if (!person) return json({}, 400)
    return json({ access_token: await tokenFor(person), refresh_token: newRefreshToken(person) })
  }

  function logout({ body }: ServiceCall) {
    const person = sessions.get(body.refresh_token ?? '')
    for (const [token, other] of sessions) if (other === person) sessions.delete(token)
    return json({})
  }

  function profile({ headers }: ServiceCall) {
    const token = headers.get('authorization')?.slice('Bearer '.length) ?? ''
    const { user_id: userId } = JSON.parse(atob(token.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/') ?? ''))
    const person = [...sessions.values()].find(({ user }) => user.userId === userId)
    if (!person) return json({}, 401)
    const orgs = person.orgs.map(({ orgId, orgName, role = 'Member' }) => [
      orgId,
      { org_id: orgId, org_name: orgName, user_role: role },
    ])
    const { userId: user_id, email } = person.user
    return json({ user_id, email, last_active_at: 1, new_field: now(), org_id_to_org_info: Object.fromEntries(orgs) })
  }

  const routes: Record<string, (call: ServiceCall) => Response | Promise<Response>> = {
    '/propelauth/ssr/token': exchange,
    '/api/backend/v1/refresh_token': refresh,
    '/api/backend/v1/logout': logout,
    '/api/v1/token_verification_metadata': () => json({ verifier_key_pem: issuer.verifierKey }),
    '/propelauth/oauth/userinfo': profile,
  }

  const service: TestService = {
    issuer,
    calls: [],
    fault: undefined,
    rotation: 'reuse',
    token: (person, options) => tokenFor(person, undefined, options),
    async start(person = adaOfAcme, orgId) {
      // A copy, so that a logout ends this session alone.
      const own = { ...person }
      return { accessToken: await tokenFor(own, orgId), refreshToken: newRefreshToken(own) }
    },
    codeOf(person = adaOfAcme) {
      const code = crypto.randomUUID()
      codes.set(code, { ...person })
      return code
    },
    end: (refreshToken) => sessions.delete(refreshToken),
    isLive: (refreshToken) => sessions.has(refreshToken) && !spent.has(refreshToken),
    async fetch(url, init) {
      const { pathname: path, searchParams: query } = new URL(url)
      const { method = 'GET' } = init
      const headers = new Headers(init.headers)
      const call = { method, path, query, headers, body: init.body ? JSON.parse(String(init.body)) : {} }
      service.calls.push(`${method} ${path}`)
      const answer = await service.fault?.(call)
      if (answer) return answer
      const isKeyed = path !== '/propelauth/oauth/userinfo'
      if (isKeyed && headers.get('authorization') !== `Bearer ${apiKey}`) return json({}, 401)
      return (await routes[path]?.(call)) ?? json({}, 404)
    },
  }
  return service
}
