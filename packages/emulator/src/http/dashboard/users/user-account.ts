import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import type { User } from '../../../domain/users/user-lookup.js'
import { type SameCall, sameByHttp } from '../../control/same-call.js'
import type { Html } from '../../html/page.js'
import { buttonForm } from '../parts/inputs.js'
import { signInForm } from '../parts/sign-in-form.js'

const target = (user: User): string => `/_emulator/users/${user.user_id}`

/** Sign in, mint a token, lock and disable. */
export function accountActions(project: Project, user: User): Html {
  const button = (action: string, label: string): Html =>
    buttonForm({ target: target(user), action, label, name: user.email })
  const backend = (operation: string): SameCall => ({
    method: 'POST',
    path: `/api/backend/v1/user/${user.user_id}/${operation}`,
  })
  return html`<div class="actions">
${signInForm(user)}
${user.locked === 1 ? button('unlock', 'Unlock') : button('lock', 'Lock')}
${user.enabled === 1 ? button('disable', 'Disable') : button('enable', 'Enable')}
<a href="/_emulator/tokens?user=${user.user_id}">Mint a token</a>
</div>
${sameByHttp(
  project,
  'sign in, lock and disable',
  { method: 'POST', path: '/_emulator/token', body: { user: user.seed_key ?? user.email } },
  { method: 'POST', path: '/_emulator/lock', body: { user: user.seed_key ?? user.email, locked: user.locked === 0 } },
  backend(user.enabled === 1 ? 'disable' : 'enable'),
  ['users', 'show', user.seed_key ?? user.email],
  ['token', 'mint', '--user', user.seed_key ?? user.email],
)}`
}
