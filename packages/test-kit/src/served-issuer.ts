import { createTestIssuer, type TestIssuer } from '@propelauth-edge/core/testing'
import { type HttpServer, startHttpServer } from './http-server.ts'

/** An issuer whose keys are fetched over HTTP, like those of the service. */
export interface ServedIssuer {
  readonly issuer: TestIssuer
  readonly keyServer: HttpServer
}

export async function serveIssuer(): Promise<ServedIssuer> {
  const answer = () => JSON.stringify(issuer.jwks)
  const keyServer = await startHttpServer((_request, response) => response.end(answer()), { host: 'localhost' })
  const issuer = await createTestIssuer({ authUrl: keyServer.url })
  return { issuer, keyServer }
}
