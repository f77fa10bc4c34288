import { type Context, Hono } from 'hono'
import { verifyAccessToken } from '../../domain/access/access-tokens.js'
import type { Session } from '../../domain/access/sessions.js'
import { entriesByOrg, memberEntries, type OrgMemberEntry } from '../../domain/orgs/memberships.js'
import type { Project } from '../../domain/project/project.js'
import { allowedReturnUrl } from '../../domain/project/return-target.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { readSettings } from '../../domain/project/settings.js'
import { createOneTimeToken } from '../../domain/users/one-time-tokens.js'
import { findUser } from '../../domain/users/user-lookup.js'
import { userRecord } from '../../domain/users/user-record.js'
import { messagePage } from '../html/message-page.js'
import { loginPath } from '../login-path.js'
import { readCompleteSession } from '../session-cookie.js'

/** The routes for apps that keep the session on their own server, as the official Next.js library does. */
export function ssrRoutes(project: Project): Hono {
  return new Hono()
    .get('/propelauth/ssr/authorize', (c) => authorize(project, c))
    .get('/propelauth/oauth/userinfo', (c) => userInfo(project, c))
}

function authorize(project: Project, c: Context) {
  const redirectUri = allowedReturnUrl(project, c.req.query('redirect_uri') ?? '')
  if (redirectUri === undefined)
    return messagePage(c, 'Log in', 'The page to return to is not one of the allowed apps.', 400)
  const session = readCompleteSession(project, c)
  if (!session) return c.redirect(pageForLogin(project, c), 302)
  const back = new URL(redirectUri)
  back.searchParams.set('code', createCode(project, session, redirectUri.href))
  const state = c.req.query('state')
  if (state !== undefined) back.searchParams.set('state', state)
  return c.redirect(back.href, 302)
}

const OWN_PARAMETERS = new Set(['redirect_uri', 'state', 'signup', 'rt'])

/** Further parameters become signup query parameters. */
function pageForLogin(project: Project, c: Context): string {
  const { pathname, search, searchParams } = new URL(c.req.url)
  const query = [...searchParams].filter(([name]) => !OWN_PARAMETERS.has(name))
  return loginPath(project, pathname + search, { page: c.req.query('signup') === 'true' ? 'signup' : 'login', query })
}

function createCode(project: Project, { id, user }: Session, redirectUri: string): string {
  return createOneTimeToken(project, {
    purpose: 'ssr_code',
    userId: user.user_id,
    lifetimeSeconds: readSettings(project).ssr_code_seconds,
    data: { redirect_uri: redirectUri, session_id: id },
  })
}

async function userInfo(project: Project, c: Context): Promise<Response> {
  const [, token = ''] = /^bearer (.+)$/i.exec(c.req.header('Authorization') ?? '') ?? []
  const owner = await verifyAccessToken(project, token)
  const user = owner && findUser(project, owner.userId)
  if (user?.enabled !== 1) throw new ServiceError('unauthorized', 'The access token is missing or wrong')
  const entries = memberEntries(project, user.user_id).filter(shownOrgs(project, owner?.activeOrgId))
  const subject = readSettings(project).userinfo_sub ? { sub: user.user_id } : {}
  return c.json({ ...subject, ...userRecord(user), org_id_to_org_info: entriesByOrg(entries) })
}

/** Whether a token for an active organization shows only that one depends on the project. */
function shownOrgs(project: Project, activeOrgId: string | undefined): (entry: OrgMemberEntry) => boolean {
  const isLimited = activeOrgId !== undefined && readSettings(project).userinfo_orgs === 'active'
  return ({ org_id }) => !isLimited || org_id === activeOrgId
}
