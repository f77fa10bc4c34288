import { Hono } from 'hono'
import { html } from 'hono/html'
import { endSessionOfToken } from '../../domain/oauth/tokens.js'
import type { Project } from '../../domain/project/project.js'
import { finalOrigin } from '../../domain/project/return-target.js'
import { page } from '../html/page.js'
import { afterLogout } from '../own-address.js'
import { readSession } from '../session-cookie.js'
import { readForm, requiredParameter } from './parameters.js'

const PATH = '/propelauth/oauth/logout'

/** The logout for browsers, which asks first, since any page can open an address. A backend sends a refresh token. */
export function logoutRoutes(project: Project): Hono {
  return new Hono()
    .get(PATH, (c) => {
      const target = afterLogout(project, c)
      const session = readSession(project, c)
      if (!session) return c.redirect(target, 302)
      return page(
        c,
        { title: 'Log out', formTarget: finalOrigin(project, target) },
        html`<div class="card">
<h1>Log out?</h1>
<p>You are signed in as <strong>${session.user.email}</strong>. Logging out ends the session in all apps.</p>
<form method="post" action="/logout"><button type="submit">Log out</button></form>
</div>`,
      )
    })
    .post(PATH, async (c) => {
      endSessionOfToken(project, requiredParameter(await readForm(c), 'refresh_token'))
      return c.json({})
    })
}
