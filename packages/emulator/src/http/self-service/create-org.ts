import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../domain/project/project.js'
import type { ActionError } from '../../domain/self-service/action-error.js'
import { createOwnOrg, joinableOrgs, mayCreateOrgs } from '../../domain/self-service/own-orgs.js'
import { isPersonalDomain } from '../../domain/self-service/personal-domains.js'
import type { User } from '../../domain/users/user-lookup.js'
import { domainOf } from '../../domain/users/user-rules.js'
import { formTarget } from '../form-target.js'
import { checkbox, field } from '../html/field.js'
import { formText } from '../html/form.js'
import { messagePage } from '../html/message-page.js'
import { type Html, page } from '../html/page.js'
import { alert } from '../html/section.js'
import { ownPath, returnTarget } from '../own-address.js'
import { joinForms } from './account.js'
import { backLink, orgPath } from './frame.js'
import { fieldProblem, otherProblem, problemOf, statusOf } from './problem.js'
import { signedIn } from './signed-in.js'

/** Creates an organization, and goes back to the app, if one has opened the page. */
export function createOrgRoutes(project: Project): Hono {
  return new Hono()
    .get(
      '/create_org',
      signedIn(project, (c, { user }) => createOrgPage(project, c, user)),
    )
    .post(
      '/create_org',
      signedIn(project, async (c, { user }) => {
        const form = await c.req.parseBody()
        const name = formText(form, 'name')
        const wanted = { name, autojoin: form.autojoin === 'on', restrict: form.restrict === 'on' }
        let created = ''
        const problem = await problemOf(() => {
          created = createOwnOrg(project, user, wanted).org.org_id
        })
        if (problem) return createOrgPage(project, c, user, { name, problem })
        return c.redirect(c.req.query('rt') ? returnTarget(project, c).location : orgPath(c, created), 303)
      }),
    )
}

interface State {
  readonly name?: string
  readonly problem?: ActionError
}

function createOrgPage(project: Project, c: Context, user: User, { name = '', problem }: State = {}) {
  if (!mayCreateOrgs(project, user))
    return messagePage(c, 'Create an organization', 'You may not create organizations.', 403)
  const canJoin = joinableOrgs(project, user).length > 0
  return page(
    c,
    {
      title: 'Create an organization',
      status: statusOf(problem),
      formTarget: formTarget(project, returnTarget(project, c).location),
    },
    html`<div class="card">
<h1>Create an organization</h1>
${alert(otherProblem(problem, 'name'))}
<form method="post" action="${ownPath(c, '/create_org')}">
${field({
  name: 'name',
  label: 'Name',
  attributes: html`autocomplete="organization" maxlength="255" required value="${name}"`,
  error: fieldProblem(problem, 'name'),
})}
${domainRules(user)}
<button type="submit">Create</button>
</form>
${backLink(project, c)}
</div>
${canJoin ? html`<section class="card" aria-labelledby="join"><h2 id="join">Or join one</h2>${joinForms(project, c, user)}</section>` : ''}`,
  )
}

function domainRules({ email }: User): Html | string {
  const domain = domainOf(email)
  if (isPersonalDomain(domain)) return ''
  return html`${checkbox('autojoin', `Everyone with an address at ${domain} can join`, false)}
${checkbox('restrict', `Only addresses at ${domain} can be members`, false)}`
}
