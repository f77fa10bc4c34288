import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'

/** Opens a server on loopback, at any free port unless one is given, and returns the port. */
export async function listen(server: Server, { host = '127.0.0.1', port = 0 } = {}): Promise<number> {
  await once(server.listen(port, host), 'listening')
  return (server.address() as AddressInfo).port
}

/** A port at which nothing listens, for programs that must know theirs before they start. */
export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await once(server.close(), 'close')
  return port
}
