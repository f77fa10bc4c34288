// The issuer for all recipes. Its keys are fetched over HTTP, like those of the service.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestIssuer } from '@propelauth-edge/core/testing'

const server = createServer((_request, response) => response.end(JSON.stringify(issuer.jwks))).listen(0, 'localhost')
await once(server, 'listening')
server.unref()

export const issuer = await createTestIssuer({ authUrl: `http://localhost:${(server.address() as AddressInfo).port}` })

process.env.PROPELAUTH_AUTH_URL = issuer.authUrl
