import { getRequestListener } from '@hono/node-server'
import { ConnectionLost } from './lost-connection.js'

export type RequestListener = ReturnType<typeof getRequestListener>

/** Answers the requests of a Node server. A connection that a fault breaks is closed or reset without an answer. */
export function requestListener(answer: (request: Request) => Response | Promise<Response>): RequestListener {
  return getRequestListener(
    async (request, { outgoing }) => {
      try {
        return await answer(genuine(request))
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error
        if (error.loss === 'reset') outgoing.socket?.resetAndDestroy()
        outgoing.destroy()
        // Nothing is written to a destroyed connection.
        return new Response(null, { status: 503 })
      }
    },
    { overrideGlobalObjects: false },
  )
}

/** The adapter's request objects are not instances of the platform's `Request`, which some code needs. */
function genuine({ url, method, headers, body, signal }: Request): Request {
  return new Request(url, { method, headers, signal, ...(body === null ? {} : { body, duplex: 'half' }) })
}
