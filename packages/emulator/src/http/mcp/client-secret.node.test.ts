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
    ['those of no client', () => [{}, basicAuth('made-up', 'x')] as const, 'invalid_client'],
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
