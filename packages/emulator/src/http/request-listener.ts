import { getRequestListener } from '@hono/node-server'
import { isConnectionLost } from './lost-connection.js'

export type RequestListener = ReturnType<typeof getRequestListener>

/** Answers the requests of a Node server. A connection that a fault breaks is closed without an answer. */
export function requestListener(answer: (request: Request) => Response | Promise<Response>): RequestListener {
  return getRequestListener(
    async (request, { outgoing }) => {
      try {
        return await answer(genuine(request))
      } catch (error) {
        if (!isConnectionLost(error)) throw error
        outgoing.destroy()
        // Nothing is written to a destroyed connection.
        return new Response(null, { status: 503 })
      }
    },
    { overrideGlobalObjects: false },
  )
}

/** The adapter's request objects are not instances of the platform's `Request`, which some code needs. */
function genuine({ url, method, headers, body }: Request): Request {
  return new Request(url, { method, headers, ...(body === null ? {} : { body, duplex: 'half' }) })
}
