import type { User } from '@propelauth-edge/core'
import handler, { createServerEntry } from '@tanstack/react-start/server-entry'
import { sessions } from './session.server'

declare module '@tanstack/react-router' {
  interface Register {
    server: { requestContext: { user: User | null } }
  }
}

export default createServerEntry({
  async fetch(request, options) {
    const answer = await sessions.handler(request)
    if (answer) return answer
    const session = await sessions.getSession(request)
    return session.apply(await handler.fetch(request, { ...options, context: { user: session.user } }))
  },
})
