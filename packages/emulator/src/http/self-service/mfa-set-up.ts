import { html } from 'hono/html'
import type { ActionError } from '../../domain/self-service/action-error.js'
import type { MfaStatus } from '../../domain/self-service/own-mfa.js'
import { field } from '../html/field.js'
import type { Html } from '../html/page.js'
import { qrCode } from '../html/qr-code.js'
import { fieldProblem } from './problem.js'

type PendingMfa = Extract<MfaStatus, { readonly enabled: false }>

/** The secret for an authenticator app, and the form for the first code of the app. */
export function mfaSetUp(path: string, { uri, secret }: PendingMfa, problem: ActionError | undefined): Html {
  const code = html`inputmode="numeric" autocomplete="one-time-code" required`
  return html`${qrCode(uri, 'QR code of the secret for an authenticator app')}
<p>Secret: <code class="secret">${secret}</code></p>
<form method="post" action="${path}">
${field({ name: 'code', label: 'Six-digit code of the app', attributes: code, error: fieldProblem(problem, 'code') })}
<button type="submit">Turn it on</button>
</form>`
}
