// The issuer for all recipes. Its keys are fetched over HTTP, like those of the service.
import { serveIssuer } from 'test-kit/served-issuer'
import { vi } from 'vitest'

const { issuer, keyServer } = await serveIssuer()
keyServer.server.unref()
vi.stubEnv('PROPELAUTH_AUTH_URL', issuer.authUrl)

export { issuer }
