// The issuer for all recipes. Its keys are fetched over HTTP, like those of the service.
import { serveIssuer } from 'test-kit/served-issuer'

const { issuer, keyServer } = await serveIssuer()
keyServer.server.unref()
// Not by `vi.stubEnv`: a file that puts its own environment back would take it from the files after it.
process.env.PROPELAUTH_AUTH_URL = issuer.authUrl

export { issuer }
