import { html } from 'hono/html'
import { type ListedSession, listSessions } from '../../../domain/access/session-list.js'
import type { Project } from '../../../domain/project/project.js'
import type { User } from '../../../domain/users/user-lookup.js'
import { sameByHttp } from '../../control/same-call.js'
import type { Html } from '../../html/page.js'
import { section } from '../../html/section.js'
import { timeOfSeconds } from '../../html/time.js'
import { buttonForm } from '../parts/inputs.js'

const SHOWN = 25

/** The logins that have not ended. */
export function userSessions(project: Project, user: User): Html {
  const { rows, total } = listSessions(project, user.user_id, { size: SHOWN, number: 0 })
  const target = `/_emulator/users/${user.user_id}`
  return section(
    'sessions',
    `Sessions (${total})`,
    html`${rows.length === 0 ? html`<p>The user is not logged in anywhere.</p>` : table(rows)}
${total > rows.length ? html`<p class="soft">The newest ${rows.length} are shown.</p>` : ''}
${rows.length === 0 ? '' : html`<div class="actions">${buttonForm({ target, action: 'log_out', label: 'Log out everywhere', name: user.email })}</div>`}
${sameByHttp(project, 'log out everywhere', { method: 'POST', path: `/api/backend/v1/user/${user.user_id}/logout_all_sessions` })}`,
  )
}

const table = (sessions: readonly ListedSession[]): Html => html`<table class="list">
<thead><tr><th scope="col">Login</th><th scope="col">Method</th><th scope="col">Expires</th></tr></thead>
<tbody>${sessions.map(
  ({ loginMethod, createdAt, expiresAt }) => html`<tr>
<th scope="row">${timeOfSeconds(createdAt)}</th>
<td data-label="Method">${loginMethod.login_method}</td>
<td data-label="Expires">${timeOfSeconds(expiresAt)}</td>
</tr>
`,
)}</tbody>
</table>`
