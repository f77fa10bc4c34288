import { describe, expect, test } from 'vitest'
import { createTestServer } from '../../test/authorization-server.js'
import { resource } from '../../test/conformance.js'
import { toResourceServerValidator } from '../index.js'

const validate = (test: ReturnType<typeof createTestServer>, token: string) =>
  toResourceServerValidator(test.mcpAuth)()(resource, token)

describe('the validator for OAuthResourceServer', () => {
  test('gives plain data that can be sent to another isolate, without the token', async () => {
    const test = createTestServer()
    const validation = await validate(test, 'with-org')
    const expiresAt = test.clock.now() / 1_000 + 3_600
    const about = { userId: 'ada', clientId: 'editor' }
    expect(structuredClone(validation)).toEqual({
      ...about,
      props: { ...about, scopes: ['notes:read'], audience: resource, expiresAt, orgId: 'acme' },
      audience: resource,
      expiresAt,
      scope: ['notes:read'],
    })
    expect(JSON.stringify(validation)).not.toContain('with-org')
  })

  test('gives null for a token that does not count or lacks a required scope', async () => {
    for (const token of ['unknown', 'revoked', 'expired', 'refresh', 'aud-of-other-host', 'a b', ''])
      expect(await validate(createTestServer(), token)).toBeNull()
    expect(await validate(createTestServer({ requiredScopes: ['notes:read'] }), 'without-scope')).toBeNull()
  })

  test('throws while the authorization server is away, which is a 503 there', async () => {
    const test = createTestServer()
    test.server.answer = () => ({ status: 500, body: '' })
    await expect(validate(test, 'good')).rejects.toMatchObject({ code: 'server_error', reason: 'mcp_unavailable' })
  })
})
