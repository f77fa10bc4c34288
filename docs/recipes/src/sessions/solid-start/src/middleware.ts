import { errorResponse } from '@propelauth-edge/core'
import { createMiddleware } from '@solidjs/start/middleware'
import { toResponse } from 'h3'
import { getRequestEvent } from 'solid-js/web'
import { sessions } from './lib/session'

export default createMiddleware([
  async (event, next) => {
    const answer = await sessions.handler(event.req, event)
    if (answer) return answer
    const session = await sessions.getSession(event.req, event)
    const locals = getRequestEvent()?.locals
    if (locals) locals.user = session.user
    // Errors become answers here: those of `requireSession`, and all others.
    const result = Promise.resolve().then(next).catch(errorResponse)
    return session.apply(await toResponse(result, event))
  },
])
