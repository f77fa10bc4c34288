import { Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'

/** The public key set and the discovery document. */
export function discoveryRoutes(project: Project): Hono {
  return new Hono()
    .get('/.well-known/jwks.json', (c) => c.json({ keys: [project.signingKey.jwk] }))
    .get('/.well-known/openid-configuration', (c) => c.json(openidConfiguration(project)))
}

/** Has the fields of a recorded document of the service. */
function openidConfiguration({ authUrl, issuer }: Project) {
  return {
    issuer,
    authorization_endpoint: `${authUrl}/propelauth/oauth/authorize`,
    token_endpoint: `${authUrl}/propelauth/oauth/token`,
    userinfo_endpoint: `${authUrl}/propelauth/oauth/userinfo`,
    jwks_uri: `${authUrl}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    subject_types_supported: ['public'],
    claims_supported: ['email', 'email_verified', 'exp', 'first_name', 'last_name', 'iat', 'iss', 'picture_url'],
  }
}
