import { AsyncLocalStorage } from 'node:async_hooks'
import type { PropelAuthEvent } from '@propelauth-edge/core'

const events = new AsyncLocalStorage<PropelAuthEvent[]>()

/** For `createPropelAuth`: keeps what happens with the request in which it happens. */
export function onEvent(event: PropelAuthEvent) {
  events.getStore()?.push(event)
}

const toMetric = ({ type, durationMs, cache, code }: PropelAuthEvent) =>
  `auth-${type};dur=${durationMs};desc="${code ?? cache ?? ''}"`

type Handler<Platform extends unknown[]> = (request: Request, ...platform: Platform) => Response | Promise<Response>

/** Wraps any Fetch handler: what happened in the meantime goes into the header `Server-Timing`, on refusals as well. */
export function withServerTiming<Platform extends unknown[]>(handler: Handler<Platform>): Handler<Platform> {
  return (request, ...platform) => {
    const happened: PropelAuthEvent[] = []
    return events.run(happened, async () => {
      const response = await handler(request, ...platform)
      // A copy: the headers of some responses cannot be changed.
      const timed = new Response(response.body, response)
      for (const event of happened) timed.headers.append('server-timing', toMetric(event))
      return timed
    })
  }
}
