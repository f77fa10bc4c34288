import { type Context, Hono } from 'hono'
import { getClient, hasProvenSecret, type OAuthClient } from '../../domain/oauth/clients.js'
import { type Grant, redeemCode } from '../../domain/oauth/grants.js'
import { firstTokens, type McpTokens, nextTokens } from '../../domain/oauth/mcp-tokens.js'
import { OAuthError } from '../../domain/oauth/oauth-error.js'
import { findLiveToken, redeemRefreshToken, revokeToken } from '../../domain/oauth/tokens.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { readCredentials } from '../oauth/client-credentials.js'
import { type Parameters, readForm, requiredParameter } from '../oauth/parameters.js'
import { unsupportedResponse } from '../reply.js'

/** The token endpoint, and the revocation endpoint of a project that has one. */
export function tokenRoutes(project: Project): Hono {
  return new Hono()
    .post('/oauth/2.1/token', async (c) => {
      const form = await readForm(c)
      const grantType = requiredParameter(form, 'grant_type')
      const client = authenticate(project, c, form)
      if (grantType === 'authorization_code') return c.json(exchangeCode(project, client, form))
      if (grantType === 'refresh_token') return c.json(refresh(project, client, form))
      throw new OAuthError('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token')
    })
    .post('/oauth/2.1/revoke', async (c) => {
      if (!readSettings(project).mcp_revocation) return unsupportedResponse(c, 'POST /oauth/2.1/revoke')
      const form = await readForm(c)
      const client = authenticate(project, c, form)
      revokeToken(project, client.client_id, requiredParameter(form, 'token'))
      return c.body(null, 200)
    })
}

/** A public client has no secret, so its code is protected by PKCE and its refresh token is its credential. */
function authenticate(project: Project, c: Context, form: Parameters): OAuthClient {
  const credentials = readCredentials(c, form)
  const client = getClient(project, 'mcp', credentials.clientId)
  if (!hasProvenSecret(client, credentials) && client.secret_hash !== null)
    throw new OAuthError('invalid_client', 'This client has to send its secret')
  return client
}

function exchangeCode(project: Project, client: OAuthClient, form: Parameters): McpTokens {
  const live = redeemCode(project, {
    client,
    code: requiredParameter(form, 'code'),
    redirectUri: requiredParameter(form, 'redirect_uri'),
    codeVerifier: requiredParameter(form, 'code_verifier'),
  })
  checkResource(form, live.grant)
  return firstTokens(project, live)
}

function refresh(project: Project, client: OAuthClient, form: Parameters): McpTokens {
  const refreshToken = requiredParameter(form, 'refresh_token')
  const rotation = readSettings(project).mcp_refresh_tokens
  // Before the token is used: a client that corrects its request still has it.
  checkResource(form, findLiveToken(project, refreshToken)?.grant)
  const refreshed = redeemRefreshToken(project, client.client_id, refreshToken, rotation)
  return nextTokens(project, refreshed, form.get('scope') ?? '')
}

/** A token request may name the resource of the grant, and no other (RFC 8707, section 2.2). */
function checkResource(form: Parameters, grant: Grant | undefined): void {
  const resource = form.get('resource')
  if (resource !== undefined && grant && resource !== grant.resource)
    throw new OAuthError('invalid_target', 'resource must be the one of the authorization request')
}
