import { Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { fakeOidcRoutes } from './fake-oidc.js'
import { fakeSamlRoutes } from './fake-saml.js'
import { oidcRoutes, type SendRequest } from './oidc.js'
import { samlRoutes } from './saml.js'
import { setupRoutes } from './setup.js'
import { socialRoutes } from './social.js'

/** Logins at identity providers: SAML, OpenID Connect and social ones, and the fake providers. */
export function ssoRoutes(project: Project, send: SendRequest): Hono {
  return new Hono()
    .route('/', setupRoutes(project))
    .route('/', samlRoutes(project))
    .route('/', oidcRoutes(project, send))
    .route('/', socialRoutes(project))
    .route('/', fakeSamlRoutes(project))
    .route('/', fakeOidcRoutes(project))
}
