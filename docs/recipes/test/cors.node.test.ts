import { describe, expect, test } from 'vitest'
import { fetch as recipe } from '../src/cors/fetch.ts'
import { withCors } from '../src/cors/with-cors.ts'
import { issuer } from './issuer.ts'
import { serveFetch } from './serve.ts'

const origin = 'https://app.example.com'
const preflight = { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' }

const ask = await serveFetch(recipe)

const pick = ({ status, headers }: Response) => ({
  status,
  origin: headers.get('access-control-allow-origin'),
  vary: headers.get('vary'),
})

describe('the response to a page of an allowed origin', () => {
  test('names the origin and exposes the challenge of a refusal', async () => {
    const response = await ask('/', { headers: { origin } })
    expect(pick(response)).toEqual({ status: 401, origin, vary: 'Origin' })
    expect(response.headers.get('access-control-expose-headers')).toBe('WWW-Authenticate, Retry-After')
    expect(await response.json()).toMatchObject({ code: 'missing_token' })
  })

  test('is the response of the handler for a valid token', async () => {
    const response = await ask('/', { headers: { origin, ...(await issuer.headers({ user: { userId: 'ada' } })) } })
    expect(pick(response)).toEqual({ status: 200, origin, vary: 'Origin' })
    expect(await response.json()).toEqual({ userId: 'ada' })
  })
})

test.for(['https://evil.example', 'https://app.example.com.evil.example', 'http://app.example.com', 'null'])(
  'a page of %s may not read the response',
  async (other) => {
    expect(pick(await ask('/', { headers: { origin: other } }))).toEqual({ status: 401, origin: null, vary: 'Origin' })
  },
)

test('a response to a request without an origin has Vary: Origin for caches', async () => {
  expect(pick(await ask('/'))).toEqual({ status: 401, origin: null, vary: 'Origin' })
})

describe('a preflight', () => {
  test('is answered before the guard', async () => {
    const response = await ask('/', { method: 'OPTIONS', headers: preflight })
    expect(pick(response)).toEqual({ status: 204, origin, vary: 'Origin' })
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization, content-type')
    expect(response.headers.get('access-control-allow-methods')).toBe('PUT, PATCH, DELETE')
  })

  test('of another origin gets no permission', async () => {
    const headers = { ...preflight, origin: 'https://evil.example' }
    expect(pick(await ask('/', { method: 'OPTIONS', headers }))).toMatchObject({ status: 204, origin: null })
  })

  test('never reaches the handler, but another OPTIONS request does', async () => {
    const seen: string[] = []
    const handler = withCors(
      (request: Request) => {
        seen.push(request.headers.get('origin') ?? 'no origin')
        return new Response()
      },
      { origins: () => [origin] },
    )
    await handler(new Request('https://api.example.com', { method: 'OPTIONS', headers: preflight }))
    expect(seen).toEqual([])
    await handler(new Request('https://api.example.com', { method: 'OPTIONS', headers: { origin } }))
    await handler(new Request('https://api.example.com', { method: 'OPTIONS' }))
    expect(seen).toEqual([origin, 'no origin'])
  })
})

describe('the response of a handler', () => {
  const answerOf = (response: Response) =>
    withCors(() => response, { origins: () => [origin] })(
      new Request('https://api.example.com', { headers: { origin } }),
    )

  test('may have immutable headers', async () => {
    expect(pick(await answerOf(Response.redirect('https://api.example.com/next')))).toMatchObject({
      status: 302,
      origin,
    })
    expect(pick(await answerOf(await fetch('data:text/plain,hello')))).toMatchObject({ status: 200, origin })
  })

  test('keeps its other headers, cookies included', async () => {
    const headers: [string, string][] = [
      ['vary', 'Accept'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]
    const response = await answerOf(new Response(null, { status: 204, headers }))
    expect(response.headers.get('vary')).toBe('Accept, Origin')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  test('may be a WebSocket upgrade, which cannot be copied outside of Workers', async () => {
    // As Deno.upgradeWebSocket returns it: the constructor of Response accepts no such status.
    const upgrade = Object.defineProperty(new Response(), 'status', { value: 101 })
    expect(await answerOf(upgrade)).toBe(upgrade)
  })
})
