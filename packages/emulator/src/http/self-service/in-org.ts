import type { Context, Handler } from 'hono'
import { memberEntries } from '../../domain/orgs/memberships.js'
import { orgWords } from '../../domain/project/org-words.js'
import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { type MemberRights, memberRights } from '../../domain/self-service/member-rights.js'
import { messagePage } from '../html/message-page.js'
import { ownPath } from '../own-address.js'
import { signedIn } from './signed-in.js'

type Answer = Response | Promise<Response>

/**
 * A page about an organization of the user who is signed in: that of the path or the parameter `id`, otherwise the first
 * one. A user without organizations goes to the page that creates one.
 */
export const inOrg = (project: Project, answer: (c: Context, rights: MemberRights) => Answer): Handler =>
  signedIn(project, (c, { user }) => {
    const asked = (c.req.param('id') ?? c.req.query('id'))?.toLowerCase()
    const orgId = asked || memberEntries(project, user.user_id)[0]?.org_id
    if (orgId === undefined) return c.redirect(ownPath(c, '/create_org'), 302)
    try {
      return answer(c, memberRights(project, user, orgId))
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      const { title, one } = orgWords(project)
      const message = error.code === 'org_not_found' ? `You are not in this ${one}.` : error.message
      return messagePage(c, title, message, 404)
    }
  })
