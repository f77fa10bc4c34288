// A consumer with no typings but those of its runtime.
import { createPropelAuth, errorResponse } from '@propelauth-edge/core'
import { createSessions, type Session, type SessionEvent } from '@propelauth-edge/session'

const propelAuth = createPropelAuth({ authUrl: 'https://auth.example.com', roles: ['Owner', 'Admin', 'Member'] })
const events: SessionEvent[] = []

export const sessions = createSessions(propelAuth, {
  apiKey: 'key',
  appUrl: 'https://app.example.com',
  afterLogin: (user) => (user.getOrgs().some((org) => org.isAtLeastRole('Admin')) ? '/admin' : '/'),
  onEvent: (event) => void events.push(event),
  fetch: (url, init) => fetch(url, init),
})

export const nameOf = ({ user }: Session): string => user?.email ?? 'visitor'

export async function respond(request: Request, context: { waitUntil(work: Promise<unknown>): void }) {
  const answer = await sessions.handler(request, context)
  if (answer) return answer
  try {
    const { user, apply } = await sessions.requireSession(request, context)
    return apply(new Response(user.userId))
  } catch (error) {
    return errorResponse(error)
  }
}
