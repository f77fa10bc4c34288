import { createHash } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { read, testEmulator } from '../../../test/fixture.js'
import { answer, connected, introspect, pkce, REDIRECT_URI, RESOURCE, register } from '../../../test/mcp-client.js'

const START = 1_800_000_000_000
let now = START
const emulator = testEmulator({ now: () => now })
afterAll(() => emulator.close())
beforeEach(() => {
  now = START
  emulator.reset()
})

const isActive = async (token: string): Promise<boolean> => (await introspect(emulator, token)).active

describe('a code', () => {
  test('is exchanged for both tokens', async () => {
    const { code, exchange } = await connected(emulator)
    const issued = await code()
    const { status, headers, body } = await exchange(issued.code, issued.verifier)
    expect([status, headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    expect(body).toEqual({
      access_token: expect.stringMatching(/^[\w-]{64}$/),
      refresh_token: expect.stringMatching(/^[\w-]{64}$/),
      token_type: 'Bearer',
      expires_in: 5400,
      scope: 'read:user_data plans:read plans:write',
    })
  })

  test('a second use ends its tokens, also after a refresh', async () => {
    const { code, exchange, refresh } = await connected(emulator)
    const { code: used, verifier } = await code()
    const first = (await exchange(used, verifier)).body
    const second = (await refresh(first.refresh_token)).body
    expect(await Promise.all([first.access_token, second.access_token].map(isActive))).toEqual([true, true])
    expect((await exchange(used, verifier)).body.error).toBe('invalid_grant')
    expect(await Promise.all([first.access_token, second.access_token].map(isActive))).toEqual([false, false])
    expect((await refresh(second.refresh_token)).body.error).toBe('invalid_grant')
  })

  test('a second use long after ends its tokens, too, and no others', async () => {
    const { code, exchange, tokens } = await connected(emulator)
    const { code: used, verifier } = await code()
    const mine = (await exchange(used, verifier)).body
    const other = await tokens()
    now += 3_600_000
    await tokens()
    await exchange(used, verifier)
    expect(await Promise.all([mine.access_token, other.access_token].map(isActive))).toEqual([false, true])
  })

  test('of two uses at once one is answered at most', async () => {
    const { code, exchange } = await connected(emulator)
    const { code: used, verifier } = await code()
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(used, verifier)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test.each([
    ['no verifier', { code_verifier: undefined }, 'invalid_request'],
    ['another verifier', { code_verifier: pkce().verifier }, 'invalid_grant'],
    ['the challenge as verifier', { code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
    ['no redirect URI', { redirect_uri: undefined }, 'invalid_request'],
    ['another redirect URI', { redirect_uri: `${REDIRECT_URI}/` }, 'invalid_grant'],
    ['another resource', { resource: `${RESOURCE}/` }, 'invalid_target'],
    ['no grant type', { grant_type: undefined }, 'invalid_request'],
    ['another grant type', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    ['a code that was made up', { code: 'x'.repeat(64) }, 'invalid_grant'],
    ['no code', { code: undefined }, 'invalid_request'],
    ['no client', { client_id: undefined }, 'invalid_request'],
  ])('with %s: %s', async (_, parameters, error) => {
    const { code, exchange } = await connected(emulator)
    const { code: issued, verifier } = await code()
    const { status, body } = await exchange(issued, verifier, parameters)
    expect([status, body.error]).toEqual([400, error])
    expect(body.error_description).toMatch(/^[ !#-[\]-~]+$/)
  })

  test('a verifier needs at least 43 characters, whatever its challenge is', async () => {
    const { visitor, ask, exchange } = await connected(emulator)
    const short = 'x'.repeat(42)
    const challenge = createHash('sha256').update(short).digest('base64url')
    const code = (await answer(visitor, await ask(challenge))).searchParams.get('code') ?? ''
    expect((await exchange(code, short)).body.error).toBe('invalid_grant')
  })

  test('a wrong verifier spends it', async () => {
    const { code, exchange } = await connected(emulator)
    const { code: issued, verifier } = await code()
    await exchange(issued, pkce().verifier)
    expect((await exchange(issued, verifier)).body.error).toBe('invalid_grant')
  })

  test('another client cannot use it, and spends it', async () => {
    const { code, exchange } = await connected(emulator)
    const { code: issued, verifier } = await code()
    const { client_id } = (await register(emulator)).body
    expect((await exchange(issued, verifier, { client_id })).body.error).toBe('invalid_grant')
    expect((await exchange(issued, verifier)).body.error).toBe('invalid_grant')
  })

  test('it counts for mcp_code_seconds', async () => {
    const { code, exchange } = await connected(emulator)
    const soon = await code()
    now += 59_000
    expect((await exchange(soon.code, soon.verifier)).status).toBe(200)
    emulator.changeSettings({ mcp_code_seconds: 5 })
    const late = await code()
    now += 5_000
    expect((await exchange(late.code, late.verifier)).body.error).toBe('invalid_grant')
  })
})

describe('the form of the body', () => {
  const send = async (body: string, type = 'application/x-www-form-urlencoded') =>
    read(
      await emulator.fetch(`${emulator.authUrl}/oauth/2.1/token`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': type },
      }),
    )

  test.each([
    ['JSON', '{"grant_type":"refresh_token"}', 'must be application/x-www-form-urlencoded', 'application/json'],
    ['another type with a form', 'grant_type=refresh_token', 'must be application/x-www-form', 'text/plain'],
    ['nothing', '', 'grant_type is missing'],
    ['a parameter twice', 'grant_type=refresh_token&grant_type=refresh_token', 'grant_type occurs more than once'],
    ['a name that no error may contain, twice', '%22=a&%22=b', 'A parameter occurs more than once'],
    ['parameters of the prototype', '__proto__=x&constructor=y', 'grant_type is missing'],
  ])('%s is invalid_request', async (_, form, reason, type?: string) => {
    const { status, body } = await send(form, type)
    expect([status, body.error]).toEqual([400, 'invalid_request'])
    expect(body.error_description).toContain(reason)
  })
})
