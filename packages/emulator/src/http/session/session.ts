import { type Context, Hono } from 'hono'
import { authenticationInfo } from '../../domain/access/authentication-info.js'
import { endSession } from '../../domain/access/sessions.js'
import { findMembership } from '../../domain/orgs/memberships.js'
import type { Project } from '../../domain/project/project.js'
import { appCors } from '../guards.js'
import { ownOrigin } from '../own-address.js'
import { clearSessionCookie, readRefreshToken, readSession } from '../session-cookie.js'

/** The routes that the browser SDKs call. */
export function sessionRoutes(project: Project): Hono {
  const routes = new Hono()
  routes.use('/api/v1/refresh_token', appCors(project))
  routes.use('/api/v1/logout', appCors(project))

  routes.get('/api/v1/refresh_token', async (c) => {
    const session = readSession(project, c)
    if (!session) return loggedOut(c, 'not_logged_in')
    const activeOrgId = c.req.query('active_org_id')?.toLowerCase()
    if (activeOrgId && !findMembership(project, session.user.user_id, activeOrgId))
      return loggedOut(c, 'user_not_in_org')
    return c.json(await authenticationInfo(project, session, activeOrgId || undefined))
  })

  routes.post('/api/v1/logout', (c) => {
    const token = readRefreshToken(c)
    if (token !== undefined) endSession(project, token)
    clearSessionCookie(project, c)
    return c.json({ redirect_to: `${ownOrigin(project, c)}/login` })
  })
  return routes
}

const loggedOut = (c: Context, code: string) => c.json({ error_code: code }, 401)
