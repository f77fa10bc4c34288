import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type Duplex, pipeline } from 'node:stream'
import type { RequestListener } from '../../http/request-listener.js'
import { type Address, type Connect, connectDirectly } from './connect.js'
import { forward } from './forward.js'
import { isRedirected } from './hosts.js'
import { LOOPBACK } from './listen.js'

export interface ProxyOptions {
  /** The hosts whose requests go to the emulator. */
  readonly hosts: readonly string[]
  /** Where the emulator answers to these hosts with TLS. */
  readonly tlsPort: number
  /** The same without TLS. */
  readonly answer: RequestListener
  /** Opens connections to all other hosts. */
  readonly connect: Connect
}

/**
 * An HTTP proxy: it tunnels connections (`CONNECT`, RFC 9110, section 9.3.6), those to the redirected hosts to the
 * emulator. Some clients, such as older ones of axios, send `GET https://HOST/PATH` without a tunnel. The proxy then asks
 * the host itself.
 */
export function createProxy({ hosts, tlsPort, answer, connect }: ProxyOptions): Server {
  const open = (address: Address): Promise<Duplex> =>
    isRedirected(hosts, address.host) ? connectDirectly({ host: LOOPBACK, port: tlsPort }) : connect(address)

  const proxy = createServer((request, response) => {
    const url = readAbsoluteUrl(request)
    if (!url) response.writeHead(400).end('This is the proxy of propelauth-emulator exec. It has no pages.\n')
    else if (isRedirected(hosts, url.hostname)) void answer(request, response)
    else void forward({ url, request, response, connect })
  })
  return proxy.on('connect', (request, client, head) => void tunnel(request, client, head, open))
}

async function tunnel(request: IncomingMessage, client: Duplex, head: Buffer, open: Connect): Promise<void> {
  // A client may go away while the connection is opened. The pipeline ends the server's side then.
  client.on('error', () => client.destroy())
  const address = readAuthority(request)
  if (!address) return void client.end('HTTP/1.1 400 Bad Request\r\n\r\n')
  try {
    const server = await open(address)
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    server.write(head)
    pipeline(client, server, client, () => undefined)
  } catch {
    client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  }
}

function readAuthority({ url = '' }: IncomingMessage): Address | undefined {
  if (!/:\d+$/.test(url) || !URL.canParse(`tcp://${url}`)) return undefined
  const { hostname, port } = new URL(`tcp://${url}`)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) }
}

function readAbsoluteUrl({ url = '' }: IncomingMessage): URL | undefined {
  return /^https?:\/\//.test(url) && URL.canParse(url) ? new URL(url) : undefined
}
