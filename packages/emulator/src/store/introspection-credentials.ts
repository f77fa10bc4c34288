import { lazily } from '../values/lazily.js'
import { type SigningKey, secretFrom } from './signing-key.js'

/** What an MCP server sends to the introspection endpoint. */
export interface IntrospectionCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** The same in every project: it is not secret, and containers can have it in their configuration. */
const CLIENT_ID = 'emu_mcp_introspection'

/** The credentials of a project. The secret is derived from the signing key, so it is the same after a restart. */
export function introspectionCredentials(signingKey: SigningKey, chosenSecret?: string): IntrospectionCredentials {
  const secret = lazily(() => chosenSecret ?? `emu_${secretFrom(signingKey, 'introspection')}`)
  return {
    clientId: CLIENT_ID,
    get clientSecret() {
      return secret()
    },
  }
}
