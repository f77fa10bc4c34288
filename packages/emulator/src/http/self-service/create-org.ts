import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { isPersonalDomain } from '../../domain/orgs/personal-domains.js'
import { orgWords } from '../../domain/project/org-words.js'
import type { Project } from '../../domain/project/project.js'
import type { ActionError } from '../../domain/self-service/action-error.js'
import { createOwnOrg, joinableOrgs, mayCreateOrgs, type OwnOrg } from '../../domain/self-service/own-orgs.js'
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
        const wanted = readOrg(await c.req.parseBody())
        let created = ''
        const problem = await problemOf(() => {
          created = createOwnOrg(project, user, wanted).org.org_id
        })
        if (problem) return createOrgPage(project, c, user, { name: wanted.name, problem })
        return c.redirect(c.req.query('rt') ? returnTarget(project, c).location : orgPath(c, created), 303)
      }),
    )
}

/** The organization that the form asks for. */
export const readOrg = (form: Readonly<Record<string, unknown>>): OwnOrg => ({
  name: formText(form, 'name'),
  autojoin: form.autojoin === 'on',
  restrict: form.restrict === 'on',
})

interface State {
  readonly name?: string
  readonly problem?: ActionError | undefined
}

function createOrgPage(project: Project, c: Context, user: User, state: State = {}) {
  const words = orgWords(project)
  const title = `Create ${words.some}`
  if (!mayCreateOrgs(project, user)) return messagePage(c, title, `You may not create ${words.many}.`, 403)
  const canJoin = joinableOrgs(project, user).length > 0
  return page(
    c,
    {
      title,
      status: statusOf(state.problem),
      formTarget: formTarget(project, returnTarget(project, c).location),
    },
    html`<div class="card">
<h1>${title}</h1>
${alert(otherProblem(state.problem, 'name'))}
${orgForm(ownPath(c, '/create_org'), user, state)}
${backLink(project, c)}
</div>
${canJoin ? html`<section class="card" aria-labelledby="join"><h2 id="join">Or join one</h2>${joinForms(project, user, ownPath(c, '/account/join'))}</section>` : ''}`,
  )
}

/** The form for a new organization of the user. */
export const orgForm = (
  path: string,
  user: User,
  { name = '', problem }: State,
): Html => html`<form method="post" action="${path}">
${field({
  name: 'name',
  label: 'Name',
  attributes: html`autocomplete="organization" maxlength="255" required value="${name}"`,
  error: fieldProblem(problem, 'name'),
})}
${domainRules(user)}
<button type="submit">Create</button>
</form>`

function domainRules({ email }: User): Html | string {
  const domain = domainOf(email)
  if (isPersonalDomain(domain)) return ''
  return html`${checkbox('autojoin', `Everyone with an address at ${domain} can join`, false)}
${checkbox('restrict', `Only addresses at ${domain} can be members`, false)}`
}
