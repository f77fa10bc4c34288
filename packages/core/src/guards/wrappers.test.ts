import { describe, expect, test, vi } from 'vitest'
import { issuer } from '../../test/issuer.js'
import { requireOrgMember } from '../access/require-org-member.js'
import { createPropelAuth } from '../propelauth.js'
import { fromCookie } from '../request/cookie.js'
import { AuthError } from '../response/auth-error.js'

const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, realm: 'acme' })
const url = 'https://api.example.com/things?org=org-1'

const headers = await issuer.headers({ user: { userId: 'u1' }, orgs: [{ orgId: 'org-1', role: 'Admin' }] })
const expired = await issuer.headers({ expiresInSeconds: -61 })
const impersonated = await issuer.headers({ user: { impersonatorUserId: 'employee' } })
const request = (of: HeadersInit = {}, method = 'GET') => new Request(url, { headers: of, method })

const codeOf = async (response: Response) => (await response.json()).code

describe('withUser', () => {
  test('hands the request, the user, the principal and what the platform passed to the handler', async () => {
    const handler = vi.fn((..._passed: unknown[]) => new Response('hello'))
    const [asked, env, ctx] = [request(headers), { KV: 1 }, { waitUntil: () => {} }]
    const response = await propelAuth.withUser<unknown[]>(handler)(asked, env, ctx)
    expect(await response.text()).toBe('hello')
    const user = expect.objectContaining({ userId: 'u1' })
    const context = { user, principal: expect.objectContaining({ kind: 'user', user }) }
    expect(handler).toHaveBeenCalledExactlyOnceWith(asked, context, env, ctx)
  })

  test('never runs the handler without a user', async () => {
    const handler = vi.fn(() => new Response('secret'))
    const guarded = propelAuth.withUser(handler)
    const [name, value] = ['authorization', (await headers).authorization]
    const refused = [
      request(),
      request(expired),
      request({ [name]: value.slice(0, -1) }),
      request({ [name]: `${value}, ${value}` }),
      request({ 'x-propelauth-user-id': 'u1', 'x-middleware-subrequest': 'middleware', 'x-user-id': 'u1' }),
      new Request(`${url}&access_token=${value.slice(7)}`),
      request({}, 'OPTIONS'),
      request({ origin: 'https://web.example.com', 'access-control-request-method': 'POST' }, 'OPTIONS'),
    ]
    for (const of of refused) expect((await guarded(of)).status).toBe(401)
    expect(handler).not.toHaveBeenCalled()
  })

  test('answers with the challenge of its instance', async () => {
    const response = await propelAuth.withUser(() => new Response())(request())
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="acme"')
  })

  test('gives the exact reason only with detail', async () => {
    const bodyOf = async (options?: object) =>
      (await propelAuth.withUser(() => new Response(), options)(request(expired))).json()
    expect(await bodyOf()).not.toHaveProperty('detail')
    expect(await bodyOf({ detail: true })).toHaveProperty('detail', expect.stringMatching(/^exp is \d+ seconds ago$/))
  })

  test('turns an AuthError thrown inside into its response', async () => {
    const guarded = propelAuth.withUser((_request, { user }) => {
      requireOrgMember(user, 'org-2')
      return new Response('secret')
    })
    const response = await guarded(request(headers))
    expect(response.status).toBe(403)
    expect(await codeOf(response)).toBe('not_org_member')
    const later = propelAuth.withUser(async () => Promise.reject(new AuthError('insufficient_role')))
    expect(await codeOf(await later(request(headers)))).toBe('insufficient_role')
  })

  test('lets every other error pass untouched', async () => {
    const error = new Error('mine')
    const guarded = propelAuth.withUser(() => {
      throw error
    })
    await expect(guarded(request(headers))).rejects.toBe(error)
  })

  test('denies impersonation where that is asked for', async () => {
    const guarded = propelAuth.withUser(() => new Response('ok'), { denyImpersonation: true })
    expect(await codeOf(await guarded(request(impersonated)))).toBe('impersonation_denied')
    expect((await guarded(request(headers))).status).toBe(200)
    expect((await propelAuth.withUser(() => new Response())(request(impersonated))).status).toBe(200)
  })

  test('reads the token from the sources of tokenFrom', async () => {
    const guarded = propelAuth.withUser(() => new Response('ok'), { tokenFrom: fromCookie('__pa_at') })
    const cookie = { cookie: `__pa_at=${headers.authorization.slice(7)}` }
    expect((await guarded(request(cookie))).status).toBe(200)
    expect((await guarded(request(headers))).status).toBe(401)
  })

  test('with an unknown option is a TypeError at once', () => {
    for (const options of [
      { denyImpersonations: true },
      { onInvalid: 'reject' },
      { minimumRole: 'Admin' },
      { detial: true },
    ])
      expect(() => propelAuth.withUser(() => new Response(), options as object)).toThrow(TypeError)
  })
})

describe('a preflight', () => {
  const preflight = () => new Response(null, { status: 204 })
  const handler = vi.fn(() => new Response('secret'))
  const guarded = propelAuth.withUser(handler, { preflight })
  const asking = { origin: 'https://web.example.com', 'access-control-request-method': 'POST' }

  test('is answered without a user, and not by the handler', async () => {
    expect((await guarded(request(asking, 'OPTIONS'))).status).toBe(204)
    expect(handler).not.toHaveBeenCalled()
  })

  test('is a true one only with its method and both its headers', async () => {
    const { origin, ...withoutOrigin } = asking
    for (const of of [
      request(asking, 'GET'),
      request({ origin }, 'OPTIONS'),
      request(withoutOrigin, 'OPTIONS'),
      request({}, 'OPTIONS'),
    ])
      expect((await guarded(of)).status).toBe(401)
    expect(handler).not.toHaveBeenCalled()
  })

  test('is answered by the other wrappers as well', async () => {
    const optional = propelAuth.withOptionalUser(handler, { preflight })
    const member = propelAuth.withOrgMember({ orgId: () => 'org-1', preflight }, handler)
    for (const wrapped of [optional, member]) expect((await wrapped(request(asking, 'OPTIONS'))).status).toBe(204)
    expect(handler).not.toHaveBeenCalled()
  })
})

describe('withOptionalUser', () => {
  const guarded = propelAuth.withOptionalUser((_request, { user }) => Response.json(user?.userId ?? null))

  test('runs the handler with the user or with null', async () => {
    expect(await (await guarded(request(headers))).json()).toBe('u1')
    for (const of of [{}, expired, { authorization: 'Bearer x' }, { authorization: 'Bearer a b' }])
      expect(await (await guarded(request(of))).json()).toBeNull()
  })

  test('refuses an invalid token with onInvalid: reject', async () => {
    const strict = propelAuth.withOptionalUser((_request, { user }) => Response.json(user), { onInvalid: 'reject' })
    expect(await codeOf(await strict(request(expired)))).toBe('token_expired')
    expect(await (await strict(request())).json()).toBeNull()
  })

  test('refuses a denied user with 403 instead of passing null', async () => {
    const denying = propelAuth.withOptionalUser((_request, { user }) => Response.json(user), {
      denyImpersonation: true,
    })
    expect(await codeOf(await denying(request(impersonated)))).toBe('impersonation_denied')
  })

  test('answers 503 instead of passing null while keys are unavailable', async () => {
    const down = createPropelAuth({ authUrl: issuer.authUrl, fetch: () => Promise.reject(new TypeError('down')) })
    const wrapped = down.withOptionalUser((_request, { user }) => Response.json(user))
    expect((await wrapped(request(headers))).status).toBe(503)
    expect(await (await wrapped(request())).json()).toBeNull()
  })

  test('with an unknown option is a TypeError at once', () => {
    expect(() => propelAuth.withOptionalUser(() => new Response(), { onInvalit: 'reject' } as object)).toThrow(
      TypeError,
    )
  })
})

describe('withOrgMember', () => {
  const orgId = (of: Request) => new URL(of.url).searchParams.get('org')

  test('hands user and org to the handler', async () => {
    const guarded = propelAuth.withOrgMember({ orgId, minimumRole: 'Member' }, (_request, { user, org }) =>
      Response.json([user.userId, org.orgId, org.userAssignedRole]),
    )
    expect(await (await guarded(request(headers))).json()).toEqual(['u1', 'org-1', 'Admin'])
  })

  test('never runs the handler for anybody else', async () => {
    const handler = vi.fn(() => new Response('secret'))
    const at = (id: string | undefined | null) => propelAuth.withOrgMember({ orgId: () => id }, handler)
    for (const id of ['org-2', '', '__proto__', 'constructor', undefined, null])
      expect(await codeOf(await at(id)(request(headers)))).toBe('not_org_member')
    expect(await codeOf(await propelAuth.withOrgMember({ orgId, exactRole: 'Owner' }, handler)(request(headers)))).toBe(
      'insufficient_role',
    )
    expect(await codeOf(await propelAuth.withOrgMember({ orgId, permission: 'x' }, handler)(request(headers)))).toBe(
      'insufficient_permission',
    )
    expect(await codeOf(await at('org-1')(request()))).toBe('missing_token')
    expect(handler).not.toHaveBeenCalled()
  })

  test('selects the org with what the platform passed, also later', async () => {
    const guarded = propelAuth.withOrgMember(
      { orgId: async (_request, env: { ORG: string }) => env.ORG },
      (_request, { org }, env) => Response.json([org.orgId, env.ORG]),
    )
    expect(await (await guarded(request(headers), { ORG: 'org-1' })).json()).toEqual(['org-1', 'org-1'])
  })

  test('asks for the org only once the user is known', async () => {
    const select = vi.fn(() => 'org-1')
    await propelAuth.withOrgMember({ orgId: select }, () => new Response())(request(expired))
    expect(select).not.toHaveBeenCalled()
  })

  test('turns an AuthError of the selector into its response', async () => {
    const select = () => {
      throw new AuthError('not_org_member')
    }
    const response = await propelAuth.withOrgMember({ orgId: select }, () => new Response('secret'))(request(headers))
    expect(response.status).toBe(403)
  })

  test('with a requirement that says nothing is a TypeError at once', () => {
    const wrong = [
      { minimumRole: undefined },
      { permission: '' },
      { permissions: [undefined] },
      { minRole: 'Admin' },
      { orgId: undefined },
      { orgId: 'org-1' },
    ]
    for (const options of wrong)
      expect(() => propelAuth.withOrgMember({ orgId, ...options } as never, () => new Response())).toThrow(TypeError)
  })
})

describe('work that goes on after the response', () => {
  const work = () => createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch })

  test('is handed to the waitUntil found among what the platform passed, with its own this', async () => {
    const context = {
      kept: [] as Promise<unknown>[],
      waitUntil(promise: Promise<unknown>) {
        this.kept.push(promise)
      },
    }
    await work().withUser<unknown[]>(() => new Response())(request(headers), null, 'env', undefined, context)
    expect(context.kept.length).toBeGreaterThan(0)
  })

  test('goes to the waitUntil of the options first', async () => {
    const [own, platform] = [vi.fn(), vi.fn()]
    await work().withUser<unknown[]>(() => new Response(), { waitUntil: own })(request(headers), {
      waitUntil: platform,
    })
    expect(own).toHaveBeenCalled()
    expect(platform).not.toHaveBeenCalled()
  })

  test('needs no waitUntil, and survives one that throws', async () => {
    const refusing = {
      waitUntil() {
        throw new Error('too late')
      },
    }
    expect((await work().withUser(() => new Response())(request(headers))).status).toBe(200)
    expect((await work().withUser<unknown[]>(() => new Response())(request(headers), refusing)).status).toBe(200)
  })
})
