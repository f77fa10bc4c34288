import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, testEmulator } from '../../../test/fixture.js'
import { signedIn } from '../../../test/mcp-client.js'
import { authorizePath, OAUTH_CLIENTS, oauthApp } from '../../../test/oauth-client.js'
import { DEFAULT_SEED, PERSONAS } from '../../index.js'

const emulator = testEmulator({ seed: { ...DEFAULT_SEED, oauth_clients: OAUTH_CLIENTS } })
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())
const { owner } = PERSONAS
const { locationOf, exchange, refresh } = oauthApp(emulator)

describe('logout', () => {
  const PATH = '/propelauth/oauth/logout'

  test('asks in a browser, and ends the session in all apps', async () => {
    const visitor = await signedIn(emulator)
    const code = (await locationOf(authorizePath(), visitor)).searchParams.get('code') ?? ''
    const { refresh_token } = (await exchange(code)).body
    expect((await visitor.get(PATH)).body).toContain(`signed in as <strong>${owner.email}</strong>`)
    expect((await refresh(refresh_token)).status).toBe(200)
    await visitor.submit('/logout', {})
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
    expect((await visitor.get(PATH)).headers.get('Location')).toBe('/login')
  })

  test.each(['/propelauth/oauth/logout', 'the backend API'])('with a refresh token by %s', async (by) => {
    const visitor = await signedIn(emulator)
    const code = (await locationOf(authorizePath(), visitor)).searchParams.get('code') ?? ''
    const { refresh_token } = (await exchange(code)).body
    const body = new URLSearchParams({ refresh_token })
    if (by === PATH) await emulator.fetch(`${emulator.authUrl}${PATH}`, { method: 'POST', body })
    else await backend(emulator, 'POST', 'logout', { refresh_token })
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
    expect((await visitor.get('/api/v1/refresh_token')).status).toBe(401)
  })
})
