import * as core from '@propelauth-edge/core'
import { createTestIssuer } from '@propelauth-edge/core/testing'
import { conformanceCases, createStepUp } from 'test-kit/conformance'
import { expectConformance } from 'test-kit/expect-conformance'
import { describe, expect, test, vi } from 'vitest'
import { createConformanceWorker } from '../test/conformance-worker.js'
import * as adapter from './index.js'
import { createPropelAuth, requireOrgMember, type WorkerContext } from './index.js'

const issuer = await createTestIssuer()
const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
const admin = await issuer.headers({ user: { userId: 'ada' }, orgs: [{ orgId: 'acme', role: 'Admin' }] })
const inAcme = await issuer.headers({ user: { userId: 'ada' }, activeOrg: { orgId: 'acme' } })

const toRequest = (headers: HeadersInit = {}, path = '/', method = 'GET') =>
  new Request(`https://api.example.com${path}`, { method, headers })
const codeOf = async (response: Response) => ((await response.json()) as { code?: string }).code

function createContext(): WorkerContext & { readonly pending: Promise<unknown>[] } {
  const pending: Promise<unknown>[] = []
  return { pending, waitUntil: (work) => void pending.push(work) }
}
const ctx = createContext()
const env = {}

describe('conformance', async () => {
  const { authUrl, fetch } = issuer
  const worker = createConformanceWorker(createPropelAuth({ authUrl, fetch, stepUp: createStepUp() }))
  test.each(await conformanceCases(issuer))('$title', async (conformance) => {
    const { path, method, headers } = conformance
    await expectConformance(await worker.fetch(toRequest(headers, path, method), env, ctx), conformance)
  })
})

describe('handlers', () => {
  test('always get four arguments, the identity last', async () => {
    const seen: unknown[][] = []
    const note = (...args: unknown[]) => {
      seen.push(args)
      return new Response()
    }
    const request = toRequest(admin)
    await propelAuth.withUser(note)(request, env, ctx)
    await propelAuth.withOptionalUser(note)(request, env, ctx)
    await propelAuth.withOptionalUser(note)(toRequest(), env, ctx)
    await propelAuth.withOrgMember({ orgId: () => 'acme' }, note)(request, env, ctx)
    expect(seen.map((args) => args.length)).toEqual([4, 4, 4, 4])
    for (const args of seen) expect([args[1], args[2]]).toEqual([env, ctx])
    expect(seen[0]?.[0]).toBe(request)
    expect(seen[0]?.[2]).toBe(ctx)
    expect(seen.map((args) => args[3])).toMatchObject([
      { user: { userId: 'ada' } },
      { user: { userId: 'ada' } },
      { user: null },
      { user: { userId: 'ada' }, org: { orgId: 'acme' } },
    ])
  })

  test('in an object keep what stands beside fetch, and their this', async () => {
    const scheduled = vi.fn(() => 'scheduled')
    const queue = vi.fn(() => 'queue')
    const worker = {
      greeting: 'hello',
      async fetch(this: { greeting: string }, _request: Request, _env: object, _ctx: WorkerContext, who: object) {
        return Response.json([this.greeting, who])
      },
      scheduled,
      queue,
    }
    for (const guarded of [
      propelAuth.withUser(worker),
      propelAuth.withOptionalUser(worker),
      propelAuth.withOrgMember({ orgId: () => 'acme' }, worker),
    ]) {
      expect(Object.keys(guarded)).toEqual(Object.keys(worker))
      expect([guarded.scheduled(), guarded.queue()]).toEqual(['scheduled', 'queue'])
      expect(guarded.fetch).toHaveLength(1)
      const response = await guarded.fetch(toRequest(admin), env, ctx)
      expect(await response.json()).toMatchObject(['hello', { user: { userId: 'ada' } }])
    }
    expect((await propelAuth.withUser(worker).fetch(toRequest(), env, ctx)).status).toBe(401)
    expect(worker.fetch).toHaveLength(4)
  })

  test('that throw an AuthError are answered with its response; other errors pass through', async () => {
    const refuse = propelAuth.withUser((_request, _env, _ctx, { user }) =>
      Response.json(requireOrgMember(user, 'globex')),
    )
    const response = await refuse(toRequest(admin), env, ctx)
    expect(response.status).toBe(403)
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="propelauth", error="insufficient_scope"')
    const broken = propelAuth.withUser(() => {
      throw new RangeError('broken')
    })
    await expect(broken(toRequest(admin), env, ctx)).rejects.toThrow(RangeError)
  })

  test('an object without fetch is a TypeError when it is wrapped', () => {
    for (const wrong of [{}, null, undefined, 'fetch', { fetch: 'fetch' }])
      expect(() => propelAuth.withUser(wrong as { fetch: () => Response })).toThrow(TypeError)
  })

  test('of an instance keep their prototype, accessors and private members', async () => {
    class Base {
      scheduled() {
        return `${this.name} scheduled`
      }
      get name() {
        return 'base'
      }
    }
    class Api extends Base {
      readonly #greeting = 'hello'
      override get name() {
        return this.#greeting
      }
      async fetch(_request: Request, _env: object, _ctx: WorkerContext, who: object) {
        return Response.json([this.#greeting, who])
      }
      queue() {
        return this.#greeting
      }
    }
    const guarded = propelAuth.withUser(new Api())
    expect([guarded.scheduled(), guarded.queue(), guarded.name]).toEqual(['hello scheduled', 'hello', 'hello'])
    expect('queue' in guarded).toBe(true)
    const response = await guarded.fetch(toRequest(admin), env, ctx)
    expect(await response.json()).toMatchObject(['hello', { user: { userId: 'ada' } }])
    expect((await guarded.fetch(toRequest(), env, ctx)).status).toBe(401)
  })

  test('cannot be reached unguarded, however the Worker is read or copied', async () => {
    const worker = { fetch: vi.fn(async () => new Response('in')), scheduled: () => 'scheduled' }
    const guarded = propelAuth.withUser(worker)
    const copies = [
      { ...guarded },
      Object.assign({}, guarded),
      Object.defineProperties({}, Object.getOwnPropertyDescriptors(guarded)) as typeof guarded,
      { fetch: Object.getOwnPropertyDescriptor(guarded, 'fetch')?.value as typeof guarded.fetch },
      Object.create(guarded) as typeof guarded,
      propelAuth.withUser(Object.freeze({ ...worker })),
    ]
    for (const copy of copies) expect((await copy.fetch(toRequest(), env, ctx)).status).toBe(401)
    Reflect.deleteProperty(guarded, 'fetch')
    expect([guarded.fetch, 'fetch' in guarded]).toEqual([undefined, false])
    expect(worker.fetch).not.toHaveBeenCalled()
  })

  test('keep a fetch that is assigned, as instrumentation does, around the guard', async () => {
    const worker = { fetch: vi.fn(async () => new Response('in')) }
    const guarded = propelAuth.withUser(worker)
    const { fetch } = guarded
    const instrumented = vi.fn((...passed: Parameters<typeof fetch>) => fetch(...passed))
    guarded.fetch = instrumented
    expect((await guarded.fetch(toRequest(admin), env, ctx)).status).toBe(200)
    expect((await guarded.fetch(toRequest(), env, ctx)).status).toBe(401)
    expect([instrumented.mock.calls.length, worker.fetch.mock.calls.length]).toEqual([2, 1])
  })

  test('a class in place of an instance is a TypeError that says so', () => {
    class Api {
      async fetch() {
        return new Response('in')
      }
    }
    expect(() => propelAuth.withUser(Api as never)).toThrow(/found the class Api: pass an instance/)
  })

  test('serve as a Pages Function, which gets one context', async () => {
    const handler = vi.fn((_request: Request, of: object, _ctx: unknown, who: object) => Response.json([of, who]))
    const onRequest = propelAuth.withUser(handler as never) as unknown as (context: object) => Promise<Response>
    const waitUntil = vi.fn()
    const toContext = (request: Request) => ({ request, env, params: {}, data: {}, waitUntil, next: vi.fn() })
    const response = await onRequest(toContext(toRequest(admin)))
    expect(await response.json()).toMatchObject([env, { user: { userId: 'ada' } }])
    expect(handler.mock.calls[0]?.[2]).toMatchObject({ waitUntil })
    expect((await onRequest(toContext(toRequest()))).status).toBe(401)
    expect(handler).toHaveBeenCalledTimes(1)
  })
})

describe('the org of a request', () => {
  const byQuery = propelAuth.withOrgMember(
    { orgId: (request) => new URL(request.url).searchParams.get('org') },
    (_request, _env, _ctx, { org }) => new Response(org.orgId),
  )

  test('is what the selector finds, which gets the environment, too', async () => {
    expect(await (await byQuery(toRequest(inAcme, '/?org=acme'), env, ctx)).text()).toBe('acme')
    const byEnv = createPropelAuth((_env: { ORG: string }) => ({ authUrl: issuer.authUrl, jwks: issuer.jwks }))
    const guarded = byEnv.withOrgMember({ orgId: async (_request, { ORG }) => ORG }, () => new Response())
    expect((await guarded(toRequest(admin), { ORG: 'acme' }, ctx)).status).toBe(200)
    expect((await guarded(toRequest(admin), { ORG: 'globex' }, ctx)).status).toBe(403)
  })

  test('is never the active org when it cannot be found or is foreign', async () => {
    for (const path of ['/', '/?org=', '/?org=globex', '/?org=__proto__'])
      expect(await codeOf(await byQuery(toRequest(inAcme, path), env, ctx))).toBe('not_org_member')
  })

  test('is looked for after the user', async () => {
    const orgId = vi.fn(() => 'acme')
    const guarded = propelAuth.withOrgMember({ orgId }, () => new Response())
    expect((await guarded(toRequest(), env, ctx)).status).toBe(401)
    expect(orgId).not.toHaveBeenCalled()
  })
})

describe('wrong options are a TypeError when the handler is wrapped, also before any environment is known', () => {
  const byEnv = createPropelAuth((_env: object) => ({ authUrl: issuer.authUrl }))
  const handler = () => new Response()
  const orgId = () => 'acme'
  const wrong = [
    { orgId, minimumRole: undefined },
    { orgId, minimumRole: '' },
    { orgId, permissions: ['can_pay', undefined] },
    { orgId, role: 'Admin' },
    { orgId, denyImpersonations: true },
    { orgId: undefined },
    { orgId: 'acme' },
    { minimumRole: 'Admin' },
  ]
  for (const options of wrong)
    test(`withOrgMember(${JSON.stringify(options)})`, () => {
      expect(() => byEnv.withOrgMember(options as object, handler)).toThrow(TypeError)
      expect(() => propelAuth.withOrgMember(options as object, handler)).toThrow(TypeError)
    })

  test('withUser and withOptionalUser', () => {
    expect(() => byEnv.withUser(handler, { denyImpersonations: true } as object)).toThrow(TypeError)
    expect(() => byEnv.withUser(handler, { onInvalid: 'reject' } as object)).toThrow(TypeError)
    expect(() => byEnv.withOptionalUser(handler, { onInvlaid: 'reject' } as object)).toThrow(TypeError)
  })
})

describe('preflights and methods', () => {
  const preflight = {
    origin: 'https://app.example.com',
    'access-control-request-method': 'POST',
  }
  const handler = vi.fn(() => new Response('secret'))
  const answerPreflight = () => new Response(null, { status: 204, headers: { 'access-control-allow-origin': '*' } })

  test('a preflight never reaches a guarded handler', async () => {
    handler.mockClear()
    const request = () => toRequest(preflight, '/', 'OPTIONS')
    const orgId = () => 'acme'
    expect((await propelAuth.withUser(handler)(request(), env, ctx)).status).toBe(401)
    expect((await propelAuth.withUser(handler, { preflight: answerPreflight })(request(), env, ctx)).status).toBe(204)
    const guarded = propelAuth.withOrgMember({ orgId, preflight: answerPreflight }, handler)
    expect((await guarded(request(), env, ctx)).status).toBe(204)
    expect(handler).not.toHaveBeenCalled()
  })

  test('what only looks like a preflight is refused, as is every method without a token', async () => {
    handler.mockClear()
    const guarded = propelAuth.withUser(handler, { preflight: answerPreflight })
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE', 'PROPFIND', 'OPTIONS'])
      expect((await guarded(toRequest({}, '/', method), env, ctx)).status).toBe(401)
    expect((await guarded(toRequest(preflight, '/', 'POST'), env, ctx)).status).toBe(401)
    expect((await guarded(toRequest({ origin: preflight.origin }, '/', 'OPTIONS'), env, ctx)).status).toBe(401)
    expect(handler).not.toHaveBeenCalled()
  })
})

test('headers that speak of identity or skip middleware have no effect', async () => {
  const headers = {
    'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware',
    'x-propelauth-user-id': 'ada',
    'x-propelauth-user': '{"userId":"ada"}',
    'x-http-method-override': 'OPTIONS',
  }
  expect((await propelAuth.withUser(() => new Response())(toRequest(headers), env, ctx)).status).toBe(401)
  const optional = propelAuth.withOptionalUser((_request, _env, _ctx, { user }) => Response.json(user))
  expect(await (await optional(toRequest(headers), env, ctx)).json()).toBeNull()
})

describe('options from the environment', async () => {
  const globex = await createTestIssuer({ authUrl: 'https://auth.globex.example.com' })
  const issuers: Record<string, typeof issuer> = { acme: issuer, globex }
  const byTenant = createPropelAuth(({ TENANT = 'acme' }: { TENANT?: string }) => ({
    authUrl: issuers[TENANT]?.authUrl ?? '',
    fetch: issuers[TENANT]?.fetch,
  }))
  const guarded = byTenant.withUser(() => new Response())
  const globexUser = await globex.headers()

  test('two environments share neither users nor keys', async () => {
    for (let round = 0; round < 2; round++) {
      expect((await guarded(toRequest(admin), { TENANT: 'acme' }, ctx)).status).toBe(200)
      expect(await codeOf(await guarded(toRequest(admin), { TENANT: 'globex' }, ctx))).toBe('issuer_mismatch')
      expect((await guarded(toRequest(globexUser), { TENANT: 'globex' }, ctx)).status).toBe(200)
      expect(await codeOf(await guarded(toRequest(globexUser), { TENANT: 'acme' }, ctx))).toBe('issuer_mismatch')
    }
    const stranger = await createTestIssuer({ authUrl: issuer.authUrl, kid: globex.kid })
    const response = await guarded(toRequest(await stranger.headers()), { TENANT: 'acme' }, ctx)
    expect(await codeOf(response)).toBe('unknown_key')
  })

  test('for and validateRequest use the same instance as the guards', async () => {
    const tenant = { TENANT: 'globex' }
    expect(byTenant.for({ ...tenant })).toBe(byTenant.for(tenant))
    expect(await byTenant.validateRequest(toRequest(globexUser), tenant)).toMatchObject({ email: 'user@example.com' })
    await expect(byTenant.validateRequest(toRequest(globexUser), { TENANT: 'acme' })).rejects.toMatchObject({
      code: 'issuer_mismatch',
    })
    expect(await byTenant.validateRequest(toRequest(admin))).toMatchObject({ userId: 'ada' })
  })

  test('missing options reject every request, and no handler runs', async () => {
    const unset = createPropelAuth((bindings: { AUTH_URL?: string }) => ({ authUrl: bindings.AUTH_URL as string }))
    const handler = vi.fn(() => new Response())
    await expect(unset.withUser(handler)(toRequest(admin), {}, ctx)).rejects.toThrow(/authUrl/)
    await expect(unset.withOptionalUser(handler)(toRequest(admin), {}, ctx)).rejects.toThrow(/authUrl/)
    expect(handler).not.toHaveBeenCalled()
  })
})

describe('the context of a Worker', () => {
  const stored: string[] = []
  const jwksCache = { get: async () => undefined, put: async (key: string) => void stored.push(key) }
  const createCold = () => createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch, jwksCache })

  test('carries the work that outlives the response', async () => {
    const cold = createCold()
    for (const use of [
      (context: WorkerContext) => cold.withUser(() => new Response())(toRequest(admin), env, context),
      (context: WorkerContext) => createCold().validateRequest(toRequest(admin), env, context),
    ]) {
      stored.length = 0
      const context = createContext()
      await use(context)
      expect(context.pending.length).toBeGreaterThan(0)
      await Promise.all(context.pending)
      expect(stored).toHaveLength(1)
    }
  })

  test('gives way to a waitUntil of the options, and may be missing', async () => {
    const own = vi.fn()
    const context = createContext()
    const guarded = createCold().withUser(() => new Response(), { waitUntil: own })
    expect((await guarded(toRequest(admin), env, context)).status).toBe(200)
    expect(own).toHaveBeenCalled()
    expect(context.pending).toEqual([])
    expect(await createCold().validateRequest(toRequest(admin))).toMatchObject({ userId: 'ada' })
  })
})

test('the package exports what core does, but for the helpers of adapters', () => {
  const helpers = [
    'checkGuardOptions',
    'createOptionalUserGuard',
    'createOrgGuard',
    'createUserGuard',
    'memoizeByEnv',
    'readOrgGuardOptions',
    'withoutForeignOrg',
  ]
  const expected = [...Object.keys(core).filter((name) => !helpers.includes(name)), 'kvJwksCache']
  expect(Object.keys(adapter).sort()).toEqual(expected.sort())
  expect(adapter.requireOrgMember).toBe(core.requireOrgMember)
})
