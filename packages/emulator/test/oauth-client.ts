import { type Emulator, PERSONAS, type Persona, type Seed } from '../src/index.js'
import { type Answer, type Browser, browser, read } from './fixture.js'
import { basicAuth, type Parameters, query, signedIn } from './mcp-client.js'

export const WEB_REDIRECT_URI = 'http://localhost:3000/auth/callback/propelauth'
export const SECRET = `emu_${'s'.repeat(40)}`

/** One client with a secret, one without, and one with a pattern. */
export const OAUTH_CLIENTS = [
  { client_id: 'web', name: 'Web app', client_secret: SECRET, redirect_uris: [WEB_REDIRECT_URI] },
  { client_id: 'spa', redirect_uris: [WEB_REDIRECT_URI] },
  { client_id: 'tenants', client_secret: SECRET, redirect_uris: ['https://*.app.example/callback?fixed=1'] },
] as const satisfies Seed['oauth_clients']

/** Follows the redirects of the emulator, and logs in where it is asked. Returns the location outside. */
export async function follow(start: string, origin: string, visitor: Browser, persona: Persona = PERSONAS.multiOrg) {
  let location = start
  for (let steps = 0; steps < 6; steps++) {
    const url = new URL(location, origin)
    if (url.origin !== origin) return url
    const isLogin = url.pathname === '/login'
    const form = { email: persona.email, password: persona.password }
    const path = url.pathname + url.search
    const { headers, status } = isLogin ? await visitor.submit(path, form) : await visitor.get(path)
    const next = headers.get('Location')
    if (next === null) throw new Error(`${path} answered ${status} without a redirect`)
    location = next
  }
  throw new Error(`${start} redirects without an end`)
}

export const authorizePath = (parameters: Parameters = {}): string => {
  const usual = { response_type: 'code', client_id: 'web', redirect_uri: WEB_REDIRECT_URI, state: 's1' }
  return `/propelauth/oauth/authorize?${query({ ...usual, ...parameters })}`
}

/** The server of an app that uses the older API. Without other headers it sends the secret of the client `web`. */
export function oauthApp(emulator: Emulator) {
  const locationOf = async (path: string, visitor = browser(emulator)): Promise<URL> =>
    new URL((await visitor.get(path)).headers.get('Location') ?? '', emulator.authUrl)
  const post = async (form: Parameters, headers: HeadersInit = basicAuth('web', SECRET)): Promise<Answer> => {
    const body = query(form)
    return read(await emulator.fetch(`${emulator.authUrl}/propelauth/oauth/token`, { method: 'POST', body, headers }))
  }
  return {
    /** Where a request leads to. */
    locationOf,
    /** The code for a user who is signed in. */
    async codeOf(parameters: Parameters = {}, persona: Persona = PERSONAS.owner): Promise<string> {
      const location = await locationOf(authorizePath(parameters), await signedIn(emulator, persona))
      return location.searchParams.get('code') ?? ''
    },
    exchange: (code: string, parameters: Parameters = {}, headers?: HeadersInit) =>
      post({ grant_type: 'authorization_code', code, redirect_uri: WEB_REDIRECT_URI, ...parameters }, headers),
    refresh: (refreshToken: string, parameters: Parameters = {}, headers?: HeadersInit) =>
      post({ grant_type: 'refresh_token', refresh_token: refreshToken, ...parameters }, headers),
  }
}
