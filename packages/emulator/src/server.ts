import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Emulator, openEmulator } from './emulator.js'
import type { EmulatorOptions, Protection } from './emulator-options.js'
import { type RequestListener, requestListener } from './http/request-listener.js'
import { nodePlatform } from './node-platform.js'
import { refuseProduction } from './production.js'
import { hasPublicName } from './public-name.js'
import { isErrno } from './store/errno.js'

export interface ServerOptions extends EmulatorOptions {
  /** Default 4460. 0 selects any free port. */
  readonly port?: number
  /** Fails if the port is taken, instead of using the next free one. Default false. */
  readonly strictPort?: boolean
  /** The address to listen on. Default: both loopback addresses, `127.0.0.1` and `::1`. */
  readonly host?: string
}

/** An emulator that listens on a port. */
export interface EmulatorServer extends AsyncDisposable {
  readonly emulator: Emulator
  readonly port: number
  /** Whether other machines can connect: by the address it listens on, or by a name beyond loopback. */
  readonly exposed: boolean
  close(): Promise<void>
}

/** The port is taken. Without `strictPort`, the ports after it are taken, too. */
export class PortTakenError extends Error {
  constructor(port: number) {
    super(`Port ${port} is taken`)
    this.name = 'PortTakenError'
  }
}

/**
 * Starts an emulator on a port of this machine. The auth URL follows the port unless it is given. With an auth URL or an
 * allowed host beyond loopback, as behind a tunnel, `/_emulator` and `/signup` need the API key, unless `protectControl`
 * is false.
 * @throws {PortTakenError}, and what `createEmulator` throws
 */
export async function startServer(options: ServerOptions = {}): Promise<EmulatorServer> {
  refuseProduction()
  const { port: wished = 4460, strictPort = false, host, ...emulatorOptions } = options
  if (host === '') throw new TypeError('host is empty: give an address of this machine, or 0.0.0.0 for all of them')
  const handler: { emulator?: Emulator } = {}
  const listener = requestListener(
    (request) => handler.emulator?.fetch(request) ?? new Response('The emulator is starting.\n', { status: 503 }),
  )
  const { port, servers } = await listen(listener, hostAddresses(host), wished, strictPort)
  const isOpen = !servers.every(isOnLoopback)
  const isNamed = hasPublicName(options)
  try {
    const authUrl = options.authUrl ?? `http://${publicName(host)}:${port}`
    if (isOpen && options.protectControl === false)
      throw new TypeError(`protectControl cannot be false on ${host}: other machines can connect there`)
    const protection = protectionOf(options, isOpen, isNamed)
    handler.emulator = openEmulator({ ...emulatorOptions, authUrl }, protection, nodePlatform(emulatorOptions))
  } catch (error) {
    await Promise.all(servers.map(stop))
    throw error
  }
  const { emulator } = handler
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(stop))
    await emulator.close()
  }
  return { emulator, port, exposed: isOpen || isNamed, close, [Symbol.asyncDispose]: close }
}

function protectionOf({ protectControl }: EmulatorOptions, isOpen: boolean, isNamed: boolean): Protection {
  if (isOpen || protectControl) return 'full'
  return isNamed && protectControl === undefined ? 'control' : 'none'
}

/** Checks the bound address, because a host name can resolve to any. */
function isOnLoopback(server: Server): boolean {
  const { address } = server.address() as AddressInfo
  return address === '::1' || address.startsWith('127.')
}

const hostAddresses = (host: string | undefined): readonly string[] =>
  host === undefined || host === 'localhost' ? ['127.0.0.1', '::1'] : [host.replace(/^\[|\]$/g, '')]

const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host)

/** The host for the default auth URL. An unspecified address stands for `localhost`. */
const publicName = (host = 'localhost'): string => (host === '0.0.0.0' || host === '::' ? 'localhost' : bracketed(host))

interface Listening {
  readonly port: number
  readonly servers: readonly Server[]
}

const ATTEMPTS = 20

/** Binds the same port on every address: otherwise `localhost` could lead to two different programs. */
async function listen(
  listener: RequestListener,
  addresses: readonly string[],
  wished: number,
  strict: boolean,
): Promise<Listening> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const listening = await listenOnAll(listener, addresses, wished === 0 ? 0 : wished + attempt)
    if (listening) return listening
    if (strict && wished !== 0) break
  }
  throw new PortTakenError(wished)
}

async function listenOnAll(
  listener: RequestListener,
  addresses: readonly string[],
  wished: number,
): Promise<Listening | undefined> {
  const servers: Server[] = []
  let port = wished
  for (const address of addresses) {
    const server = createServer(listener)
    const outcome = await bind(server, address, port)
    if (outcome === 'taken') {
      await Promise.all(servers.map(stop))
      return undefined
    }
    if (outcome === 'no such address') continue
    servers.push(server)
    port = (server.address() as AddressInfo).port
  }
  if (servers.length === 0) throw new Error(`${addresses.join(' and ')} is no address of this machine`)
  return { port, servers }
}

/** EADDRNOTAVAIL and EAFNOSUPPORT: the machine has no IPv6. */
function bind(server: Server, host: string, port: number): Promise<'bound' | 'taken' | 'no such address'> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (isErrno(error, 'EADDRINUSE')) resolve('taken')
      else if (isErrno(error, 'EADDRNOTAVAIL') || isErrno(error, 'EAFNOSUPPORT')) resolve('no such address')
      else reject(error)
    })
    server.listen({ host, port, exclusive: true }, () => resolve('bound'))
  })
}

const GRACE_MS = 500

/** Waits a short time for responses in flight. */
function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref()
  })
}
