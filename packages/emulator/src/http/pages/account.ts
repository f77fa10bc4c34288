import { Hono } from 'hono'
import { html } from 'hono/html'
import { memberEntries } from '../../domain/orgs/memberships.js'
import type { Project } from '../../domain/project/project.js'
import { finalOrigin } from '../../domain/project/return-target.js'
import { page } from '../html/page.js'
import { afterLogout, returnTarget } from '../own-address.js'
import { endBrowserSession, readSession } from '../session-cookie.js'

/** The signed-in user, and the logout. */
export function accountRoutes(project: Project): Hono {
  const routes = new Hono()

  routes.get('/account', (c) => {
    const session = readSession(project, c)
    if (!session) return c.redirect('/login', 302)
    const { user } = session
    const back = c.req.query('rt') ? returnTarget(project, c) : undefined
    const name = [user.first_name, user.last_name].filter(Boolean).join(' ') || user.email
    const orgs = memberEntries(project, user.user_id)
    return page(
      c,
      { title: 'Account', formTarget: finalOrigin(project, afterLogout(project, c)) },
      html`<div class="card">
<h1>${name}</h1>
<p>You are signed in as <strong>${user.email}</strong>.</p>
<h2>Organizations</h2>
<ul>${orgs.map((org) => html`<li>${org.org_name}: ${org.user_role}</li>`)}${orgs.length === 0 ? html`<li>none</li>` : ''}</ul>
${back && !back.refused ? html`<p><a href="${back.location}">Back to the app</a></p>` : ''}
<form method="post" action="/logout"><button type="submit">Log out</button></form>
</div>`,
    )
  })

  routes.post('/logout', (c) => {
    endBrowserSession(project, c)
    return c.redirect(afterLogout(project, c), 303)
  })
  return routes
}
