import { errorResponse } from '@propelauth-edge/core'
import { createMiddleware } from '@tanstack/react-start'
import { sessions } from './session.server'

/** Admits users. A visitor who opens a page is led to the login, every other request is refused. */
export const requireUser = createMiddleware().server(async ({ request, next }) => {
  const session = await sessions.requireSession(request).catch(errorResponse)
  return session instanceof Response ? session : next({ context: { user: session.user } })
})
