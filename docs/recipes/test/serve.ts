import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'

export type Ask = (path: string, init?: RequestInit) => Promise<Response>

export type Service = Ask & { readonly url: string }

/** Sends requests to a local server, once it listens. */
export async function askServer(server: Server): Promise<Service> {
  if (!server.listening) await once(server, 'listening')
  server.unref()
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const ask: Ask = (path, init) => fetch(url + path, { redirect: 'manual', ...init })
  return Object.assign(ask, { url })
}

export const serveNode = (listener: RequestListener) => askServer(createServer(listener).listen(0, 'localhost'))

export const serveFetch = (handler: (request: Request) => Response | Promise<Response>) =>
  serveNode(getRequestListener(handler))
