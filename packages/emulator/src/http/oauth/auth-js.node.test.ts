import { Auth, type AuthConfig } from '@auth/core'
import type { OAuth2Config } from '@auth/core/providers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browser } from '../../../test/fixture.js'
import { follow, OAUTH_CLIENTS, SECRET } from '../../../test/oauth-client.js'
import { DEFAULT_SEED, type EmulatorServer, PERSONAS, startServer } from '../../index.js'

// Auth.js with the addresses of its PropelAuth provider, which the published versions do not have yet.
let server: EmulatorServer
beforeAll(async () => {
  server = await startServer({ port: 0, seed: { ...DEFAULT_SEED, oauth_clients: OAUTH_CLIENTS } })
})
afterAll(() => server.close())

const APP = 'http://localhost:3000'

/** A browser at an app with Auth.js. */
function appWithAuth(config: AuthConfig) {
  const cookies = new Map<string, string>()
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const Cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await Auth(new Request(`${APP}${path}`, { ...init, headers: { ...init.headers, Cookie } }), config)
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const end = pair.indexOf('=')
      cookies.set(pair.slice(0, end), pair.slice(end + 1))
    }
    return response
  }
  return call
}

interface Profile {
  readonly user_id: string
  readonly email: string
  readonly picture_url: string | null
}

function propelAuthProvider(issuer: string, checks: OAuth2Config<Profile>['checks']): OAuth2Config<Profile> {
  const base = `${issuer}/propelauth/oauth`
  return {
    ...{ id: 'propelauth', name: 'PropelAuth', type: 'oauth', clientId: 'web', clientSecret: SECRET, issuer },
    ...{ authorization: `${base}/authorize`, token: `${base}/token`, userinfo: `${base}/userinfo` },
    profile: ({ user_id: id, email, picture_url: image }) => ({ id, email, name: email, image }),
    ...(checks ? { checks } : {}),
  }
}

async function logIn(call: ReturnType<typeof appWithAuth>): Promise<unknown> {
  const { csrfToken } = (await (await call('/auth/csrf')).json()) as { csrfToken: string }
  const signIn = await call('/auth/signin/propelauth', { method: 'POST', body: new URLSearchParams({ csrfToken }) })
  const visitor = browser(server.emulator)
  const callback = await follow(signIn.headers.get('Location') ?? '', server.emulator.authUrl, visitor)
  await call(callback.pathname + callback.search)
  return (await call('/auth/session')).json()
}

describe('a login with Auth.js', () => {
  test.each([
    ['the default checks', undefined],
    ['PKCE', ['pkce']],
    ['state', ['state']],
    ['both', ['pkce', 'state']],
  ] as [string, ('pkce' | 'state')[] | undefined][])('%s', async (_, checks) => {
    const { emulator } = server
    const providers = [propelAuthProvider(emulator.authUrl, checks)]
    const config: AuthConfig = { providers, secret: 'secret of the test', trustHost: true, basePath: '/auth' }
    expect(await logIn(appWithAuth(config))).toMatchObject({
      user: { name: PERSONAS.multiOrg.email, email: PERSONAS.multiOrg.email },
    })
    const paths = emulator.requests('/propelauth/oauth/*').map(({ path, status }) => `${path} ${status}`)
    expect(paths.slice(-2)).toEqual(['/propelauth/oauth/token 200', '/propelauth/oauth/userinfo 200'])
  })
})
