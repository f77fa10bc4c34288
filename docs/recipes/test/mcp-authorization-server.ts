// An authorization server for the tests of the MCP recipes: discovery, registration, authorization with PKCE, tokens and
// introspection, over HTTP. Every visitor is signed in and consents.
import { createHash, randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { serveFetch } from './serve.ts'

export const credentials = { clientId: 'introspection-id', clientSecret: 'introspection-secret' }

interface Grant {
  readonly sub: string
  readonly aud: string
  readonly scope: string
  readonly client_id: string
}

export async function startAuthorizationServer() {
  const clients = new Map<string, readonly string[]>()
  const codes = new Map<string, Grant & { readonly challenge: string }>()
  const tokens = new Map<string, Grant>()
  const state = { introspections: 0, isDown: false }

  const issue = (grant: Grant) => {
    const token = randomUUID()
    tokens.set(token, grant)
    return token
  }

  const app = new Hono()
    .get('/.well-known/oauth-authorization-server/oauth/2.1', (c) => {
      const issuer = `${new URL(c.req.url).origin}/oauth/2.1`
      return c.json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        registration_endpoint: `${issuer}/register`,
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      })
    })
    .post('/oauth/2.1/register', async (c) => {
      const metadata = await c.req.json()
      const clientId = randomUUID()
      clients.set(clientId, metadata.redirect_uris)
      return c.json({ ...metadata, client_id: clientId }, 201)
    })
    .get('/oauth/2.1/authorize', (c) => {
      const { redirect_uri: uri = '', client_id: clientId = '', state: given = '', ...query } = c.req.query()
      if (!clients.get(clientId)?.includes(uri)) return c.text('unknown client', 400)
      const code = randomUUID()
      const { resource: aud = '', scope = '', code_challenge: challenge = '' } = query
      codes.set(code, { sub: 'ada', aud, scope, client_id: clientId, challenge })
      return c.redirect(`${uri}?${new URLSearchParams({ code, state: given })}`)
    })
    .post('/oauth/2.1/token', async (c) => {
      const { code, code_verifier: verifier } = await c.req.parseBody()
      const grant = codes.get(String(code))
      codes.delete(String(code))
      const challenge = createHash('sha256').update(String(verifier)).digest('base64url')
      if (grant?.challenge !== challenge) return c.json({ error: 'invalid_grant' }, 400)
      return c.json({ access_token: issue(grant), token_type: 'Bearer', expires_in: 3_600, scope: grant.scope })
    })
    .post('/oauth/2.1/introspect', async (c) => {
      state.introspections++
      if (state.isDown) return c.text('Down', 500)
      const { clientId, clientSecret } = credentials
      if (c.req.header('authorization') !== `Basic ${btoa(`${clientId}:${clientSecret}`)}`) return c.text('', 401)
      const { token } = await c.req.parseBody()
      const found = tokens.get(String(token))
      const exp = Math.floor(Date.now() / 1_000) + 3_600
      const { sub, aud, scope, client_id } = found ?? {}
      return c.json(found ? { active: true, sub, aud, scope, client_id, exp, token_type: 'Bearer' } : { active: false })
    })

  const { url } = await serveFetch(app.fetch)
  return {
    url,
    state,
    /** The header of a request with a token for a resource. */
    bearerOf: (aud: string, scope = 'notes:read') => ({
      authorization: `Bearer ${issue({ sub: 'ada', aud, scope, client_id: 'editor' })}`,
    }),
  }
}
