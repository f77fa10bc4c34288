import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { listen } from './listen.ts'

export interface HttpServer extends AsyncDisposable {
  readonly server: Server
  readonly port: number
  /** The origin, without a slash at the end. */
  readonly url: string
  /** Closes the server and its connections. */
  close(): Promise<void>
}

interface HttpServerOptions {
  /** `localhost` where the name has to be in the URL. */
  readonly host?: '127.0.0.1' | 'localhost'
}

/** Starts a server on loopback. It takes headers of up to 64 KiB; Node answers 431 from 16 KiB on by default. */
export async function startHttpServer(
  listener: RequestListener,
  { host = '127.0.0.1' }: HttpServerOptions = {},
): Promise<HttpServer> {
  const server = createServer({ maxHeaderSize: 64 * 1024 }, listener)
  const port = await listen(server, { host })
  const close = async () => {
    if (!server.listening) return
    const closed = once(server.close(), 'close')
    server.closeAllConnections()
    await closed
  }
  return { server, port, url: `http://${host}:${port}`, close, [Symbol.asyncDispose]: close }
}
