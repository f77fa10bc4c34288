import { createPropelAuth } from '@propelauth-edge/core'
import { createSessions } from '@propelauth-edge/session'
import { optionsFor, ours } from './propelauth-edge.ts'
import { bearerOf, everywhere, type Subject } from './subject.ts'

/** The cookies as `createSessions` writes them. A refresh token is there, and not used. */
export function toCookies(accessToken: string): string {
  const chunk = `${accessToken.slice(-8)}.1.${accessToken}`
  return ['_ga=GA1.1.1234567890.1234567890', `__Host-pa_at=${chunk}`, '__Host-pa_rt=b1946ac9.1.b1946ac92492'].join('; ')
}

/** Changes a request with a bearer token into one of a browser. */
export function moveToCookies({ headers }: Request): void {
  const token = bearerOf({ headers })
  if (!token) return
  headers.delete('authorization')
  headers.set('cookie', toCookies(token))
}

export const sessionName = `${ours}, session in cookies`

export const sessionOptions = {
  apiKey: 'unused',
  appUrl: 'https://api.example.com',
  fetch: () => Promise.reject(new Error('a valid session costs no fetch')),
}

/** A request of a browser that is logged in: the token comes in cookies. */
export const sessionInCookies: Subject = {
  name: sessionName,
  packages: ['@propelauth-edge/session'],
  runtimes: everywhere,
  createVerifier(issuer) {
    const sessions = createSessions(createPropelAuth(optionsFor(issuer)), sessionOptions)
    return {
      prepare: moveToCookies,
      verify: async (request) => (await sessions.getSession(request)).user?.userId,
    }
  },
}
