import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import { phonesOf } from '../../../domain/users/mfa-phones.js'
import { findNextTotpCode } from '../../../domain/users/next-totp-code.js'
import { hasSecondFactor } from '../../../domain/users/second-factor.js'
import type { User } from '../../../domain/users/user-lookup.js'
import { sameByHttp } from '../../control/same-call.js'
import type { Html } from '../../html/page.js'
import { section } from '../../html/section.js'
import { timeOfSeconds } from '../../html/time.js'
import { buttonForm } from '../parts/inputs.js'

/** The code of the moment, and the phones. */
export function factorSection(project: Project, user: User): Html | string {
  if (!hasSecondFactor(user)) return ''
  const target = `/_emulator/users/${user.user_id}`
  return section(
    'factor',
    'Second factor',
    html`${user.mfa_secret === null ? '' : html`<p>Authenticator app: ${currentCode(project, user)}</p>`}
${phonesOf(user).map(({ number }) => html`<p>Phone: <a href="/_emulator/sms?to=${encodeURIComponent(number)}">${number}</a></p>`)}
<div class="actions"><a href="${target}">Show the code of now</a>
${buttonForm({ target, action: 'remove_factor', label: 'Remove the second factor', name: user.email })}</div>
${sameByHttp(
  project,
  'read the code, remove the second factor',
  { method: 'GET', path: `/_emulator/totp?user=${user.user_id}` },
  { method: 'POST', path: `/api/backend/v1/user/${user.user_id}/disable_2fa` },
)}`,
  )
}

function currentCode(project: Project, user: User): Html | string {
  const next = findNextTotpCode(project, user)
  if (next === undefined) return ''
  return 'code' in next
    ? html`<code class="secret">${next.code}</code>`
    : html`the codes of now were used, the next one is accepted at ${timeOfSeconds(next.acceptedFrom)}`
}
