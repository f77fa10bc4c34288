import { untilAborted } from '../values/until-aborted.js'
import { deliver } from './lost-connection.js'

type Handler = (request: Request) => Response | Promise<Response>

/** A `fetch` that calls the handler. It rejects like the global one for an aborted request and a lost connection. */
export function localFetch(handler: Handler): (input: Request | URL | string, init?: RequestInit) => Promise<Response> {
  return async (input, init) => {
    const request = input instanceof Request && !init ? input : new Request(input, init)
    request.signal.throwIfAborted()
    return deliver(await untilAborted(request.signal, Promise.resolve(handler(request))))
  }
}
