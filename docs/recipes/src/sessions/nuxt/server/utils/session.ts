import { env } from 'node:process'
import { createSessions, type Session } from '@propelauth-edge/session'
import type { H3Event } from 'h3'
import { propelAuth } from './auth'

declare module 'h3' {
  interface H3EventContext {
    session: Session
  }
}

export const sessions = createSessions(propelAuth, { apiKey: env.PROPELAUTH_API_KEY, appUrl: env.PROPELAUTH_APP_URL })

/** Adds the cookies that the answer does not have yet. The last one of a name counts. */
export function addSession(event: H3Event) {
  // Nuxt renders its error page by a request of its own, whose headers are added to those of the first request.
  const isErrorPage = event.path.startsWith('/__nuxt_error')
  const cookies = isErrorPage ? [] : (event.context.session?.setCookies ?? [])
  const before = [getResponseHeader(event, 'set-cookie') ?? []].flat()
  setResponseHeaders(event, { 'cache-control': 'private, no-store', vary: 'Cookie' })
  setResponseHeader(event, 'set-cookie', [...new Set([...before, ...cookies])])
}
