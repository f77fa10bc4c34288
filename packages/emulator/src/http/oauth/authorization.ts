import type { Context } from 'hono'
import { type ClientFamily, findClient, hasRedirectUri, type OAuthClient } from '../../domain/oauth/clients.js'
import { mcpIssuer } from '../../domain/oauth/mcp-issuer.js'
import { OAuthError } from '../../domain/oauth/oauth-error.js'
import { withParameters } from '../../domain/oauth/redirect-uris.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { messagePage } from '../html/message-page.js'
import { type Parameters, readParameters } from './parameters.js'

/** Where the answer of an authorization request goes. */
export interface Callback {
  readonly redirectUri: string
  readonly state: string | undefined
}

/** A request whose client and redirect URI are right, so its other errors can be sent there. */
export interface Authorization extends Callback {
  readonly client: OAuthClient
  readonly parameters: Parameters
}

/**
 * Reads the client and the redirect URI of a request. With a wrong one the browser must not be redirected (RFC 6749,
 * section 4.1.2.1).
 * @throws {OAuthError}
 */
export function readAuthorization(project: Project, c: Context, family: ClientFamily): Authorization {
  const parameters = readParameters(new URL(c.req.url).searchParams)
  const client = findClient(project, family, parameters.get('client_id') ?? '')
  if (!client) throw new OAuthError('invalid_request', 'There is no client with this client_id.')
  const redirectUri = parameters.get('redirect_uri') ?? ''
  if (!hasRedirectUri(client, redirectUri))
    throw new OAuthError('invalid_request', 'The redirect_uri is not one that this client has registered.')
  return { client, redirectUri, state: parameters.get('state'), parameters }
}

/** Shows an error that may not be sent to a redirect URI. */
export const refusalPage = (c: Context, error: OAuthError): Response | Promise<Response> =>
  messagePage(c, 'Allow access', error.message, 400)

/** The location at the client with an answer. OAuth 2.1 names its issuer there if the project says so (RFC 9207). */
export function callbackLocation(
  project: Project,
  { redirectUri, state }: Callback,
  answer: Readonly<Record<string, string>>,
  family: ClientFamily,
): string {
  const hasIssuer = family === 'mcp' && readSettings(project).mcp_iss_parameter
  return withParameters(redirectUri, { ...answer, state, ...(hasIssuer ? { iss: mcpIssuer(project) } : {}) })
}

/** The parameters of an error. */
export const errorAnswer = ({ code, message }: OAuthError) => ({ error: code, error_description: message })
