import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'

export const LOOPBACK = '127.0.0.1'

/** A server that listens on loopback, at any free port. */
export interface Listening {
  readonly port: number
  /** Closes all connections, too. */
  close(): Promise<void>
}

export async function listen(server: Server): Promise<Listening> {
  // HTTP servers do not count a connection any more once it is a tunnel.
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await once(server.listen(0, LOOPBACK), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
