import type { Context, Handler } from 'hono'
import type { Session } from '../../domain/access/sessions.js'
import type { Project } from '../../domain/project/project.js'
import { loginPath } from '../login-path.js'
import { readCompleteSession } from '../session-cookie.js'

type Answer = Response | Promise<Response>

/** A page for a user who is signed in. Others log in first, and come back to it. */
export const signedIn =
  (project: Project, answer: (c: Context, session: Session) => Answer): Handler =>
  (c) => {
    const session = readCompleteSession(project, c)
    if (session) return answer(c, session)
    const { pathname, search } = new URL(c.req.url)
    // The target of a form is no page.
    return c.req.method === 'GET' ? c.redirect(loginPath(project, pathname + search), 302) : c.redirect('/login', 303)
  }
