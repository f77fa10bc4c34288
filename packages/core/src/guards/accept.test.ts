import { describe, expect, test, vi } from 'vitest'
import { admit } from '../../test/admit.js'
import { createKeyService, membership, principals } from '../../test/api-keys.js'
import { issuer } from '../../test/issuer.js'
import { verdict } from '../../test/verdict.js'
import { requireOrgMember } from '../access/require-org-member.js'
import type { PropelAuthEvent } from '../guards/events.js'
import type { PropelAuthOptions } from '../options.js'
import { createPropelAuth } from '../propelauth.js'
import { fromCookie } from '../request/cookie.js'
import type { CredentialKind } from '../user/principal.js'
import { createOptionalUserGuard, createOrgGuard, createUserGuard } from './guard.js'
import type { GuardOptions } from './guard-options.js'

const token = await issuer.token({ user: { userId: 'u1' }, orgs: [{ orgId: 'acme', role: 'Member' }] })
const expired = await issuer.token({ expiresInSeconds: -61 })

const both = { accept: ['user', 'apiKey'] } as const
const keysOnly = { accept: ['apiKey'] } as const

function setUp(options: Partial<PropelAuthOptions> = {}) {
  const service = createKeyService(principals)
  const fetch = vi.fn(issuer.fetch)
  const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, fetch, apiKeys: service, ...options })
  return { service, fetch, propelAuth }
}

const request = (credential?: string, method = 'GET') =>
  new Request('https://api.example.com', {
    method,
    headers: credential === undefined ? {} : { authorization: `Bearer ${credential}` },
  })

type Accepting = GuardOptions<CredentialKind>

describe('the dots of a credential decide its kind', () => {
  const verdictOf = (credential: string, options?: Accepting) => {
    const { service, fetch, propelAuth } = setUp()
    const judged = verdict(propelAuth.validateRequest(request(credential), options))
    return judged.then((code) => [code, service.asked.length, fetch.mock.calls.length])
  }

  test('an access token is verified, and no service is asked about it', async () => {
    expect(await verdictOf(token, both)).toEqual(['accepted', 0, 1])
  })

  test('a key is asked about, and no key set is fetched for it', async () => {
    for (const key of ['personal', 'org', 'member', 'former', 'generic'])
      expect(await verdictOf(key, both)).toEqual(['accepted', 1, 0])
    for (const key of ['wrong', 'one.dot', 'three.dots.in.it', '.', '...'])
      expect(await verdictOf(key, both)).toEqual(['invalid_api_key', 1, 0])
  })

  test('what is wrong as an access token is never tried as a key', async () => {
    const { service, propelAuth } = setUp()
    const admitAll = { ...service, validate: vi.fn(async () => principals.generic) }
    const careless = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, apiKeys: admitAll })
    for (const wrong of [expired, `${token.slice(0, -4)}AAAA`, 'a.b.c', '..', `${token.slice(0, -1)}=`])
      for (const options of [both, keysOnly])
        expect(await verdict(careless.validateRequest(request(wrong), options))).not.toBe('accepted')
    expect(admitAll.validate).not.toHaveBeenCalled()
    expect(await verdict(propelAuth.validateRequest(request(expired), both))).toBe('token_expired')
  })

  test('what is wrong as a key is never tried as an access token', async () => {
    expect(await verdictOf(`${token}.`, both)).toEqual(['invalid_api_key', 1, 0])
    expect(await verdictOf(token.replaceAll('.', ''), both)).toEqual(['invalid_api_key', 1, 0])
  })

  test('a key is no token where only tokens are accepted, which is so by default', async () => {
    for (const options of [undefined, {}, { accept: undefined }, { accept: ['user'] } as const])
      expect(await verdictOf('personal', options)).toEqual(['malformed_token', 0, 0])
  })

  test('a token is no key where only keys are accepted', async () => {
    expect(await verdictOf(token, keysOnly)).toEqual(['invalid_api_key', 0, 0])
    expect(await verdictOf('personal', keysOnly)).toEqual(['accepted', 1, 0])
  })

  test('a header that is not one credential is asked about nowhere', async () => {
    for (const wrong of ['personal, personal', 'personal org', '', 'k'.repeat(32_769)])
      expect(await verdictOf(wrong, both)).toEqual([expect.stringMatching(/^(invalid_request|malformed_token)$/), 0, 0])
  })
})

describe('who the request acts for', () => {
  test('comes with the user, if there is one', async () => {
    const { propelAuth } = setUp()
    const authenticate = (credential: string) => propelAuth.authenticateRequest(request(credential), both)
    const user = expect.objectContaining({ userId: 'u1' })
    expect(await authenticate(token)).toEqual({
      ok: true,
      user,
      principal: expect.objectContaining({ kind: 'user', user }),
    })
    const ada = expect.objectContaining({ userId: 'ada' })
    expect(await authenticate('member')).toEqual({
      ok: true,
      user: ada,
      principal: { kind: 'apiKey', user: ada, org: expect.objectContaining({ orgId: 'acme' }) },
    })
    expect(await authenticate('org')).toMatchObject({
      ok: true,
      user: undefined,
      principal: { org: { orgId: 'acme' } },
    })
    expect(await authenticate('wrong')).toMatchObject({ ok: false, code: 'invalid_api_key' })
  })

  test('without a user is undefined or null for the functions that return a user', async () => {
    const { propelAuth } = setUp()
    expect(await propelAuth.validateRequest(request('org'), both)).toBeUndefined()
    expect(await propelAuth.validateToken('org', both)).toBeUndefined()
    expect(await propelAuth.optionalUser(request('org'), both)).toBeNull()
    expect(await propelAuth.validateToken('member', both)).toMatchObject({ userId: 'ada' })
    expect(await propelAuth.optionalUser(request('member'), both)).toMatchObject({ userId: 'ada' })
  })

  test('cannot be an employee who impersonates, if it is a key', async () => {
    const { propelAuth } = setUp()
    const strict = { ...both, denyImpersonation: true }
    expect(await verdict(propelAuth.validateRequest(request('member'), strict))).toBe('accepted')
    const impersonating = await issuer.token({ user: { impersonatorUserId: 'employee' } })
    expect(await verdict(propelAuth.validateRequest(request(impersonating), strict))).toBe('impersonation_denied')
  })

  test('may stand in a cookie, under the same rule about other sites', async () => {
    const { propelAuth } = setUp()
    const options = { ...both, tokenFrom: fromCookie('key') }
    const from = (method: string) => new Request('https://api.example.com', { method, headers: { cookie: 'key=org' } })
    expect(await verdict(propelAuth.validateRequest(from('GET'), options))).toBe('accepted')
    expect(await verdict(propelAuth.validateRequest(from('POST'), options))).toBe('cross_site_request')
  })
})

describe('refusals of keys', () => {
  const limited = Object.assign(new Error('slow down'), { code: 'rate_limited', retryAfterSeconds: 30 })

  async function answerTo(key: string, failure?: unknown) {
    const { service, propelAuth } = setUp()
    service.failure = failure
    const response = await propelAuth.withUser(() => new Response('ok'), both)(request(key))
    const header = (name: string) => response.headers.get(name)
    return [response.status, (await response.json()).code, header('www-authenticate'), header('retry-after')]
  }

  test('say what is wrong by status, code, challenge and Retry-After', async () => {
    const challenge = 'Bearer realm="propelauth", error="invalid_token"'
    expect(await answerTo('wrong')).toEqual([401, 'invalid_api_key', challenge, null])
    expect(await answerTo('org', limited)).toEqual([429, 'rate_limited', null, '30'])
    expect(await answerTo('org', new Error('down'))).toEqual([503, 'api_keys_unavailable', null, '1'])
  })

  test('never repeat the key', async () => {
    const { service, propelAuth } = setUp()
    const key = 'deadbeef'.repeat(12)
    for (const failure of [
      undefined,
      new Error(`no ${key}`),
      { code: key, message: key },
      { code: 'rate_limited', key },
    ]) {
      service.failure = failure
      const result = await propelAuth.authenticateRequest(request(key), { ...both, detail: true })
      if (result.ok) throw new Error('accepted')
      const response = result.response({ detail: true })
      const { error } = result
      const said = [
        await response.text(),
        ...response.headers.values(),
        JSON.stringify(error),
        error.stack,
        error.detail,
      ]
      expect(said.join('\n')).not.toContain(key)
    }
  })
})

describe('a guard that admits everyone', () => {
  test('counts a refused key as none, unless onInvalid is reject', async () => {
    const { propelAuth } = setUp()
    expect(await propelAuth.optionalUser(request('wrong'), both)).toBeNull()
    const strict = { ...both, onInvalid: 'reject' } as const
    expect(await verdict(propelAuth.optionalUser(request('wrong'), strict))).toBe('invalid_api_key')
  })

  test('throws while the key is at its limit or cannot be validated', async () => {
    const { service, propelAuth } = setUp()
    for (const [failure, code] of [
      [{ code: 'rate_limited' }, 'rate_limited'],
      ['down', 'api_keys_unavailable'],
    ] as const) {
      service.failure = failure
      expect(await verdict(propelAuth.optionalUser(request(`${code}-key`), both))).toBe(code)
    }
  })

  test('hands on the principal of a key without a user', async () => {
    const { propelAuth } = setUp()
    const handler = vi.fn((..._: unknown[]) => new Response())
    await propelAuth.withOptionalUser(handler, both)(request('org'))
    expect(handler.mock.calls[0]?.[1]).toMatchObject({
      user: null,
      principal: { kind: 'apiKey', org: { orgId: 'acme' } },
    })
    await propelAuth.withOptionalUser(handler, both)(request())
    expect(handler.mock.calls[1]?.[1]).toEqual({ user: null, principal: null })
  })
})

describe('a guard for members of an org', () => {
  const codeOf = async (key: string, orgId: string | undefined, requirement: object = {}) => {
    const { propelAuth } = setUp()
    const handler = vi.fn(() => new Response('{}'))
    const guarded = propelAuth.withOrgMember({ ...both, ...requirement, orgId: () => orgId }, handler)
    const response = await guarded(request(key))
    expect(handler).toHaveBeenCalledTimes(response.status === 200 ? 1 : 0)
    return (await response.json()).code ?? 'accepted'
  }

  test("admits an org's key to that very org and to no other", async () => {
    for (const key of ['org', 'member', 'former']) {
      expect(await codeOf(key, 'acme')).toBe('accepted')
      for (const other of ['globex', 'Acme', 'acme ', '', '__proto__', undefined])
        expect(await codeOf(key, other)).toBe('not_org_member')
    }
  })

  test('holds what it requires against the rights of the member who holds the key', async () => {
    expect(await codeOf('member', 'acme', { minimumRole: 'Member', permission: 'can_pay' })).toBe('accepted')
    expect(await codeOf('member', 'acme', { exactRole: 'Owner' })).toBe('insufficient_role')
    expect(await codeOf('member', 'acme', { permission: 'can_fly' })).toBe('insufficient_permission')
  })

  test('admits the key of an org that no member holds only where it requires nothing more', async () => {
    for (const key of ['org', 'former']) {
      expect(await codeOf(key, 'acme', { permissions: [] })).toBe('accepted')
      expect(await codeOf(key, 'acme', { minimumRole: 'Member' })).toBe('insufficient_role')
      expect(await codeOf(key, 'acme', { exactRole: 'Member' })).toBe('insufficient_role')
      expect(await codeOf(key, 'acme', { permission: 'can_pay' })).toBe('insufficient_permission')
    }
  })

  test('admits no personal and no generic key, unless the validator names orgs of the user', async () => {
    for (const key of ['personal', 'generic']) expect(await codeOf(key, 'acme')).toBe('not_org_member')
    const user = { userId: 'ada', orgIdToOrgInfo: { acme: membership } }
    const { propelAuth } = setUp({ apiKeys: createKeyService({ personal: { user } }) })
    const guard = createOrgGuard({
      ...both,
      orgId: () => 'acme',
      minimumRole: 'Admin',
    })
    expect(await verdict(admit(guard, propelAuth, request('personal')))).toBe('accepted')
  })

  test('still admits users', async () => {
    expect(await codeOf(token, 'acme', { minimumRole: 'Member' })).toBe('accepted')
    expect(await codeOf(token, 'globex')).toBe('not_org_member')
  })

  test('decides inside a handler as well', async () => {
    const { propelAuth } = setUp()
    const result = await propelAuth.authenticateRequest(request('org'), both)
    if (!result.ok) throw result.error
    expect(requireOrgMember(result.principal, 'acme')).toMatchObject({ orgId: 'acme' })
    expect(() => propelAuth.requireOrgMember(result.principal, 'globex')).toThrow('Not a member')
    expect(() => propelAuth.requireOrgMember(result.principal, 'acme', { minimumRole: 'Member' })).toThrow('role')
  })
})

describe('a guard without its framework', () => {
  test('hands on user, principal and org, and sets a user who is not there to undefined', async () => {
    const { propelAuth } = setUp()
    const principal = expect.objectContaining({ kind: 'apiKey' })
    const context = await admit(createUserGuard(both), propelAuth, request('org'))
    expect(context).toEqual({ user: undefined, principal })
    expect(Object.keys(context)).toEqual(['user', 'principal'])
    expect(await admit(createOptionalUserGuard(both), propelAuth, request('org'))).toEqual({
      user: null,
      principal,
    })
    const guard = createOrgGuard({ ...both, orgId: () => 'acme' })
    const org = expect.objectContaining({ orgId: 'acme' })
    expect(await admit(guard, propelAuth, request('org'))).toEqual({ user: undefined, principal, org })
    expect(await verdict(admit(createUserGuard(), propelAuth, request('org')))).toBe('malformed_token')
  })
})

describe('what a guard accepts', () => {
  const wrong: unknown[] = [
    [],
    ['users'],
    ['user', 'apikey'],
    [undefined],
    [null],
    Array(1),
    'user',
    'apiKey',
    {},
    true,
    null,
  ]
  const handler = () => new Response('secret')
  const owner = { authUrl: issuer.authUrl, jwks: issuer.jwks }

  test('must be a list of kinds there are: a TypeError when the guard is made', () => {
    const { propelAuth } = setUp()
    for (const accept of wrong) {
      const options = { accept } as never
      expect(() => propelAuth.withUser(handler, options)).toThrow(TypeError)
      expect(() => propelAuth.withOptionalUser(handler, options)).toThrow(TypeError)
      expect(() => propelAuth.withOrgMember(Object.assign({ orgId: () => 'acme' }, options), handler)).toThrow(
        TypeError,
      )
      expect(() => createUserGuard(options)).toThrow(TypeError)
      expect(() => createOptionalUserGuard(options)).toThrow(TypeError)
      expect(() => createOrgGuard(options, () => 'acme')).toThrow(TypeError)
    }
  })

  test('is looked at with every request of a function that takes it, also without a credential', async () => {
    const { propelAuth } = setUp()
    for (const accept of wrong)
      for (const credential of [undefined, token, 'org'])
        await expect(propelAuth.authenticateRequest(request(credential), { accept } as never)).rejects.toThrow(
          TypeError,
        )
  })

  test('needs the port for keys: a TypeError when the guard is made, or at the first use of late options', async () => {
    const without = createPropelAuth(owner)
    expect(() => without.withUser(handler, both)).toThrow(/needs the option apiKeys/)
    expect(() => createUserGuard(both, owner)).toThrow(/needs the option apiKeys/)
    expect(() => createOptionalUserGuard(both, owner)).toThrow(/needs the option apiKeys/)
    expect(() => createOrgGuard(both, () => 'acme', owner)).toThrow(/needs the option apiKeys/)
    expect(() => createUserGuard(both, () => owner)).not.toThrow()
    const late = createPropelAuth(() => owner).withUser(handler, both)
    for (const credential of [undefined, token, 'org'])
      await expect(late(request(credential))).rejects.toThrow(/needs the option apiKeys/)
    await expect(without.validateRequest(request(token), both)).rejects.toThrow(/needs the option apiKeys/)
  })
})

describe('events', () => {
  test('tell of keys by type, code and where the answer came from, and never hold one', async () => {
    const events: PropelAuthEvent[] = []
    const { service, propelAuth } = setUp({ onEvent: (event) => void events.push(event) })
    for (const key of ['org', 'org', 'wrong']) await propelAuth.authenticateRequest(request(key), both)
    service.failure = 'down'
    await propelAuth.authenticateRequest(request('member'), both)
    const durationMs = expect.any(Number)
    expect(events).toEqual([
      { type: 'accepted', cache: 'origin', durationMs },
      { type: 'accepted', cache: 'memory', durationMs },
      { type: 'refused', code: 'invalid_api_key', durationMs },
      { type: 'refused', code: 'api_keys_unavailable', durationMs },
    ])
  })
})

test('an option apiKeys without a function validate is a TypeError at creation', () => {
  for (const apiKeys of [{}, { validate: true }, () => null])
    expect(() => setUp({ apiKeys } as never)).toThrow(/apiKeys/)
})
