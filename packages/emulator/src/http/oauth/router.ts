import { Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { authorize } from './authorize.js'
import { logoutRoutes } from './logout.js'
import { token } from './token.js'

/** The older OAuth API, an authorization code flow for apps. `/propelauth/oauth/userinfo` is one of the session routes. */
export function oauthRoutes(project: Project): Hono {
  return new Hono()
    .get('/propelauth/oauth/authorize', (c) => authorize(project, c))
    .post('/propelauth/oauth/token', (c) => token(project, c))
    .route('/', logoutRoutes(project))
}
