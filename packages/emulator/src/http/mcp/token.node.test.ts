import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { read, testEmulator } from '../../../test/fixture.js'
import {
  answer,
  authorizePath,
  basicAuth,
  connected,
  introspect,
  pkce,
  postToken,
  REDIRECT_URI,
  RESOURCE,
  register,
  signedIn,
} from '../../../test/mcp-client.js'

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
    ['a short verifier', { code_verifier: 'x' }, 'invalid_grant'],
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

describe('a client with a secret', () => {
  async function confidential() {
    const { body } = await register(emulator, { token_endpoint_auth_method: 'client_secret_basic' })
    const { client_id: id, client_secret: secret } = body
    const visitor = await signedIn(emulator)
    const { verifier, challenge } = pkce()
    const page = await visitor.get(authorizePath({ client_id: id, code_challenge: challenge }))
    const code = (await answer(visitor, page)).searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, code_verifier: verifier }
    return { id, secret, form }
  }

  test('sends it in the header, encoded or not, or in the body', async () => {
    const encoded = (text: string) => encodeURIComponent(text).replaceAll('_', '%5F')
    const ways = [
      (id: string, secret: string) => [{}, basicAuth(id, secret)] as const,
      (id: string, secret: string) => [{}, basicAuth(encoded(id), encoded(secret))] as const,
      (id: string, secret: string) => [{ client_id: id }, basicAuth(id, secret)] as const,
      (id: string, secret: string) => [{ client_id: id, client_secret: secret }, {}] as const,
    ]
    for (const way of ways) {
      const { id, secret, form } = await confidential()
      const [fields, headers] = way(id, secret)
      expect((await postToken(emulator, { ...form, ...fields }, headers)).status).toBe(200)
    }
  })

  test.each([
    ['none', (id: string) => [{ client_id: id }, {}] as const, 'invalid_client'],
    ['a wrong one', (id: string) => [{}, basicAuth(id, 'wrong')] as const, 'invalid_client'],
    ['a wrong one in the body', (id: string) => [{ client_id: id, client_secret: 'x' }, {}] as const, 'invalid_client'],
    ['that of nobody', () => [{}, basicAuth('made-up', 'x')] as const, 'invalid_client'],
    [
      'two',
      (id: string, secret: string) => [{ client_secret: secret }, basicAuth(id, secret)] as const,
      'invalid_request',
    ],
    [
      'two ids',
      (id: string, secret: string) => [{ client_id: 'x' }, basicAuth(id, secret)] as const,
      'invalid_request',
    ],
  ])('%s is refused and leaves the code', async (_, way, error) => {
    const { id, secret, form } = await confidential()
    const [fields, headers] = way(id, secret)
    const refused = await postToken(emulator, { ...form, ...fields }, headers)
    expect([refused.status, refused.body.error]).toEqual([error === 'invalid_client' ? 401 : 400, error])
    expect(refused.headers.has('WWW-Authenticate')).toBe(error === 'invalid_client')
    expect(JSON.stringify(refused.body)).not.toContain(secret)
    expect((await postToken(emulator, form, basicAuth(id, secret))).status).toBe(200)
  })

  test('a public client that sends a secret is refused', async () => {
    const { tokens, refresh } = await connected(emulator)
    const { refresh_token } = await tokens()
    expect((await refresh(refresh_token, { client_secret: 'x' })).body.error).toBe('invalid_client')
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
    ['JSON', '{"grant_type":"refresh_token"}', 'application/json'],
    ['another type with a form', 'grant_type=refresh_token', 'text/plain'],
    ['nothing', '', undefined],
    ['a parameter twice', 'grant_type=refresh_token&grant_type=refresh_token', undefined],
    ['a parameter of the prototype', '__proto__=x&constructor=y', undefined],
  ])('%s is invalid_request', async (_, body, type) => {
    const { status, body: sent } = await send(body, type)
    expect([status, sent.error]).toEqual([400, 'invalid_request'])
  })
})

describe('mcp_revocation', () => {
  const revoke = async (form: Record<string, string>) =>
    read(
      await emulator.fetch(`${emulator.authUrl}/oauth/2.1/revoke`, { method: 'POST', body: new URLSearchParams(form) }),
    )

  test('there is no revocation endpoint by default', async () => {
    expect((await revoke({ token: 'x' })).status).toBe(501)
  })

  test('true: an access token ends alone, a refresh token with its grant, and no token of another client', async () => {
    emulator.changeSettings({ mcp_revocation: true })
    const { tokens, clientId } = await connected(emulator)
    const [first, second] = [await tokens(), await tokens()]
    const { client_id: other } = (await register(emulator)).body
    for (const token of [first.access_token, first.refresh_token, 'made-up'])
      expect((await revoke({ client_id: other, token })).status).toBe(200)
    expect(await isActive(first.access_token)).toBe(true)
    await revoke({ client_id: clientId, token: first.access_token })
    await revoke({ client_id: clientId, token: second.refresh_token })
    expect(await Promise.all([first.access_token, second.access_token].map(isActive))).toEqual([false, false])
    expect(
      (
        await postToken(emulator, {
          grant_type: 'refresh_token',
          client_id: clientId,
          refresh_token: first.refresh_token,
        })
      ).status,
    ).toBe(200)
  })
})
