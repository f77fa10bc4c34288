import type { RequestListener } from 'node:http'
import { startHttpServer } from 'test-kit/http-server'

/** A server on loopback. It closes when `use` has ended. */
export async function withServer<Result>(
  handle: RequestListener,
  use: (baseUrl: string) => Promise<Result>,
): Promise<Result> {
  await using server = await startHttpServer(handle)
  return await use(server.url)
}
