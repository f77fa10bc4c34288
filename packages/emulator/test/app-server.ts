import type { Emulator } from '../src/index.js'
import { type Answer, type Browser, backend, read } from './fixture.js'

export const CALLBACK = 'http://localhost:3000/api/auth/callback'

/** The server of an app that keeps the session, with the calls of the official Next.js library. */
export function appServer(emulator: Emulator, redirectUri = CALLBACK) {
  const authorizePath = (parameters: Readonly<Record<string, string>> = {}): string =>
    `/propelauth/ssr/authorize?${new URLSearchParams({ ...parameters, redirect_uri: redirectUri, state: 's1' })}`
  const post = async (path: string, body: object): Promise<Answer> => {
    const headers = { Authorization: `Bearer ${emulator.apiKey}`, 'Content-Type': 'application/json' }
    return read(
      await emulator.fetch(`${emulator.authUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    )
  }
  const exchange = (code: string | null) => post('/propelauth/ssr/token', { redirect_uri: redirectUri, code })
  return {
    authorizePath,
    exchange,
    /** The refresh token of the app, for a browser that is signed in. */
    async start(visitor: Browser): Promise<string> {
      const { headers } = await visitor.get(authorizePath())
      const { body } = await exchange(new URL(headers.get('Location') ?? '').searchParams.get('code'))
      return body.refresh_token
    },
    refresh: (refreshToken: string, orgId?: string) =>
      backend(
        emulator,
        'POST',
        `refresh_token?${orgId === undefined ? '' : `with_active_org_support=true&active_org_id=${orgId}`}`,
        { refresh_token: refreshToken },
      ),
    logOut: (refreshToken: string) => backend(emulator, 'POST', 'logout', { refresh_token: refreshToken }),
  }
}
