import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { testEmulator } from '../../../test/fixture.js'
import { connected, introspect, RESOURCE, register } from '../../../test/mcp-client.js'

const START = 1_800_000_000_000
let now = START
const emulator = testEmulator({ now: () => now })
afterAll(() => emulator.close())
beforeEach(() => {
  now = START
  emulator.reset()
})

const isActive = async (token: string): Promise<boolean> => (await introspect(emulator, token)).active

describe('a refresh', () => {
  test('returns two new tokens and leaves the access token alone', async () => {
    const { tokens, refresh } = await connected(emulator)
    const first = await tokens()
    const { status, body } = await refresh(first.refresh_token, { resource: RESOURCE })
    expect([status, Object.keys(body)]).toEqual([
      200,
      ['access_token', 'refresh_token', 'token_type', 'expires_in', 'scope'],
    ])
    expect(new Set([first.access_token, first.refresh_token, body.access_token, body.refresh_token]).size).toBe(4)
    expect(await Promise.all([first.access_token, body.access_token].map(isActive))).toEqual([true, true])
  })

  test('for another resource is refused, and the token stays', async () => {
    emulator.changeSettings({ mcp_refresh_tokens: 'strict' })
    const { tokens, refresh } = await connected(emulator)
    const { refresh_token } = await tokens()
    expect((await refresh(refresh_token, { resource: 'https://other.test/' })).body.error).toBe('invalid_target')
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  test('can ask for fewer scopes, and for none that were not granted', async () => {
    const { tokens, refresh } = await connected(emulator)
    const { refresh_token } = await tokens({ scope: 'read:user_data plans:read' })
    const narrow = await refresh(refresh_token, { scope: 'plans:read plans:write' })
    expect(narrow.body.scope).toBe('plans:read')
    expect((await refresh(narrow.body.refresh_token)).body.scope).toBe('read:user_data plans:read')
  })

  test('of another client or with an access token is refused', async () => {
    const { tokens, refresh } = await connected(emulator)
    const { access_token, refresh_token } = await tokens()
    const { client_id } = (await register(emulator)).body
    expect((await refresh(refresh_token, { client_id })).body.error).toBe('invalid_grant')
    expect((await refresh(access_token)).body.error).toBe('invalid_grant')
    expect((await refresh('x'.repeat(64))).body.error).toBe('invalid_grant')
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  test('keep: the old token stays valid', async () => {
    emulator.changeSettings({ mcp_refresh_tokens: 'keep' })
    const { tokens, refresh } = await connected(emulator)
    const { refresh_token } = await tokens()
    const next = (await refresh(refresh_token)).body.refresh_token
    now += 3_600_000
    expect([next !== refresh_token, (await refresh(refresh_token)).status, (await refresh(next)).status]).toEqual([
      true,
      200,
      200,
    ])
  })

  test('rotate-with-grace, the default: the old token is accepted for 60 seconds after its first use', async () => {
    const { tokens, refresh } = await connected(emulator)
    const { refresh_token } = await tokens()
    const next = (await refresh(refresh_token)).body.refresh_token
    now += 59_000
    expect((await refresh(refresh_token)).status).toBe(200)
    now += 1_000
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
    expect((await refresh(next)).status).toBe(200)
  })

  test('strict: the reuse of an old token ends all tokens of the grant', async () => {
    emulator.changeSettings({ mcp_refresh_tokens: 'strict' })
    const { tokens, refresh } = await connected(emulator)
    const [first, other] = [await tokens(), await tokens()]
    const next = (await refresh(first.refresh_token)).body
    expect((await refresh(first.refresh_token)).body.error).toBe('invalid_grant')
    expect((await refresh(next.refresh_token)).body.error).toBe('invalid_grant')
    expect(await Promise.all([next.access_token, other.access_token].map(isActive))).toEqual([false, true])
  })

  test('strict: of eight at once one is answered', async () => {
    emulator.changeSettings({ mcp_refresh_tokens: 'strict' })
    const { tokens, refresh } = await connected(emulator)
    const { refresh_token } = await tokens()
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refresh_token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })
})
