import type { Context } from 'hono'
import { html } from 'hono/html'
import { findSession } from '../../domain/access/sessions.js'
import type { SignInResult } from '../../domain/access/sign-in.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { formTarget } from '../form-target.js'
import { checkbox } from '../html/field.js'
import { messagePage } from '../html/message-page.js'
import { type Html, page } from '../html/page.js'
import { nextLocation } from '../next-location.js'
import { replaceSessionCookie } from '../session-cookie.js'

type Answer = Response | Promise<Response>

/** Renders the result of a sign-in: the session cookie with a redirect, the code page, or the reason for a refusal. */
export function signInAnswer(project: Project, c: Context, result: SignInResult): Answer {
  switch (result.outcome) {
    case 'signed_in': {
      replaceSessionCookie(project, c, result.refreshToken)
      const session = findSession(project, result.refreshToken)
      return c.redirect(session ? nextLocation(project, session, result.location) : result.location, 303)
    }
    case 'code_required':
      return codePage(project, c, result)
    case 'blocked':
      return messagePage(c, 'Log in', result.reason, 403)
    case 'expired':
      return messagePage(c, 'Log in', 'This took too long. Please start again.', 400)
  }
}

type CodeRequired = Extract<SignInResult, { readonly outcome: 'code_required' }>

const CODE_LABELS = {
  app: 'Six-digit code of your authenticator app',
  sms: 'Six-digit code that was sent to your phone',
}

/** Asks for the code of the second factor. */
function codePage(project: Project, c: Context, { token, location, from, wrongCode }: CodeRequired): Answer {
  return page(
    c,
    {
      title: 'Two-factor authentication',
      formTarget: formTarget(project, location),
      status: wrongCode ? 401 : 200,
    },
    html`<div class="card">
<h1>Two-factor authentication</h1>
${wrongCode ? html`<p class="error" role="alert">Incorrect code.</p>` : ''}
<form method="post" action="/login/code?t=${token}">
<label for="code">${CODE_LABELS[from]}</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required>
${readSettings(project).remember_device_days > 0 ? checkbox('remember', 'Ask for no code in this browser any more', false) : ''}
<button type="submit">Continue</button>
</form>
${from === 'app' ? backupForm(token) : ''}
</div>`,
  )
}

const backupForm = (token: string): Html => html`<details>
<summary>Use a backup code</summary>
<form method="post" action="/login/code?t=${token}">
<label for="backup">Backup code</label>
<input id="backup" name="code" autocomplete="off" required>
<button type="submit">Continue</button>
</form>
</details>`
