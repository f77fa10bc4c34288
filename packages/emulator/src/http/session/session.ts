import { type Context, Hono } from 'hono'
import { authenticationInfo } from '../../domain/access/authentication-info.js'
import { renewSession } from '../../domain/access/renew-session.js'
import type { Project } from '../../domain/project/project.js'
import { isLoginComplete } from '../../domain/self-service/login-state.js'
import { afterLogout, ownOrigin } from '../own-address.js'
import { endBrowserSession, readRefreshToken, readSession, setSessionCookie } from '../session-cookie.js'

/** The routes that the browser SDKs call. */
export function sessionRoutes(project: Project): Hono {
  const routes = new Hono()
  routes.get('/api/v1/refresh_token', async (c) => {
    const activeOrgId = c.req.query('active_org_id')?.toLowerCase() || undefined
    const session = readSession(project, c)
    if (session && !isLoginComplete(project, session)) return loggedOut(c, 'not_logged_in')
    const renewal = renewSession(project, readRefreshToken(c) ?? '', activeOrgId)
    if (renewal.outcome === 'not_signed_in') return loggedOut(c, 'not_logged_in')
    if (renewal.outcome === 'not_in_org') return loggedOut(c, 'user_not_in_org')
    setSessionCookie(project, c, renewal.refreshToken)
    return c.json(await authenticationInfo(project, renewal.session, activeOrgId))
  })

  routes.post('/api/v1/logout', (c) => {
    endBrowserSession(project, c)
    return c.json({ redirect_to: new URL(afterLogout(project, c), ownOrigin(project, c)).href })
  })
  return routes
}

const loggedOut = (c: Context, code: string) => c.json({ error_code: code }, 401)
