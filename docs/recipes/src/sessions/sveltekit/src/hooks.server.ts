import { errorResponse } from '@propelauth-edge/core'
import { createSessions } from '@propelauth-edge/session'
import { redirect } from '@sveltejs/kit'
import type { Handle } from '@sveltejs/kit/hooks'
import { PROPELAUTH_API_KEY, PROPELAUTH_APP_URL } from '$app/env/private'
import { propelAuth } from './auth.server'

const sessions = createSessions(propelAuth, { apiKey: PROPELAUTH_API_KEY, appUrl: PROPELAUTH_APP_URL })

export const handle: Handle = async ({ event, resolve }) => {
  const answer = await sessions.handler(event.request)
  if (answer) return answer

  const find = event.route.id?.startsWith('/(users)') ? sessions.requireSession : sessions.getSession
  const session = await find(event.request).catch(errorResponse)
  if (session instanceof Response) {
    // A link is followed by a request for data, which is no navigation. It leads to the login as well.
    if (session.status !== 401 || !event.isDataRequest) return session
    redirect(302, sessions.loginUrl({ returnTo: event.url.pathname + event.url.search }))
  }
  event.locals.user = session.user
  return session.apply(await resolve(event))
}
