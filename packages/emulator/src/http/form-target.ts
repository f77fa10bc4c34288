import { findClient, hasRedirectUri } from '../domain/oauth/clients.js'
import { policySource } from '../domain/oauth/redirect-uris.js'
import type { Project } from '../domain/project/project.js'
import { finalOrigin } from '../domain/project/return-target.js'

const AUTHORIZE_PATHS = { '/oauth/2.1/authorize': 'mcp', '/propelauth/oauth/authorize': 'oauth' } as const

/** Where the redirects after a form end, for its content policy: at an app, or at an OAuth client. */
export function formTarget(project: Project, location: string): string | undefined {
  const { pathname, searchParams } = new URL(location, project.authUrl)
  if (!location.startsWith('/') || !isAuthorizePath(pathname)) return finalOrigin(project, location)
  const client = findClient(project, AUTHORIZE_PATHS[pathname], searchParams.get('client_id') ?? '')
  const redirectUri = searchParams.get('redirect_uri') ?? ''
  return client && hasRedirectUri(client, redirectUri) ? policySource(redirectUri) : undefined
}

const isAuthorizePath = (path: string): path is keyof typeof AUTHORIZE_PATHS => Object.hasOwn(AUTHORIZE_PATHS, path)
