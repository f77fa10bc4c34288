import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import type { ActionError } from '../../domain/self-service/action-error.js'
import { changeOwnPassword } from '../../domain/self-service/own-account.js'
import { disableMfa, enableMfa, type MfaStatus, mfaStatus } from '../../domain/self-service/own-mfa.js'
import { mustChangePassword } from '../../domain/users/password-rotation.js'
import { getUser, type User } from '../../domain/users/user-lookup.js'
import { field } from '../html/field.js'
import { formText } from '../html/form.js'
import { type Html, page } from '../html/page.js'
import { alert, section } from '../html/section.js'
import { ownPath } from '../own-address.js'
import { accountHead } from './frame.js'
import { mfaSetUp } from './mfa-set-up.js'
import { fieldProblem, otherProblem, problemOf, statusOf } from './problem.js'
import { signedIn } from './signed-in.js'

type Form = Readonly<Record<string, unknown>>

/** Password and second factor. */
export function securityRoutes(project: Project): Hono {
  return new Hono()
    .get(
      '/account/security',
      signedIn(project, (c, { user }) => securityPage(project, c, user)),
    )
    .post('/account/password', action(project, 'password', changePassword))
    .post('/account/mfa/enable', action(project, 'mfa_on', turnOn))
    .post('/account/mfa/disable', action(project, 'mfa_off', disableMfa))
}

const changePassword = (project: Project, user: User, form: Form) =>
  changeOwnPassword(project, user, {
    current: formText(form, 'current_password'),
    next: formText(form, 'password'),
  })

const turnOn = (project: Project, user: User, form: Form) => enableMfa(project, user, formText(form, 'code'))

/** Takes the action of a form, and shows the page again. */
const action = (project: Project, done: string, act: (project: Project, user: User, form: Form) => unknown) =>
  signedIn(project, async (c, { user }) => {
    const form = await c.req.parseBody()
    const problem = await problemOf(() => act(project, user, form))
    if (problem) return securityPage(project, c, getUser(project, user.user_id), problem)
    return c.redirect(ownPath(c, '/account/security', { done }), 303)
  })

function securityPage(project: Project, c: Context, user: User, problem?: ActionError) {
  const hasPasswords = readSettings(project).has_password_login
  return page(
    c,
    { title: 'Security', wide: true, status: statusOf(problem) },
    html`${accountHead(project, c, 'Security', '/account/security')}
${alert(otherProblem(problem, 'password', 'code'))}
${hasPasswords ? section('password-section', 'Password', passwordForm(project, c, user, problem)) : ''}
${section('mfa', 'Two-factor authentication', mfaForm(c, mfaStatus(project, user), problem))}`,
  )
}

function passwordForm(project: Project, c: Context, user: User, problem: ActionError | undefined): Html {
  const needsCurrent = user.password_hash !== null && !mustChangePassword(project, user)
  const current = html`type="password" autocomplete="current-password" required`
  const next = html`type="password" autocomplete="new-password" minlength="8" required`
  return html`<form method="post" action="${ownPath(c, '/account/password')}">
${needsCurrent ? field({ name: 'current_password', label: 'Current password', attributes: current }) : ''}
${field({ name: 'password', label: 'New password', attributes: next, error: fieldProblem(problem, 'password') })}
<button type="submit">Change the password</button>
</form>`
}

function mfaForm(c: Context, status: MfaStatus, problem: ActionError | undefined): Html {
  if (status.enabled) return enabledForm(c, status.backupCodes)
  return html`<p>It is off. Scan the code with an authenticator app, or enter the secret there.</p>
${mfaSetUp(ownPath(c, '/account/mfa/enable'), status, problem)}`
}

const enabledForm = (c: Context, backupCodes: readonly string[]): Html => html`<p>It is on.</p>
${
  backupCodes.length === 0
    ? ''
    : html`<h3>Backup codes</h3>
<p class="soft">Each of them counts once in place of a code of the app.</p>
<ul class="codes">${backupCodes.map((code) => html`<li><code>${code}</code></li>`)}</ul>`
}
<form method="post" action="${ownPath(c, '/account/mfa/disable')}"><button type="submit" class="danger">Turn it off</button></form>`
