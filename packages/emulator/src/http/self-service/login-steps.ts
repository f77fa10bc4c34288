import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Session } from '../../domain/access/sessions.js'
import { orgWords } from '../../domain/project/org-words.js'
import type { Project } from '../../domain/project/project.js'
import type { ActionError } from '../../domain/self-service/action-error.js'
import { isLoginComplete, signedInState } from '../../domain/self-service/login-state.js'
import { changeOwnPassword, updateOwnProfile } from '../../domain/self-service/own-account.js'
import { enableMfa, mfaStatus } from '../../domain/self-service/own-mfa.js'
import { createOwnOrg, joinableOrgs, joinOrg, mayCreateOrgs } from '../../domain/self-service/own-orgs.js'
import { missingProperties, presentProperties } from '../../domain/self-service/own-properties.js'
import type { User } from '../../domain/users/user-lookup.js'
import { formTarget } from '../form-target.js'
import { field } from '../html/field.js'
import { formText } from '../html/form.js'
import { type Html, page } from '../html/page.js'
import { alert } from '../html/section.js'
import { STEPS_PATH } from '../next-location.js'
import { ownPath, returnTarget } from '../own-address.js'
import { type PropertyForm, propertyFieldName, propertyFields, readProperties } from '../property-form.js'
import { readSession } from '../session-cookie.js'
import { joinForms } from './account.js'
import { orgForm, readOrg } from './create-org.js'
import { mfaSetUp } from './mfa-set-up.js'
import { fieldProblem, otherProblem, problemOf, statusOf } from './problem.js'
import type { Form, Refused } from './profile-form.js'

/** What is left of a login: a new password, a second factor, required properties, an organization. Leads to the return target at the end. */
export function loginStepRoutes(project: Project): Hono {
  return new Hono()
    .get(STEPS_PATH, (c) => {
      const session = readSession(project, c)
      if (!session) return c.redirect(ownPath(c, '/login'), 302)
      if (isLoginComplete(project, session)) return c.redirect(returnTarget(project, c).location, 302)
      return stepPage(project, c, session)
    })
    .post(STEPS_PATH, async (c) => {
      const session = readSession(project, c)
      if (!session) return c.redirect(ownPath(c, '/login'), 303)
      const form = await c.req.parseBody()
      const problem = await problemOf(() => takeStep(project, session, form))
      return problem ? stepPage(project, c, session, { problem, form }) : c.redirect(ownPath(c, STEPS_PATH), 303)
    })
}

/** Takes the form as the answer to the step that is next. */
async function takeStep(project: Project, session: Session, form: Form): Promise<void> {
  const { user } = session
  switch (signedInState(project, session)) {
    case 'UpdatePasswordRequired':
      return changeOwnPassword(project, user, { next: formText(form, 'password') })
    case 'TwoFactorEnablementRequired':
      return enableMfa(project, user, formText(form, 'code'))
    case 'UserMetadataRequired':
      return updateOwnProfile(project, user, { properties: readProperties(missing(project, user), form) })
    case 'OrgCreationRequired':
      if (Object.hasOwn(form, 'org_id')) joinOrg(project, user, formText(form, 'org_id'))
      else createOwnOrg(project, user, readOrg(form))
  }
}

interface Step {
  readonly title: string
  readonly content: Html
}

/** What the user does not have yet and has to have. */
const missing = (project: Project, user: User): PropertyForm => ({
  definitions: missingProperties(project, user),
  createdAt: user.created_at,
  present: presentProperties(user),
})

function stepPage(project: Project, c: Context, session: Session, refused?: Refused) {
  const { title, content } = nextStep(project, c, session, refused)
  const problem = refused?.problem
  const shown = missingProperties(project, session.user).map(propertyFieldName)
  return page(
    c,
    {
      title,
      status: statusOf(problem),
      formTarget: formTarget(project, returnTarget(project, c).location),
    },
    html`<div class="card">
<h1>${title}</h1>
${alert(otherProblem(problem, 'password', 'code', 'name', ...shown))}
${content}
</div>`,
  )
}

function nextStep(project: Project, c: Context, session: Session, refused: Refused | undefined): Step {
  const path = ownPath(c, STEPS_PATH)
  const problem = refused?.problem
  switch (signedInState(project, session)) {
    case 'UpdatePasswordRequired':
      return { title: 'Set a new password', content: passwordForm(path, problem) }
    case 'TwoFactorEnablementRequired':
      return { title: 'Set up two-factor authentication', content: mfaForm(project, session.user, path, problem) }
    case 'UserMetadataRequired':
      return { title: 'Complete your profile', content: profileForm(project, session.user, path, refused) }
    default:
      return orgStep(project, session.user, path, problem)
  }
}

function passwordForm(path: string, problem: ActionError | undefined): Html {
  const attributes = html`type="password" autocomplete="new-password" minlength="8" required`
  return html`<p>Your password has to be changed.</p>
<form method="post" action="${path}">
${field({ name: 'password', label: 'New password', attributes, error: fieldProblem(problem, 'password') })}
<button type="submit">Set password</button>
</form>`
}

function mfaForm(project: Project, user: User, path: string, problem: ActionError | undefined): Html {
  const status = mfaStatus(project, user)
  const { one } = orgWords(project)
  if (status.enabled) return html`<p>It is on.</p>`
  return html`<p>Your ${one} requires it. Scan the code with an authenticator app, or enter the secret there.</p>
${mfaSetUp(path, status, problem)}`
}

function profileForm(project: Project, user: User, path: string, refused: Refused | undefined): Html {
  const fields = propertyFields({
    ...missing(project, user),
    form: refused?.form,
    errorOf: (name) => fieldProblem(refused?.problem, name),
  })
  return html`<p>This is needed to go on.</p>
<form method="post" action="${path}">
${fields}
<button type="submit">Save the profile</button>
</form>
<form method="post" action="/logout"><button type="submit" class="quiet">Log out</button></form>`
}

function orgStep(project: Project, user: User, path: string, problem: ActionError | undefined): Step {
  const { some, one } = orgWords(project)
  const canJoin = joinableOrgs(project, user).length > 0
  const canCreate = mayCreateOrgs(project, user)
  return {
    title: canCreate ? `Create ${some}` : `Join ${some}`,
    content: html`<p>You need ${some} to go on.</p>
${canCreate ? orgForm(path, user, { problem }) : ''}
${canJoin ? joinForms(project, user, path) : ''}
${canCreate || canJoin ? '' : html`<p>Ask a member of your ${one} for an invitation.</p>`}
<form method="post" action="/logout"><button type="submit" class="quiet">Log out</button></form>`,
  }
}
