import { describe, expect, test } from 'vitest'
import { credentials } from '../../test/answers.js'
import { createTestServer, requestWith } from '../../test/authorization-server.js'

describe('events', () => {
  test('say what became of a request, and of each call', async () => {
    const { events, codeOf } = createTestServer({ requiredScopes: ['notes:read'] })
    for (const token of ['good', 'good', 'revoked', 'without-scope', 'html', 'wrong-credentials', 'a b'])
      await codeOf(token)
    const failed = (code: string, message: string) => ({ type: 'introspection', code, cause: new Error(message) })
    const refused = (code: string) => ({ type: 'refused', code, detail: expect.any(String) })
    expect(events).toMatchObject([
      { type: 'introspection', durationMs: 0 },
      { type: 'accepted', durationMs: 0 },
      { type: 'accepted' },
      { type: 'introspection' },
      refused('token_not_active'),
      { type: 'introspection' },
      refused('insufficient_scope'),
      failed('mcp_unavailable', 'the answer is not JSON'),
      refused('mcp_unavailable'),
      failed('invalid_credentials', 'status 401'),
      refused('mcp_unavailable'),
      refused('invalid_request'),
    ])
  })

  test('have the duration by the clock of the options', async () => {
    const { mcpAuth, server, clock, events } = createTestServer()
    server.answer = () => {
      clock.advance(25)
      return undefined
    }
    await mcpAuth.authenticateRequest(requestWith('good'))
    expect(events.map(({ durationMs }) => durationMs)).toEqual([25, 25])
  })

  test('never hold a token or a credential', async () => {
    const { server, events, codeOf, mcpAuth } = createTestServer()
    const token = 'canary-of-the-token'
    const printedElsewhere: unknown[] = []
    await codeOf(token)
    server.answer = ({ init }) => {
      throw new TypeError('fetch failed', { cause: Object.keys(init) })
    }
    await codeOf(`${token}-2`)
    server.answer = ({ init }) => ({ status: 200, body: String(init.body) })
    await codeOf(`${token}-3`)
    // As HTTP libraries do: the request is in the error, and parts of it are in the messages.
    server.answer = ({ init }) => {
      const text = `${JSON.stringify(init.headers)} ${init.body}`
      throw Object.assign(new TypeError(`failed: ${text}`, { cause: new Error(text) }), { request: init })
    }
    const refused = await mcpAuth.authenticateRequest(requestWith(`${token}-4`))
    if (!refused.ok) printedElsewhere.push(refused.detail, await refused.response({ detail: true }).text())
    const printed = JSON.stringify([events, printedElsewhere], (_name, value) =>
      value instanceof Error ? [value.message, value.stack, value.cause, { ...value }] : value,
    )
    expect(events.length).toBe(8)
    expect(printed).toContain('failed: {')
    for (const secret of [token, credentials.clientSecret, btoa(credentials.clientId).slice(0, 12), 'Basic'])
      expect(printed).not.toContain(secret)
  })

  test('go to a listener that may fail, at once or later', async () => {
    for (const onEvent of [
      () => {
        throw new Error('mine')
      },
      async () => {
        throw new Error('mine, later')
      },
    ]) {
      const { codeOf } = createTestServer({ onEvent })
      expect(await codeOf('good')).toBe('accepted')
      expect(await codeOf('unknown')).toBe('token_not_active')
    }
  })
})
