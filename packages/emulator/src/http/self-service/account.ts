import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { memberEntries } from '../../domain/orgs/memberships.js'
import { orgsTitle, orgWords } from '../../domain/project/org-words.js'
import type { Project } from '../../domain/project/project.js'
import { finalOrigin } from '../../domain/project/return-target.js'
import { readSettings } from '../../domain/project/settings.js'
import { changeOwnEmail, deleteOwnAccount } from '../../domain/self-service/own-account.js'
import { joinableOrgs, joinOrg, mayCreateOrgs } from '../../domain/self-service/own-orgs.js'
import { findUser, type User } from '../../domain/users/user-lookup.js'
import { field } from '../html/field.js'
import { formText } from '../html/form.js'
import { type Html, page } from '../html/page.js'
import { alert, section } from '../html/section.js'
import { afterLogout, ownPath } from '../own-address.js'
import { endBrowserSession } from '../session-cookie.js'
import { accountHead } from './frame.js'
import { fieldProblem, otherProblem, problemOf, statusOf } from './problem.js'
import { type Form, profileFields, profileForm, type Refused, saveProfile } from './profile-form.js'
import { signedIn } from './signed-in.js'

/** The user's profile, address and organizations, and the logout. */
export function accountRoutes(project: Project): Hono {
  return new Hono()
    .get(
      '/account',
      signedIn(project, (c, { user }) => accountPage(project, c, user)),
    )
    .post('/account/profile', action(project, 'profile', saveProfile))
    .post('/account/email', action(project, 'email', changeEmail))
    .post(
      '/account/join',
      action(project, 'joined', (_, user, form) => joinOrg(project, user, formText(form, 'org_id'))),
    )
    .post('/account/delete', action(project, '', deleteOwnAccount))
    .post('/logout', (c) => {
      endBrowserSession(project, c)
      return c.redirect(afterLogout(project, c), 303)
    })
}

/** Takes the action of a form, and shows the page again. A deleted user is logged out. */
const action = (project: Project, done: string, act: (project: Project, user: User, form: Form) => unknown) =>
  signedIn(project, async (c, { user }) => {
    const form = await c.req.parseBody()
    const problem = await problemOf(() => act(project, user, form))
    if (problem) return accountPage(project, c, user, { form, problem })
    if (findUser(project, user.user_id)) return c.redirect(ownPath(c, '/account', { done }), 303)
    endBrowserSession(project, c)
    return c.redirect('/login', 303)
  })

const changeEmail = (project: Project, user: User, form: Form) =>
  changeOwnEmail(project, user, { email: formText(form, 'new_email'), password: formText(form, 'password') })

function accountPage(project: Project, c: Context, user: User, refused?: Refused) {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ') || user.email
  const { users_can_change_email: hasEmail, users_can_delete_own_account: canDelete } = readSettings(project)
  return page(
    c,
    {
      title: 'Account',
      wide: true,
      formTarget: finalOrigin(project, afterLogout(project, c)),
      status: statusOf(refused?.problem),
    },
    html`${accountHead(project, c, name, '/account')}
${alert(otherProblem(refused?.problem, ...profileFields(project, user), 'new_email'))}
<section class="card" aria-label="Session">
<p>You are signed in as <strong>${user.email}</strong>.</p>
<form method="post" action="/logout"><button type="submit">Log out</button></form>
</section>
${readSettings(project).has_orgs ? section('orgs', orgsTitle(project), orgList(project, c, user)) : ''}
${section('profile', 'Profile', profileForm(project, c, user, refused))}
${hasEmail ? section('email', 'Email address', emailForm(c, user, refused)) : ''}
${canDelete ? section('delete', 'Delete the account', deleteForm(c)) : ''}`,
  )
}

function orgList(project: Project, c: Context, user: User): Html {
  const orgs = memberEntries(project, user.user_id)
  return html`<ul>${orgs.map((org) => html`<li><a href="${ownPath(c, '/org', { id: org.org_id })}">${org.org_name}</a>: ${org.user_role}</li>`)}${orgs.length === 0 ? html`<li>none</li>` : ''}</ul>
${joinForms(project, user, ownPath(c, '/account/join'))}
${mayCreateOrgs(project, user) ? html`<p><a href="${ownPath(c, '/create_org')}">Create ${orgWords(project).some}</a></p>` : ''}`
}

/** The organizations that the user can join by the domain of the address. */
export const joinForms = (project: Project, user: User, path: string): Html =>
  html`${joinableOrgs(project, user).map(
    ({ org_id, name }) => html`<form method="post" action="${path}">
<input type="hidden" name="org_id" value="${org_id}">
<button type="submit" class="quiet">Join ${name}</button>
</form>`,
  )}`

const emailForm = (
  c: Context,
  user: User,
  refused: Refused | undefined,
): Html => html`<form method="post" action="${ownPath(c, '/account/email')}">
${field({
  name: 'new_email',
  label: 'New email address',
  attributes: html`type="email" autocomplete="email" required value="${formText(refused?.form ?? {}, 'new_email')}"`,
  error: fieldProblem(refused?.problem, 'new_email'),
})}
${user.password_hash === null ? '' : field({ name: 'password', id: 'email-password', label: 'Your password', attributes: html`type="password" autocomplete="current-password" required` })}
<button type="submit">Change the address</button>
</form>`

const deleteForm = (c: Context): Html => html`<p>This cannot be undone.</p>
<form method="post" action="${ownPath(c, '/account/delete')}"><button type="submit" class="danger">Delete my account</button></form>`
