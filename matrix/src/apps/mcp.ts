import { createMcpAuth } from '@propelauth-edge/mcp'
import { conformanceOptions, createConformanceServer } from '../../../packages/mcp/test/conformance.ts'
import type { App } from './app.ts'

/** The conformance server of mcp. The instance is made at the first request, when the auth URL is known. */
export function createMcpApp(): App {
  let server: ReturnType<typeof createConformanceServer> | undefined
  return (request, env) => {
    server ??= createConformanceServer(createMcpAuth({ ...conformanceOptions, authUrl: env.PROPELAUTH_AUTH_URL }))
    return server(request)
  }
}
