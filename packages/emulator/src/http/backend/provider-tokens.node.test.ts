import { describe, expect, test } from 'vitest'
import { backend, callControl } from '../../../test/fixture.js'
import { officialSdk } from '../../../test/official-sdk.js'
import type { Seed } from '../../index.js'
import { derivedUuid } from '../../values/ids.js'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const SECONDS = NOW / 1000

const seed: Seed = {
  users: [
    {
      key: 'ada',
      email: 'ada@x.test',
      provider_tokens: {
        google: { access_token: 'g', refresh_token: 'r', expires_at: SECONDS + 60, scopes: ['email', 'calendar'] },
        github: { access_token: 'h' },
        slack: { access_token: 's', expires_at: SECONDS + 60 },
      },
    },
    { key: 'bob', email: 'bob@x.test' },
  ],
  employees: [{ key: 'support', email: 'support@company.test' }],
}
const ada = derivedUuid('user', 'ada')
const bob = derivedUuid('user', 'bob')
const unknown = '00000000-0000-4000-8000-000000000000'

const { emulator, apis } = officialSdk({ seed, now: () => NOW })

const control = (method: string, path: string, body?: unknown) => callControl(emulator, method, path, body)

describe('the tokens of a user at social login providers', () => {
  test('are returned by provider, without what is unknown', async () => {
    expect(await apis.fetchUserOAuthTokens(ada)).toEqual({
      google: {
        accessToken: 'g',
        refreshToken: 'r',
        tokenProvider: 'google',
        tokenExpiration: SECONDS + 60,
        authorizedScopes: ['email', 'calendar'],
      },
      github: { accessToken: 'h', tokenProvider: 'github' },
      slack: { accessToken: 's', tokenProvider: 'slack', tokenExpiration: SECONDS + 60 },
    })
    expect(await apis.fetchUserOAuthTokens(bob)).toEqual({})
    expect(await apis.fetchUserOAuthTokens(unknown)).toBeNull()
  })

  test('are refreshed when they have expired', async () => {
    expect(await apis.fetchFreshTokenFromProvider(ada, 'google')).toMatchObject({ accessToken: 'g' })
    emulator.advanceClock(60)
    const fresh = await apis.fetchFreshTokenFromProvider(ada, 'google')
    expect(fresh).toMatchObject({ refreshToken: 'r', tokenExpiration: SECONDS + 60 + 3600 })
    expect(fresh?.accessToken).toMatch(/^emu_google_/)
    expect(await apis.fetchFreshTokenFromProvider(ada, 'google')).toEqual(fresh)
    expect((await apis.fetchUserOAuthTokens(ada))?.google).toEqual(fresh)
  })

  test('do not expire without an expiry', async () => {
    emulator.advanceClock(86_400)
    expect(await apis.fetchFreshTokenFromProvider(ada, 'github')).toMatchObject({ accessToken: 'h' })
  })

  test('that cannot be refreshed are 404, or returned where the project says so', async () => {
    emulator.advanceClock(60)
    const fetchSlack = () => backend(emulator, 'GET', `user/${ada}/slack/fresh_token`)
    expect((await fetchSlack()).status).toBe(404)
    emulator.changeSettings({ provider_token_expired: 'return' })
    expect((await fetchSlack()).body).toMatchObject({ access_token: 's' })
  })

  test.each([
    [unknown, 'google'],
    [bob, 'google'],
    [ada, 'linkedin'],
    [ada, 'myspace'],
    [ada, '__proto__'],
  ])('of %s at %s do not exist: 404', async (user, provider) => {
    expect((await backend(emulator, 'GET', `user/${user}/${provider}/fresh_token`)).status).toBe(404)
  })

  test('can be set over the control API', async () => {
    const token = { user: 'bob', provider: 'xero', accessToken: 'x', refreshToken: 'r', expiresIn: 5, scopes: ['a'] }
    expect((await control('POST', 'provider_tokens', token)).status).toBe(200)
    expect(await apis.fetchUserOAuthTokens(bob)).toEqual({
      xero: {
        accessToken: 'x',
        refreshToken: 'r',
        tokenProvider: 'xero',
        tokenExpiration: SECONDS + 5,
        authorizedScopes: ['a'],
      },
    })
    const wrong = await control('POST', 'provider_tokens', { user: 'bob', provider: 'myspace' })
    expect([wrong.status, Object.keys(wrong.body)]).toEqual([400, ['provider']])
    expect((await control('POST', 'provider_tokens', { user: 'eve', provider: 'xero' })).status).toBe(404)
  })

  test('are deleted with the user', async () => {
    await apis.deleteUser(ada)
    expect(await apis.fetchUserOAuthTokens(ada)).toBeNull()
  })
})

describe('employees', () => {
  test('are those of the seed and of the control API', async () => {
    const id = derivedUuid('employee', 'support')
    expect(await apis.fetchEmployeeById(id)).toEqual({ email: 'support@company.test' })
    const { body: added } = await control('POST', 'employees', { email: 'dev@company.test' })
    expect(await apis.fetchEmployeeById(added.id)).toEqual({ email: 'dev@company.test' })
    expect((await control('GET', 'employees')).body.employees).toEqual([
      { id, email: 'support@company.test' },
      { id: added.id, email: 'dev@company.test' },
    ])
    expect(await apis.fetchEmployeeById(unknown)).toBeNull()
    expect(await apis.fetchEmployeeById(ada)).toBeNull()
    expect((await control('POST', 'employees', { email: 'DEV@company.test' })).body).toHaveProperty('email')
  })

  test('impersonate a user in a token', async () => {
    const { claims } = await emulator.mintToken({ user: 'ada', impersonator: 'support' })
    expect(await apis.fetchEmployeeById(String(claims.impersonator_user_id))).toEqual({ email: 'support@company.test' })
    await expect(emulator.mintToken({ user: 'ada', impersonator: 'eve' })).rejects.toThrow(/No employee .*: support/)
  })
})
