import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect as connectSocket } from 'node:net'
import type { Duplex } from 'node:stream'
import { isExcluded, noProxyEntries } from './no-proxy.js'

export interface Address {
  readonly host: string
  readonly port: number
}

/** Opens a connection, as a program without `exec` would. */
export type Connect = (address: Address) => Promise<Duplex>

/** The proxy of the environment, and the hosts that it is not for. */
export interface EnvironmentProxy {
  readonly url: URL | undefined
  readonly excluded: readonly string[]
}

/** @throws {TypeError} for a proxy that is not at an http(s) URL */
export function environmentProxy(env: NodeJS.ProcessEnv): EnvironmentProxy {
  const read = (name: string): string => env[name.toLowerCase()] || env[name] || ''
  const name = ['HTTPS_PROXY', 'ALL_PROXY'].find((each) => read(each) !== '')
  const excluded = noProxyEntries(read('NO_PROXY'))
  if (name === undefined) return { url: undefined, excluded }
  // As in curl, a proxy without a scheme is one for HTTP.
  const text = read(name).includes('://') ? read(name) : `http://${read(name)}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new TypeError(`${name} is not an http(s) URL`)
  return { url, excluded }
}

/** Connections that use the proxy of the environment. Its certificate, if it has one, must be trusted by this Node. */
export const connectBy =
  ({ url, excluded }: EnvironmentProxy): Connect =>
  (address) =>
    url === undefined || isExcluded(excluded, address.host) ? connectDirectly(address) : connectThrough(url, address)

export async function connectDirectly(address: Address): Promise<Duplex> {
  const socket = connectSocket(address)
  await once(socket, 'connect')
  return socket
}

async function connectThrough(proxy: URL, { host, port }: Address): Promise<Duplex> {
  const { username, password } = proxy
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  const path = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const headers = { Host: path, ...(username === '' ? {} : { 'Proxy-Authorization': `Basic ${credentials}` }) }
  const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest
  const request = send(proxy.origin, { method: 'CONNECT', path, headers, agent: false }).end()
  const [{ statusCode }, socket, head] = (await once(request, 'connect')) as [IncomingMessage, Duplex, Buffer]
  if (statusCode !== 200) {
    socket.destroy()
    throw new Error(`the proxy ${proxy.host} answered ${statusCode}`)
  }
  socket.unshift(head)
  return socket
}
