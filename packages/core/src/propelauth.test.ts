import { conformanceCases, conformanceRoutes, createStepUp } from 'test-kit/conformance'
import { describe, expect, test, vi } from 'vitest'
import { issuer } from '../test/issuer.js'
import { verdict } from '../test/verdict.js'
import { createPropelAuth } from './propelauth.js'
import { fromCookie } from './request/cookie.js'
import { AuthError } from './response/auth-error.js'
import { createTestIssuer, matchConformanceRoute } from './testing.js'

const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch, stepUp: createStepUp() })

const answer = (user: { userId: string } | null, orgId?: string) =>
  Response.json({ userId: user?.userId ?? null, ...(orgId !== undefined && { orgId }) })

function toHandler(path: keyof typeof conformanceRoutes, orgId: string | undefined) {
  const { guard, options } = conformanceRoutes[path]
  switch (guard) {
    case 'requireUser':
      return propelAuth.withUser((_request, { user }) => answer(user), options)
    case 'optionalUser':
      return propelAuth.withOptionalUser((_request, { user }) => answer(user), options)
    case 'requireOrgMember':
      return propelAuth.withOrgMember({ ...options, orgId: () => orgId }, (_request, { user, org }) =>
        answer(user, org.orgId),
      )
  }
}

async function respond(request: Request): Promise<Response> {
  const route = matchConformanceRoute(new URL(request.url).pathname, conformanceRoutes)
  return route ? toHandler(route.path, route.orgId)(request) : new Response(null, { status: 404 })
}

describe('conformance', async () => {
  for (const { title, path, method = 'GET', headers, expected } of await conformanceCases(issuer)) {
    test(title, async () => {
      const response = await respond(new Request(`https://api.example.com${path}`, { method, headers }))
      expect(response.status).toBe(expected.status)
      expect(response.headers.get('www-authenticate')).toBe(expected.challenge)
      expect(await response.json()).toMatchObject(expected.body ?? { code: expected.code, status: expected.status })
    })
  }
})

const request = (headers: HeadersInit = {}) => new Request('https://api.example.com', { headers })
const valid = await issuer.headers({ user: { userId: 'u1' }, orgs: [{ orgId: 'org-1' }] })
const expired = await issuer.headers({ expiresInSeconds: -61 })
const down = createPropelAuth({ authUrl: issuer.authUrl, fetch: () => Promise.reject(new TypeError('down')) })

describe('validateRequest and validateToken', () => {
  test('give the user or throw an AuthError of the instance', async () => {
    const named = createPropelAuth({
      authUrl: issuer.authUrl,
      jwks: issuer.jwks,
      realm: 'acme',
      resource: 'https://api.example.com',
    })
    expect((await named.validateRequest(request(valid))).userId).toBe('u1')
    expect((await named.validateToken(valid.authorization.slice(7))).userId).toBe('u1')
    const error = await named.validateRequest(request()).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(AuthError)
    expect(error.toResponse().headers.get('www-authenticate')).toBe(
      'Bearer realm="acme", resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"',
    )
  })

  test('take a bare token alone, without Bearer', async () => {
    expect(await verdict(propelAuth.validateToken(valid.authorization))).toBe('invalid_request')
    expect(await verdict(propelAuth.validateToken(''))).toBe('invalid_request')
  })

  test('need no more of a request than its headers', async () => {
    expect((await propelAuth.validateRequest({ headers: new Headers(valid) })).userId).toBe('u1')
  })
})

describe('authenticateRequest', () => {
  test('gives user and principal as values', async () => {
    const result = await propelAuth.authenticateRequest(request(valid))
    expect(result).toMatchObject({
      ok: true,
      user: { userId: 'u1' },
      principal: { kind: 'user', user: { userId: 'u1' } },
    })
  })

  test('never throws for a credential, and makes the error only when it is read, once', async () => {
    const result = await propelAuth.authenticateRequest(request(expired))
    if (result.ok) throw new Error('accepted')
    expect(result.response().status).toBe(401)
    expect(result.error).toBeInstanceOf(AuthError)
    expect(result.error).toBe(result.error)
    expect(result.error.code).toBe('token_expired')
  })

  test('gives the exact reason if the guard or the call asks for it', async () => {
    const detailOf = async (guard?: { detail: boolean }, options?: { detail: boolean }) => {
      const result = await propelAuth.authenticateRequest(request(expired), guard)
      return result.ok ? undefined : 'detail' in (await result.response(options).json())
    }
    expect(await detailOf()).toBe(false)
    expect(await detailOf(undefined, { detail: true })).toBe(true)
    expect(await detailOf({ detail: true })).toBe(true)
    expect(await detailOf({ detail: true }, { detail: false })).toBe(false)
  })
})

describe('optionalUser', () => {
  test('is null for a token that is missing or invalid', async () => {
    expect((await propelAuth.optionalUser(request(valid)))?.userId).toBe('u1')
    for (const headers of [
      {},
      expired,
      { authorization: 'Basic x' },
      { authorization: 'Bearer' },
      { authorization: 'Bearer x' },
    ])
      expect(await propelAuth.optionalUser(request(headers))).toBeNull()
  })

  test('throws for an invalid token with onInvalid: reject, never for a missing one', async () => {
    const strict = (headers: HeadersInit) => verdict(propelAuth.optionalUser(request(headers), { onInvalid: 'reject' }))
    expect(await strict(expired)).toBe('token_expired')
    expect(await strict({ authorization: 'Bearer' })).toBe('invalid_request')
    expect(await strict({})).toBe('accepted')
    expect(await propelAuth.optionalUser(request(), { onInvalid: 'reject' })).toBeNull()
  })

  test('throws 503 instead of returning null while keys are unavailable', async () => {
    expect(await verdict(down.optionalUser(request(valid)))).toBe('jwks_unavailable')
    expect(await down.optionalUser(request())).toBeNull()
  })

  test('is null for a cookie from a foreign site, unless invalid credentials are refused', async () => {
    const headers = { cookie: `__pa_at=${valid.authorization.slice(7)}`, origin: 'https://evil.example' }
    const foreign = {
      headers: { get: (name: string) => new Map(Object.entries(headers)).get(name) ?? null },
      method: 'POST',
    }
    const tokenFrom = fromCookie('__pa_at')
    expect(await propelAuth.optionalUser(foreign, { tokenFrom })).toBeNull()
    expect(await verdict(propelAuth.optionalUser(foreign, { tokenFrom, onInvalid: 'reject' }))).toBe(
      'cross_site_request',
    )
  })

  test('throws for a user who is denied', async () => {
    const headers = await issuer.headers({ user: { impersonatorUserId: 'employee' } })
    expect(await verdict(propelAuth.optionalUser(request(headers), { denyImpersonation: true }))).toBe(
      'impersonation_denied',
    )
  })
})

describe('requireOrgMember of an instance', () => {
  test('decides as the free function, with the challenge of the instance', async () => {
    const named = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, realm: 'acme' })
    const user = await named.validateRequest(request(valid))
    expect(named.requireOrgMember(user, 'org-1')).toBe(user.getOrg('org-1'))
    expect(() => named.requireOrgMember(user, 'org-1', { minimumRole: '' })).toThrow(TypeError)
    try {
      named.requireOrgMember(user, 'org-2')
      expect.unreachable()
    } catch (error) {
      const response = (error as AuthError).toResponse()
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="acme", error="insufficient_scope"')
    }
  })
})

describe('prefetchKeys', () => {
  test('fetches before the first request, once', async () => {
    const fetch = vi.fn(issuer.fetch)
    const early = createPropelAuth({ authUrl: issuer.authUrl, fetch })
    expect(fetch).not.toHaveBeenCalled()
    await early.prefetchKeys()
    await early.prefetchKeys()
    await early.validateRequest(request(valid))
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  test('throws while keys are unavailable, and fetches none with a key given as an option', async () => {
    expect(await verdict(down.prefetchKeys())).toBe('jwks_unavailable')
    await createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks }).prefetchKeys()
  })
})

describe('options as a function', () => {
  test('are read at the first request, once', async () => {
    const options = vi.fn(() => ({ authUrl: issuer.authUrl, jwks: issuer.jwks }))
    const lazy = createPropelAuth(options)
    const handler = lazy.withUser((_request, { user }) => new Response(user.userId))
    expect(options).not.toHaveBeenCalled()
    expect(await (await handler(request(valid))).text()).toBe('u1')
    expect(await verdict(lazy.validateRequest(request()))).toBe('missing_token')
    expect(options).toHaveBeenCalledTimes(1)
  })

  test('that are wrong are a TypeError then, at every request, and never an answer', async () => {
    const lazy = createPropelAuth(() => ({ authUrl: '' }))
    for (let i = 0; i < 2; i++) {
      await expect(lazy.validateRequest(request(valid))).rejects.toThrow(TypeError)
      await expect(lazy.authenticateRequest(request(valid))).rejects.toThrow(TypeError)
      await expect(lazy.optionalUser(request())).rejects.toThrow(TypeError)
      await expect(lazy.withOptionalUser(() => new Response('secret'))(request())).rejects.toThrow(TypeError)
    }
  })

  test('as an object are checked at creation', () => {
    expect(() => createPropelAuth({ authUrl: '' })).toThrow(TypeError)
  })
})

test('with a key given as an option nothing is ever fetched', async () => {
  const fetch = vi.fn(issuer.fetch)
  for (const key of [{ jwks: issuer.jwks }, { verifierKey: issuer.verifierKey }]) {
    const offline = createPropelAuth({ authUrl: issuer.authUrl, fetch, ...key })
    await offline.validateRequest(request(valid))
    await verdict(offline.validateRequest(request(await issuer.headers({ header: { kid: 'unheard-of' } }))))
  }
  expect(fetch).not.toHaveBeenCalled()
})

test('the key of a PEM verifies tokens of any kid, and no token of another key', async () => {
  const pem = createPropelAuth({ authUrl: issuer.authUrl, verifierKey: issuer.verifierKey })
  for (const kid of [issuer.kid, 'another', '', '__proto__', undefined])
    expect(await verdict(pem.validateToken(await issuer.token({ header: { kid } })))).toBe('accepted')
  const stranger = await createTestIssuer()
  expect(await verdict(pem.validateToken(await stranger.token()))).toBe('invalid_signature')
})

test('a listener that fails later neither refuses a request nor ends the process', async () => {
  const onEvent = (async () => {
    throw new Error('the log is full')
  }) as () => void
  const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, onEvent })
  expect(await verdict(propelAuth.validateToken(await issuer.token()))).toBe('accepted')
  // Rejections without a handler are reported after this turn of the event loop, and fail the run.
  await new Promise((resolve) => setTimeout(resolve))
})

test('a credential that is no text is refused', async () => {
  const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
  for (const token of [undefined, null, 5, [await issuer.token()]])
    await expect(propelAuth.validateToken(token as never)).rejects.toMatchObject({ code: 'invalid_request' })
})
