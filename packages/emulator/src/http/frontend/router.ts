import { type Context, Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { accountRoutes } from './account.js'
import { apiKeyRoutes } from './api-keys.js'
import { loginRoutes } from './login.js'
import { memberRoutes } from './members.js'
import { mfaRoutes } from './mfa.js'
import { orgRoutes } from './orgs.js'
import { frontendErrorResponse } from './reply.js'
import { signupRoutes } from './signup.js'
import { ssoRoutes } from './sso.js'

/** The frontend API, with which apps have login and account pages of their own. */
export function frontendRoutes(project: Project): Hono {
  const groups = [loginRoutes, ssoRoutes, signupRoutes, accountRoutes, mfaRoutes, orgRoutes, memberRoutes, apiKeyRoutes]
  const routes = new Hono()
  const answer = (error: Error, c: Context) => frontendErrorResponse(project, error, c)
  for (const group of groups) routes.route('/api/fe/v3', group(project).onError(answer))
  return routes
}
