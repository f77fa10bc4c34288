import { describe, expect, test, vi } from 'vitest'
import { admit } from '../../test/admit.js'
import { createKeyService, principals } from '../../test/api-keys.js'
import { inFakeTime } from '../../test/fake-time.js'
import { createGrantService } from '../../test/grants.js'
import { issuer } from '../../test/issuer.js'
import { requestOf } from '../../test/request.js'
import { verdict } from '../../test/verdict.js'
import type { PropelAuthOptions } from '../options.js'
import { createPropelAuth } from '../propelauth.js'
import type { RequestLike } from '../request/bearer-token.js'
import { fromCookie } from '../request/cookie.js'
import type { PropelAuthEvent } from './events.js'
import { createOptionalUserGuard, createOrgGuard, createUserGuard } from './guard.js'
import type { StepUpOptions, StepUpValidator } from './step-up.js'

const action = 'DELETE_ORG'
const stepUp = { action }
const admin = await issuer.headers({ user: { userId: 'ada' }, orgs: [{ orgId: 'acme', role: 'Admin' }] })
const other = await issuer.headers({ user: { userId: 'ben' } })
const impersonated = await issuer.headers({ user: { userId: 'ada', impersonatorUserId: 'employee' } })
const expired = await issuer.headers({ user: { userId: 'ada' }, expiresInSeconds: -61 })

const request = (headers: HeadersInit, grant?: string, more: RequestInit = {}) => {
  const sent = new Headers(headers)
  if (grant !== undefined) sent.set('x-step-up-grant', grant)
  return new Request('https://api.example.com', { headers: sent, ...more })
}

function setUp(options: Partial<PropelAuthOptions> = {}) {
  const grants = createGrantService()
  const { authUrl, jwks } = issuer
  const propelAuth = createPropelAuth({ authUrl, jwks, stepUp: grants, ...options })
  const ask = (sent: RequestLike, own: Partial<StepUpOptions> = {}) =>
    verdict(propelAuth.validateRequest(sent, { stepUp: { action, ...own } }))
  return { grants, propelAuth, ask }
}

const withValidator = (validator: StepUpValidator['verifyStepUpGrant'], options: Partial<PropelAuthOptions> = {}) =>
  setUp({ stepUp: { verifyStepUpGrant: validator }, ...options })

describe('a guard that demands a grant', () => {
  test('admits a user with a good one, and refuses all others with the challenge of RFC 9470', async () => {
    const { grants, propelAuth } = setUp()
    const handler = propelAuth.withUser((_request, { user }) => new Response(user.userId), { stepUp })
    const response = await handler(request(admin, grants.make('ada', action)))
    expect([response.status, await response.text()]).toEqual([200, 'ada'])
    for (const grant of [undefined, '', 'made-up']) {
      const refused = await handler(request(admin, grant))
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer realm="propelauth", error="insufficient_user_authentication"',
      ])
      expect(await refused.json()).toMatchObject({ code: 'step_up_required', status: 401 })
    }
  })

  test('asks with the action of the guard and the user of the token', async () => {
    const { grants, ask } = setUp()
    const grant = grants.make('ada', action)
    expect(await ask(request(other, grant))).toBe('step_up_required')
    expect(await ask(request(admin, grant), { action: 'PAY' })).toBe('step_up_required')
    expect(await ask(request(admin, grant))).toBe('accepted')
    expect(grants.asked).toEqual([
      { actionType: action, userId: 'ben', grant },
      { actionType: 'PAY', userId: 'ada', grant },
      { actionType: action, userId: 'ada', grant },
    ])
  })

  test('asks for every request, so that a one-time grant counts once', async () => {
    const { grants, ask } = setUp()
    const grant = grants.make('ada', action)
    const verdicts = await Promise.all(Array.from({ length: 5 }, () => ask(request(admin, grant))))
    expect(verdicts.filter((found) => found === 'accepted')).toHaveLength(1)
    expect(await ask(request(admin, grant))).toBe('step_up_required')
    expect(grants.asked).toHaveLength(6)
  })

  test('does so in every function that admits users', async () => {
    const { grants, propelAuth } = setUp()
    const byRequest = request(admin, grants.make('ada', action))
    expect(await propelAuth.authenticateRequest(byRequest, { stepUp })).toMatchObject({
      ok: true,
      user: { userId: 'ada' },
      principal: { kind: 'user' },
    })
    expect(await propelAuth.authenticateRequest(byRequest, { stepUp })).toMatchObject({ code: 'step_up_required' })
    const guards = [createUserGuard({ stepUp }), createOrgGuard({ stepUp, orgId: () => 'acme' })]
    for (const guard of guards) {
      const sent = request(admin, grants.make('ada', action))
      expect(await verdict(admit(guard, propelAuth, sent))).toBe('accepted')
      expect(await verdict(admit(guard, propelAuth, sent))).toBe('step_up_required')
    }
  })
})

describe('a request that is refused for another reason', () => {
  const orgId = () => 'acme'
  const { grants, propelAuth } = setUp({ isRevoked: ({ userId }) => userId === 'ben' })
  const grant = grants.make('ada', action)

  test.each([
    ['no token', 'missing_token', {}, createUserGuard({ stepUp })],
    ['an expired token', 'token_expired', expired, createUserGuard({ stepUp })],
    ['a revoked token', 'token_revoked', other, createUserGuard({ stepUp })],
    ['an impersonator', 'impersonation_denied', impersonated, createUserGuard({ stepUp, denyImpersonation: true })],
    ['a foreign org', 'not_org_member', admin, createOrgGuard({ stepUp, orgId: () => 'globex' })],
    ['no org', 'not_org_member', admin, createOrgGuard({ stepUp, orgId: () => undefined })],
    ['a role', 'insufficient_role', admin, createOrgGuard({ stepUp, orgId, minimumRole: 'Owner' })],
    ['a permission', 'insufficient_permission', admin, createOrgGuard({ stepUp, orgId, permission: 'can_pay' })],
  ] as const)('%s, does not spend the grant', async (_title, code, headers, guard) => {
    expect(await verdict(admit(guard, propelAuth, request(headers, grant)))).toBe(code)
    expect(grants.asked).toEqual([])
  })

  test('leaves the grant good for the next one', async () => {
    const guard = createOrgGuard({ stepUp, orgId, minimumRole: 'Admin' })
    expect(await verdict(admit(guard, propelAuth, request(admin, grant)))).toBe('accepted')
  })
})

describe('a grant', () => {
  test('of a wrong form is refused without a call', async () => {
    const { grants, propelAuth, ask } = setUp()
    for (const wrong of ['two words', 'a,\tb', 'x'.repeat(2_049)])
      expect(await ask(request(admin, wrong))).toBe('step_up_required')
    for (const wrong of [
      undefined,
      null,
      7,
      {},
      ['grant'],
      '',
      ' ',
      'a\nb',
      'ä',
      { refused: true, code: 'missing_token' },
    ])
      for (const grantFrom of [() => wrong, async () => wrong])
        expect(
          await verdict(
            propelAuth.validateRequest(request(admin), { stepUp: { action, grantFrom: grantFrom as never } }),
          ),
        ).toBe('step_up_required')
    expect(grants.asked).toEqual([])
    expect(await ask(request(admin, 'x'.repeat(2_048)))).toBe('step_up_required')
    expect(grants.asked).toHaveLength(1)
  })

  test('is read where grantFrom says, and only there', async () => {
    const { grants, ask } = setUp()
    const make = () => grants.make('ada', action)
    const grantFrom = (sent: { headers: { get(name: string): string | null } }) => sent.headers.get('x-own')
    expect(await ask(request({ ...admin, 'x-own': make() }), { grantFrom })).toBe('accepted')
    expect(await ask(request(admin, make()), { grantFrom })).toBe('step_up_required')
    expect(await ask(request({ ...admin, 'x-own': make() }))).toBe('step_up_required')
  })

  test('may come in a body, which the handler reads as well', async () => {
    const { grants, propelAuth } = setUp()
    const grantFrom = async (sent: Request) => (await sent.clone().json()).grant
    const handler = propelAuth.withUser(async (sent) => Response.json(await sent.json()), {
      stepUp: { action, grantFrom },
    })
    const body = { grant: grants.make('ada', action), org: 'acme' }
    const post = () => request(admin, undefined, { method: 'POST', body: JSON.stringify(body) })
    expect(await (await handler(post())).json()).toEqual(body)
    expect((await handler(post())).status).toBe(401)
  })

  test('may come in a cookie, which counts for the own origin alone', async () => {
    const { grants, ask } = setUp()
    const grantFrom = fromCookie('grant')
    const send = (origin: string) =>
      ask(requestOf('POST', { ...admin, cookie: `grant=${grants.make('ada', action)}`, origin }), { grantFrom })
    expect(await send('https://app.example.com')).toBe('accepted')
    expect(await send('https://evil.example')).toBe('step_up_required')
  })

  test('is not looked for before the user is known', async () => {
    const grantFrom = vi.fn(() => 'grant')
    const { ask } = setUp()
    await ask(request({}), { grantFrom })
    expect(grantFrom).not.toHaveBeenCalled()
  })

  test('whose reader fails lets the failure pass', async () => {
    const grantFrom = () => Promise.reject(new RangeError('broken'))
    await expect(setUp().ask(request(admin), { grantFrom })).rejects.toThrow(RangeError)
  })
})

describe('an end-user API key', () => {
  test('has no second factor: it is refused without a call, whatever grant it sends', async () => {
    const apiKeys = createKeyService({ key: principals.personal })
    const { grants, propelAuth } = setUp({ apiKeys })
    const options = { accept: ['user', 'apiKey'], stepUp } as const
    const sent = request({ authorization: 'Bearer key' }, grants.make('ada', action))
    expect(await verdict(propelAuth.validateRequest(sent, options))).toBe('step_up_required')
    expect(grants.asked).toEqual([])
    expect(await verdict(propelAuth.validateRequest(request(admin, grants.make('ada', action)), options))).toBe(
      'accepted',
    )
  })
})

describe('a validator that fails', () => {
  const failing = (failure: unknown) => withValidator(() => Promise.reject(failure))
  const answer = async (failure: unknown, detail = false) => {
    const handler = failing(failure).propelAuth.withUser(() => new Response(), { stepUp, detail })
    return handler(request(admin, 'grant'))
  }

  test('makes a 503 without a challenge, never a refusal of the grant', async () => {
    const throwing = () => {
      throw new Error('down')
    }
    for (const validator of [
      () => Promise.reject(new Error('down')),
      throwing,
      async () => undefined,
      async () => null,
    ])
      expect(await withValidator(validator as never).ask(request(admin, 'grant'))).toBe('step_up_unavailable')
    const response = await answer(new Error('down'))
    expect([response.status, response.headers.get('www-authenticate'), response.headers.get('retry-after')]).toEqual([
      503,
      null,
      '1',
    ])
  })

  test('says how long to wait, and why, with nothing of its message', async () => {
    const limited = await answer({ code: 'rate_limited', retryAfterSeconds: 6.2, message: 'grant' }, true)
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([503, '7'])
    expect(await limited.json()).toMatchObject({ detail: 'The validator failed: rate_limited' })
    const gated = await answer(Object.assign(new Error('secret-grant'), { code: 'feature_gated' }), true)
    expect(await gated.text()).toMatch(/^(?!.*secret-grant).*feature_gated/)
    expect(await (await answer(new Error('secret-grant'), true)).text()).not.toContain('secret-grant')
  })

  test('and one that hangs, is given up after 5 seconds, and its signal aborts', async () => {
    let signal: AbortSignal | undefined
    const { ask } = withValidator((_grant, options) => {
      signal = options.signal
      return new Promise(() => {})
    })
    const { result, tookMs } = await inFakeTime(() => ask(request(admin, 'grant')))
    expect([result, tookMs, signal?.aborted]).toEqual(['step_up_unavailable', 5_000, true])
  })

  test('admits with `success: true` alone', async () => {
    for (const success of [false, undefined, null, 1, 'true', {}, []])
      expect(await withValidator(async () => ({ success }) as never).ask(request(admin, 'grant'))).toBe(
        'step_up_required',
      )
    expect(await withValidator(async () => ({ success: true })).ask(request(admin, 'grant'))).toBe('accepted')
  })
})

describe('options', () => {
  const { propelAuth } = setUp()
  const { authUrl, jwks } = issuer

  test('are checked when a guard is made, and by every function that reads a request', async () => {
    const wrong: unknown[] = [
      undefined,
      null,
      true,
      'DELETE_ORG',
      {},
      [],
      { action: '' },
      { action: ' ' },
      { action: undefined },
      { action: 7 },
      { actions: 'DELETE_ORG' },
      { action, grant: 'x' },
      { action, grantFrom: 'x-step-up-grant' },
      { action, grantFrom: null },
      Object.create({ action }),
    ]
    for (const stepUp of wrong) {
      const options = { stepUp } as never
      expect(() => propelAuth.withUser(() => new Response(), options)).toThrow(/stepUp/)
      expect(() => createOrgGuard({ orgId: () => 'acme', stepUp })).toThrow(/stepUp/)
      await expect(propelAuth.validateRequest(request(admin), options)).rejects.toThrow(/stepUp/)
      await expect(propelAuth.authenticateRequest(request(admin), options)).rejects.toThrow(/stepUp/)
    }
  })

  test('that change later do not change a guard', async () => {
    const { grants, propelAuth } = setUp()
    const changing = { action }
    const handler = propelAuth.withUser(() => new Response(), { stepUp: changing })
    changing.action = 'PAY'
    expect((await handler(request(admin, grants.make('ada', 'PAY')))).status).toBe(401)
    expect((await handler(request(admin, grants.make('ada', action)))).status).toBe(200)
  })

  test('are a TypeError where no user is required, or no request is read', async () => {
    const options = { stepUp } as never
    expect(() => propelAuth.withOptionalUser(() => new Response(), options)).toThrow(TypeError)
    expect(() => createOptionalUserGuard(options)).toThrow(TypeError)
    await expect(propelAuth.optionalUser(request(admin), options)).rejects.toThrow(TypeError)
    await expect(propelAuth.validateToken('token', options)).rejects.toThrow(TypeError)
  })

  test('need the port: at once, or at the first request where the options come from a function', async () => {
    const without = createPropelAuth({ authUrl, jwks })
    expect(() => without.withUser(() => new Response(), { stepUp })).toThrow(/needs the option stepUp/)
    const late = createPropelAuth(() => ({ authUrl, jwks }))
    const handler = late.withUser(() => new Response(), { stepUp })
    for (const headers of [{}, admin])
      await expect(handler(request(headers))).rejects.toThrow(/needs the option stepUp/)
    await expect(without.validateRequest(request({}), { stepUp })).rejects.toThrow(/needs the option stepUp/)
    await expect(without.authenticateRequest(request(admin), { stepUp })).rejects.toThrow(/needs the option stepUp/)
  })

  test('of an instance need a function verifyStepUpGrant', () => {
    for (const wrong of [null, true, {}, { verify() {} }, { verifyStepUpGrant: true }])
      expect(() => createPropelAuth({ authUrl, jwks, stepUp: wrong as never })).toThrow(/stepUp must be an object with/)
  })

  test('of an instance may be of a class, and keep their this', async () => {
    class Validator {
      readonly #success = true
      async verifyStepUpGrant() {
        return { success: this.#success }
      }
    }
    expect(await setUp({ stepUp: new Validator() }).ask(request(admin, 'grant'))).toBe('accepted')
  })
})

describe('events', () => {
  const heard = async (options: Partial<PropelAuthOptions>, failure?: unknown) => {
    const events: PropelAuthEvent[] = []
    let time = 1_000
    const now = () => Date.now() + time
    const { grants, ask } = setUp({ ...options, now, onEvent: (event) => void events.push(event) })
    grants.failure = failure
    time += 1
    await ask(request(admin, 'made-up'))
    return events.map(({ durationMs, ...rest }) => rest)
  }

  test('tell of a demand that was not met, and of a failed verification, never of a grant', async () => {
    expect(await heard({})).toEqual([
      { type: 'accepted', cache: 'memory' },
      { type: 'denied', code: 'step_up_required' },
    ])
    const failed = await heard({}, new Error('made-up'))
    expect(failed[1]).toEqual({ type: 'denied', code: 'step_up_unavailable' })
  })

  test('name user and action with the option audit', async () => {
    expect((await heard({ audit: true }))[1]).toEqual({
      type: 'denied',
      code: 'step_up_required',
      userId: 'ada',
      action,
    })
  })
})

test('an instance without the port, and a guard without the option, do nothing more', async () => {
  const { grants, propelAuth } = setUp()
  expect(await verdict(propelAuth.validateRequest(request(admin, grants.make('ada', action))))).toBe('accepted')
  expect(grants.asked).toEqual([])
  const guard = createUserGuard()
  const authenticator = { parts: {}, authenticate: () => ({ kind: 'user', user: {} }) }
  // Synchronous, as before there were grants.
  expect(guard.admit(authenticator as never, request(admin), {}, [])).not.toBeInstanceOf(Promise)
})
