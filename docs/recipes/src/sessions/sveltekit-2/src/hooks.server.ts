import { errorResponse } from '@propelauth-edge/core'
import { createSessions } from '@propelauth-edge/session'
import { type Handle, redirect } from '@sveltejs/kit'
import { env } from '$env/dynamic/private'
import { propelAuth } from './auth.server'

const sessions = createSessions(propelAuth, { apiKey: env.PROPELAUTH_API_KEY, appUrl: env.PROPELAUTH_APP_URL })

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
