import { describe, expect, test } from 'vitest'
import { createTestServer } from '../../test/authorization-server.js'

const second = 1_000
const hour = 3_600 * second
const url = 'https://mcp.example.com/.well-known/oauth-authorization-server'
const upstream = 'https://auth.example.com/.well-known/oauth-authorization-server/oauth/2.1'

/** As the service writes it; the members are in no particular order. */
const document = (more = '') => `{ "token_endpoint": "https://auth.example.com/oauth/2.1/token",
  "issuer": "https://auth.example.com/oauth/2.1"${more} }`

function createMirror() {
  const test = createTestServer({ mirrorMetadata: true })
  const state = { body: document(), status: 200 }
  test.server.answer = () => state
  const ask = async (init?: RequestInit) => {
    const response = await test.mcpAuth.handler(new Request(url, init))
    if (!response) throw new Error('no answer')
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  return { ...test, state, ask }
}

describe('the metadata of the authorization server', () => {
  test('is served as it is, for clients of every origin', async () => {
    const { ask, server } = createMirror()
    const { status, headers, text } = await ask()
    expect(status).toBe(200)
    expect(text).toBe(document())
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(server.asked.map(({ url: asked, method }) => [method, asked])).toEqual([['GET', upstream]])
    expect(JSON.stringify(server.asked)).not.toMatch(/authorization"/i)
  })

  test('is cached for an hour', async () => {
    const { ask, server, state, clock } = createMirror()
    await ask()
    state.body = document(', "new": true')
    clock.advance(hour - 1)
    expect((await ask()).text).toBe(document())
    expect(server.asked).toHaveLength(1)
    clock.advance(1)
    expect((await ask()).text).toBe(document(', "new": true'))
    expect(server.asked).toHaveLength(2)
  })

  test('is the last good copy while there is no newer one, which is asked for once a second', async () => {
    const { ask, server, state, clock, events } = createMirror()
    await ask()
    for (const bad of [
      { status: 500 },
      { status: 404 },
      { status: 200, body: '<html>' },
      { body: '[]' },
      { body: 'null' },
    ]) {
      clock.advance(hour)
      Object.assign(state, { status: 200, body: document() }, bad)
      const before = server.asked.length
      for (let i = 0; i < 10; i++) expect((await ask()).text).toBe(document())
      expect(server.asked).toHaveLength(before + 1)
    }
    expect(events.at(-1)).toMatchObject({ type: 'metadata', code: 'mcp_unavailable', cause: expect.any(Error) })
    Object.assign(state, { status: 200, body: document(', "new": true') })
    clock.advance(second)
    expect((await ask()).text).toBe(document(', "new": true'))
  })

  test('that could not be fetched is an event with the message of the error alone', async () => {
    const { ask, server, events } = createMirror()
    // As HTTP libraries attach it.
    const thrown = Object.assign(new TypeError('fetch failed'), { request: { headers: { authorization: 'secret' } } })
    server.answer = () => Promise.reject(thrown)
    expect((await ask()).status).toBe(502)
    expect(events.at(-1)).toMatchObject({ type: 'metadata', cause: new Error('fetch failed') })
    expect(Object.keys(events.at(-1)?.cause as Error)).toEqual([])
  })

  test('that was never there is a 502, not a 500, and soon asked for again', async () => {
    const { ask, server, state, clock } = createMirror()
    state.status = 503
    for (let i = 0; i < 10; i++) {
      const { status, headers } = await ask()
      expect(status).toBe(502)
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('cache-control')).toBe('no-store')
    }
    expect(server.asked).toHaveLength(1)
    state.status = 200
    clock.advance(second)
    expect((await ask()).status).toBe(200)
  })

  test.each([1, 600, 7_200])('is asked for at once after a clock was set back by %i s', async (seconds) => {
    const { ask, server, state, clock } = createMirror()
    state.status = 503
    expect((await ask()).status).toBe(502)
    clock.advance(-seconds * second)
    state.status = 200
    expect((await ask()).status).toBe(200)
    clock.advance(-seconds * second)
    state.body = document(', "new": true')
    expect((await ask()).text).toBe(document(', "new": true'))
    expect(server.asked).toHaveLength(3)
  })

  test('is fetched once for 100 requests at once', async () => {
    const { ask, server } = createMirror()
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask()))
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    expect(server.asked).toHaveLength(1)
  })

  test('answers HEAD and preflights, and nothing else', async () => {
    const { ask, mcpAuth } = createMirror()
    expect((await ask({ method: 'HEAD' })).status).toBe(200)
    const headers = { origin: 'https://inspector.example.com', 'access-control-request-method': 'GET' }
    expect((await ask({ method: 'OPTIONS', headers })).status).toBe(204)
    for (const path of [url.replace('server', 'serve'), `${url}/`, `${url}/mcp`])
      expect(await mcpAuth.handler(new Request(path))).toBeUndefined()
    expect(await mcpAuth.handler(new Request(url, { method: 'POST' }))).toBeUndefined()
  })
})
