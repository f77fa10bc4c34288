import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'

/** Opens a server on loopback and says at which port. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A port that was free a moment ago. */
export async function freePort(server: Server): Promise<number> {
  const port = await listen(server)
  server.close()
  await once(server, 'close')
  return port
}
