import { AuthError } from '@propelauth-edge/core'
import { describe, expect, test } from 'vitest'
import { createTestServer, requestWith } from '../test/authorization-server.js'
import { resource } from '../test/conformance.js'

const preflight = { origin: 'https://inspector.example.com', 'access-control-request-method': 'POST' }

describe('withMcpAuth', () => {
  test('gives the handler the request, the principal and what the platform passes', async () => {
    const { mcpAuth, clock } = createTestServer()
    const seen: unknown[] = []
    const guarded = mcpAuth.withMcpAuth((request: Request, { principal, authInfo }, ...platform: unknown[]) => {
      seen.push(request, principal, authInfo(), ...platform)
      return new Response('ok')
    })
    const request = requestWith('with-org')
    const env = { NAME: 'value' }
    expect(await (await guarded(request, env, 'ctx')).text()).toBe('ok')
    const expiresAt = clock.now() / 1_000 + 3_600
    const principal = {
      userId: 'ada',
      clientId: 'editor',
      scopes: ['notes:read'],
      audience: resource,
      expiresAt,
      orgId: 'acme',
    }
    const authInfo = {
      token: 'with-org',
      clientId: 'editor',
      scopes: ['notes:read'],
      expiresAt,
      resource: new URL(resource),
      resourceMetadataUrl: 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp',
      extra: principal,
    }
    expect(seen).toEqual([request, principal, authInfo, env, 'ctx'])
    expect(seen[0]).toBe(request)
  })

  test('never runs the handler for a request without a valid token, whatever its method', async () => {
    const { mcpAuth, server } = createTestServer({ requiredScopes: ['notes:read'] })
    let runs = 0
    const guarded = mcpAuth.withMcpAuth(() => {
      runs++
      return new Response()
    })
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
      for (const headers of [
        {},
        { authorization: 'Bearer unknown' },
        { authorization: 'Bearer without-scope' },
        preflight,
      ])
        await guarded(new Request(resource, { method, headers }))
    server.answer = () => ({ status: 500, body: '' })
    await guarded(requestWith('other'))
    expect(runs).toBe(0)
  })

  test('answers a preflight and runs nothing, also if it has a valid token', async () => {
    const { mcpAuth, server } = createTestServer()
    let runs = 0
    const guarded = mcpAuth.withMcpAuth(() => {
      runs++
      return new Response()
    })
    const headers = { ...preflight, authorization: 'Bearer good' }
    expect((await guarded(new Request(resource, { method: 'OPTIONS', headers }))).status).toBe(204)
    expect([runs, server.asked.length]).toEqual([0, 0])
    // Without the headers of a preflight, OPTIONS is a request like any other.
    await guarded(new Request(resource, { method: 'OPTIONS', headers: { authorization: 'Bearer good' } }))
    expect(runs).toBe(1)
  })

  test('makes answers readable for pages of other origins, and leaves those that say who may read them', async () => {
    const { mcpAuth } = createTestServer()
    const answer = async (response: () => Response) =>
      (await mcpAuth.withMcpAuth(response)(requestWith('good'))).headers
    const usual = await answer(() => new Response())
    expect(usual.get('access-control-allow-origin')).toBe('*')
    expect(usual.get('access-control-expose-headers')).toContain('Mcp-Session-Id')
    // The headers of a redirect cannot be changed.
    const redirect = await answer(() => Response.redirect('https://mcp.example.com/other', 302))
    expect(redirect.get('access-control-allow-origin')).toBe('*')
    expect(redirect.get('location')).toBe('https://mcp.example.com/other')
    const own = { 'access-control-allow-origin': 'https://app.example.com' }
    const chosen = await answer(() => new Response(null, { headers: own }))
    expect(chosen.get('access-control-allow-origin')).toBe('https://app.example.com')
    expect(chosen.get('access-control-expose-headers')).toBeNull()
  })

  test('keeps a body that is a stream', async () => {
    const { mcpAuth } = createTestServer()
    const guarded = mcpAuth.withMcpAuth(() => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('data: 1\n\n'))
          controller.close()
        },
      })
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    })
    expect(await (await guarded(requestWith('good'))).text()).toBe('data: 1\n\n')
  })

  test('answers an AuthError of the handler, and passes every other error on', async () => {
    const { mcpAuth } = createTestServer()
    const failing = (error: Error) =>
      mcpAuth.withMcpAuth(() => {
        throw error
      })(requestWith('good'))
    const response = await failing(new AuthError('not_org_member'))
    expect(response.status).toBe(403)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    await expect(failing(new Error('mine'))).rejects.toThrow('mine')
  })

  test.each([
    [undefined],
    [null],
    [[]],
    [{ scopes: undefined }],
    [{ scopes: 'notes:read' }],
    [{ scopes: [undefined] }],
    [{ scopes: ['notes read'] }],
    [{ scopes: [''] }],
    [{ scope: ['notes:read'] }],
    [{ requiredScopes: ['notes:read'] }],
    [Object.create({ scopes: ['notes:read'] })],
  ])('with options %j is a TypeError at once', (options) => {
    const { mcpAuth } = createTestServer()
    expect(() => mcpAuth.withMcpAuth(() => new Response(), options as object)).toThrow(TypeError)
  })

  test('copies the scopes: a list that is emptied later admits no other token', async () => {
    const { mcpAuth } = createTestServer()
    const scopes = ['notes:write']
    const guarded = mcpAuth.withMcpAuth(() => new Response(), { scopes })
    scopes.length = 0
    expect((await guarded(requestWith('good'))).status).toBe(403)
  })

  test('without options or with an empty list asks for a valid token alone', async () => {
    const { mcpAuth } = createTestServer()
    for (const guarded of [
      mcpAuth.withMcpAuth(() => new Response()),
      mcpAuth.withMcpAuth(() => new Response(), {}),
      mcpAuth.withMcpAuth(() => new Response(), { scopes: [] }),
    ])
      expect((await guarded(requestWith('without-scope'))).status).toBe(200)
  })
})

describe('authenticateRequest', () => {
  test('gives the reason of a refusal for logs, and in the body only on request', async () => {
    const { mcpAuth } = createTestServer()
    const result = await mcpAuth.authenticateRequest(requestWith('aud-of-other-path'))
    if (result.ok) throw new Error('accepted')
    const detail = 'aud is ["https://mcp.example.com/other"], expected one of ["https://mcp.example.com/mcp"]'
    expect(result.detail).toBe(detail)
    expect((await result.response().json()).detail).toBeUndefined()
    expect((await result.response({ detail: true }).json()).detail).toBe(detail)
  })

  test('reads headers alone', async () => {
    const { mcpAuth } = createTestServer()
    const headers = new Headers({ authorization: 'Bearer good' })
    expect(await mcpAuth.authenticateRequest({ headers })).toMatchObject({ ok: true, principal: { userId: 'ada' } })
  })

  test('has nothing of the token in what can be printed or sent', async () => {
    const { mcpAuth } = createTestServer()
    const result = await mcpAuth.authenticateRequest(requestWith('good-for-writing'))
    expect(JSON.stringify(result)).not.toContain('good-for-writing')
  })
})

describe('text from outside', () => {
  /** Everything that an answer has outside of its body. */
  const headersOf = (response: Response) => JSON.stringify([...response.headers])

  test('is in no header: token, audience, scopes, user, client, errors', async () => {
    const { mcpAuth, server, clock } = createTestServer({ requiredScopes: ['notes:read'] })
    const now = clock.now() / 1_000
    const evil = 'evil"\\\r\nx-injected: 1'
    const claims = {
      active: true,
      sub: evil,
      aud: `https://evil.example/${evil}`,
      scope: evil,
      client_id: evil,
      exp: now + 60,
    }
    const answers: object[] = [
      claims,
      { ...claims, aud: resource },
      { ...claims, aud: resource, token_type: evil },
      { ...claims, aud: resource, exp: evil },
      { error: evil, error_description: evil },
    ]
    for (const [index, answer] of answers.entries()) {
      server.answer = () => ({
        status: 200,
        body: JSON.stringify(answer),
        headers: { 'x-evil': 'evil', 'retry-after': 'evil' },
      })
      const result = await mcpAuth.authenticateRequest(requestWith(`evil-${index}`))
      if (result.ok) throw new Error('accepted')
      expect(headersOf(result.response({ detail: true }))).not.toMatch(/evil|injected/)
    }
  })

  test('in a detail is quoted, short, and printable', async () => {
    const { mcpAuth, server } = createTestServer()
    const aud = `\u202e\u001b[31m"${'x'.repeat(100_000)}`
    server.answer = () => ({ status: 200, body: JSON.stringify({ active: true, sub: 'ada', aud }) })
    const result = await mcpAuth.authenticateRequest(requestWith('long'))
    if (result.ok) throw new Error('accepted')
    expect(result.detail).toMatch(/^[ -~]{1,300}$/)
  })

  test('among the scopes gives none: a member with other characters is no scope', async () => {
    const { mcpAuth, server } = createTestServer({ requiredScopes: ['admin'] })
    const scopes = [
      'x\tadmin',
      'x\nadmin',
      'x\u00a0admin',
      'x"admin',
      ['x admin'],
      ['admin\u0000'],
      { 0: 'admin' },
      [['admin']],
      7,
      true,
    ]
    for (const [index, scope] of scopes.entries()) {
      server.answer = () => ({ status: 200, body: JSON.stringify({ active: true, sub: 'ada', aud: resource, scope }) })
      const result = await mcpAuth.authenticateRequest(requestWith(`scope-${index}`))
      expect([scope, result.ok]).toEqual([scope, false])
    }
  })

  test.each([7, true, {}, { 0: 'admin' }, '', null])('that is the scope %j gives none', async (scope) => {
    const { mcpAuth, server } = createTestServer()
    server.answer = () => ({ status: 200, body: JSON.stringify({ active: true, sub: 'ada', aud: resource, scope }) })
    expect(await mcpAuth.authenticateRequest(requestWith('odd'))).toMatchObject({ ok: true, principal: { scopes: [] } })
  })

  test('with names of the prototype changes nothing', async () => {
    const { mcpAuth, server } = createTestServer()
    const own = `"active": true, "sub": "ada", "aud": ${JSON.stringify(resource)}`
    server.answer = () => ({ status: 200, body: `{ ${own}, "__proto__": { "scope": "admin" }, "constructor": 1 }` })
    const result = await mcpAuth.authenticateRequest(requestWith('proto'))
    expect(result).toMatchObject({ ok: true, principal: { userId: 'ada', scopes: [] } })
    server.answer = () => ({ status: 200, body: '{ "__proto__": { "active": true, "sub": "ada" } }' })
    expect(await mcpAuth.authenticateRequest(requestWith('inherited'))).toMatchObject({ code: 'mcp_unavailable' })
  })
})
