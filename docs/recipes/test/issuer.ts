// The project of all recipes: an issuer whose keys are fetched over HTTP, as those of the service are.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestIssuer } from '@propelauth-edge/core/testing'

const server = createServer((_request, response) => response.end(JSON.stringify(issuer.jwks))).listen(0, 'localhost')
await once(server, 'listening')
server.unref()

export const issuer = await createTestIssuer({ authUrl: `http://localhost:${(server.address() as AddressInfo).port}` })

process.env.PROPELAUTH_AUTH_URL = issuer.authUrl
