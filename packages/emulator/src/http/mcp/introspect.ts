import { type Context, Hono } from 'hono'
import type { ClientCredentials } from '../../domain/oauth/clients.js'
import { introspect } from '../../domain/oauth/introspection.js'
import { OAuthError } from '../../domain/oauth/oauth-error.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { isSameSecret } from '../../values/secrets.js'
import { bodyCredentials, readBasic } from '../oauth/client-credentials.js'
import { type Parameters, readForm, requiredParameter } from '../oauth/parameters.js'

/** Tells an MCP server about a token (RFC 7662). The credentials are the project's, not those of a client. */
export function introspectRoutes(project: Project): Hono {
  return new Hono().post('/oauth/2.1/introspect', async (c) => {
    const form = await readForm(c)
    requireCredentials(project, sentCredentials(project, c, form))
    return c.json(introspect(project, requiredParameter(form, 'token')))
  })
}

function sentCredentials(project: Project, c: Context, form: Parameters): ClientCredentials | undefined {
  const takesBody = readSettings(project).mcp_introspection_credentials === 'basic-or-body'
  return readBasic(c) ?? (takesBody ? bodyCredentials(form) : undefined)
}

const HINT = 'Send PROPELAUTH_MCP_CLIENT_ID and PROPELAUTH_MCP_CLIENT_SECRET with HTTP Basic authentication.'

function requireCredentials({ introspection }: Project, sent: ClientCredentials | undefined): void {
  if (!sent) throw refused('The credentials are missing')
  const { clientId, clientSecret } = introspection
  if (!isSameSecret(sent.clientId, clientId)) throw refused("The client id is not this emulator's")
  if (!sent.secrets.some((secret) => isSameSecret(secret, clientSecret)))
    throw refused("The client secret is not this emulator's; every data directory has its own")
}

const refused = (problem: string): OAuthError => new OAuthError('invalid_client', `${problem}. ${HINT}`)
