import { describe, expect, test } from 'vitest'
import { createTestServer } from '../../test/authorization-server.js'
import { McpTokenError } from '../index.js'

async function errorOf(token: string | undefined, options: Parameters<typeof createTestServer>[0] = {}) {
  const error = await createTestServer(options)
    .mcpAuth.verifyAccessToken(token)
    .catch((thrown) => thrown)
  if (!(error instanceof McpTokenError)) throw new Error('no McpTokenError')
  return error
}

describe('the error of verifyAccessToken', () => {
  test.each([
    ['unknown', 'invalid_token', 'token_not_active', 401],
    ['expired', 'invalid_token', 'token_expired', 401],
    ['aud-of-other-host', 'invalid_token', 'invalid_claims', 401],
    ['a b', 'invalid_token', 'invalid_request', 401],
    ['', 'invalid_token', 'invalid_request', 401],
    [undefined, 'invalid_token', 'missing_token', 401],
    ['server-error', 'server_error', 'mcp_unavailable', 503],
    ['wrong-credentials', 'server_error', 'mcp_unavailable', 503],
    ['too-many', 'server_error', 'mcp_unavailable', 503],
  ])('for %s has the codes and the response', async (token, code, reason, status) => {
    const error = await errorOf(token)
    expect(error).toMatchObject({ name: 'McpTokenError', code, reason })
    expect(error.toResponse().status).toBe(status)
    expect(error.toResponseObject()).toEqual({ error: code, error_description: error.message })
  })

  test('names the scopes that are missing', async () => {
    const error = await errorOf('without-scope', { requiredScopes: ['notes:read', 'notes:write'] })
    expect(error).toMatchObject({ code: 'insufficient_scope', message: 'A scope is missing: notes:read notes:write' })
    expect(error.toResponse().headers.get('www-authenticate')).toContain('scope="notes:read notes:write"')
  })

  test('says when to come back after an outage', async () => {
    expect((await errorOf('too-many')).toResponse().headers.get('retry-after')).toBe('7')
  })

  // The SDK of version 1 puts the message into a header as it is.
  test('has a message that fits into a header', async () => {
    for (const token of ['unknown', 'aud-of-other-host', 'html', 'a"b'])
      expect((await errorOf(token)).message).toMatch(/^[ !#-[\]-~]+$/)
  })
})
