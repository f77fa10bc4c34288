import { PERSONAS, type Persona, type Seed } from '../src/index.js'
import type { Browser } from './fixture.js'

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
