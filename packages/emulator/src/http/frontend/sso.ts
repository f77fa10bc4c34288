import { type Context, Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { orgNotFound } from '../../domain/project/service-error.js'
import { ActionError } from '../../domain/self-service/action-error.js'
import { ssoOrgs } from '../../domain/sso/find-connection.js'
import { ownOrigin } from '../own-address.js'

/** Where the single sign-on of an organization starts, by its id, its domain or an address in it. */
export const ssoRoutes = (project: Project): Hono =>
  new Hono().get('/login/check', (c) => c.json({ login_url: loginUrl(project, c) }))

function loginUrl(project: Project, c: Context): string {
  const hint = {
    orgId: c.req.query('org_id')?.toLowerCase(),
    domain: c.req.query('domain'),
    email: c.req.query('email'),
  }
  const [orgId, ...others] = ssoOrgs(project, hint)
  if (orgId === undefined) throw orgNotFound()
  if (others.length > 0)
    throw new ActionError('ambiguous_results', 'Several organizations with this domain have single sign-on.')
  return `${ownOrigin(project, c)}/saml/${orgId}/login`
}
