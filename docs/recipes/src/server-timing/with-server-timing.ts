import { AsyncLocalStorage } from 'node:async_hooks'
import type { PropelAuthEvent } from '@propelauth-edge/core'

const events = new AsyncLocalStorage<PropelAuthEvent[]>()

/** For `createPropelAuth`: records an event for the request that caused it. */
export function onEvent(event: PropelAuthEvent) {
  events.getStore()?.push(event)
}

const toMetric = ({ type, durationMs, cache, code }: PropelAuthEvent) =>
  `auth-${type};dur=${durationMs};desc="${code ?? cache ?? ''}"`

type Handler<Platform extends unknown[]> = (request: Request, ...platform: Platform) => Response | Promise<Response>

/** Wraps a Fetch handler and adds its events to the header `Server-Timing` of every response, refusals included. */
export function withServerTiming<Platform extends unknown[]>(handler: Handler<Platform>): Handler<Platform> {
  return (request, ...platform) => {
    const recorded: PropelAuthEvent[] = []
    return events.run(recorded, async () => {
      const response = await handler(request, ...platform)
      // A copy, since the headers of some responses cannot be changed.
      const timed = new Response(response.body, response)
      for (const event of recorded) timed.headers.append('server-timing', toMetric(event))
      return timed
    })
  }
}
