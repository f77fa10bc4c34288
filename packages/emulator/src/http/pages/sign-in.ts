import type { Context } from 'hono'
import { html } from 'hono/html'
import { createLink } from '../../domain/links.js'
import { loginObstacle } from '../../domain/login.js'
import type { LoginMethod } from '../../domain/login-method.js'
import type { User } from '../../domain/user-lookup.js'
import type { Project } from '../../project.js'
import { signIn } from '../session-cookie.js'
import { page } from './page.js'
import { finalOrigin } from './return-target.js'

type Answer = Response | Promise<Response>

/** Somebody has proved who they are by one factor: asks for a second one if they have it, else lets them in. */
export function completeLogin(project: Project, c: Context, user: User, method: LoginMethod, target: string): Answer {
  if (user.mfa_secret === null || loginObstacle(user) !== undefined) return letIn(project, c, user, method, target)
  return codePage(project, c, mfaStep(project, user, method, target), target)
}

/** Starts the session and goes on, unless something about the account stands in the way. */
export function letIn(project: Project, c: Context, user: User, method: LoginMethod, target: string): Answer {
  const obstacle = loginObstacle(user)
  if (obstacle !== undefined) return messagePage(c, 'Log in', obstacle, 403)
  signIn(project, c, user, method)
  return c.redirect(target, 303)
}

const MFA_SECONDS = 600

function mfaStep(project: Project, user: User, loginMethod: LoginMethod, target: string): string {
  const data = { login_method: loginMethod, target }
  return createLink(project, {
    kind: 'mfa_step',
    userId: user.user_id,
    lifetimeSeconds: MFA_SECONDS,
    singleUse: true,
    data,
  })
}

/** Asks for the code of the authenticator app. */
export function codePage(project: Project, c: Context, token: string, target: string, error?: string): Answer {
  return page(
    c,
    {
      title: 'Two-factor authentication',
      formTarget: finalOrigin(project, target),
      status: error === undefined ? 200 : 401,
    },
    html`<div class="card">
<h1>Two-factor authentication</h1>
${error === undefined ? '' : html`<p class="error" role="alert">${error}</p>`}
<form method="post" action="/login/code?t=${token}">
<label for="code">Six-digit code of your authenticator app</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required>
<button type="submit">Continue</button>
</form>
</div>`,
  )
}

export function messagePage(c: Context, title: string, message: string, status: 200 | 400 | 403 | 404): Answer {
  const alert = status === 200 ? html`<p>${message}</p>` : html`<p class="error" role="alert">${message}</p>`
  return page(
    c,
    { title, status },
    html`<div class="card"><h1>${title}</h1>${alert}<p><a href="/login">Log in</a></p></div>`,
  )
}
