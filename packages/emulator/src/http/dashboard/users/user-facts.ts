import { html } from 'hono/html'
import type { User } from '../../../domain/users/user-lookup.js'
import type { Html } from '../../html/page.js'
import { timeOfSeconds } from '../../html/time.js'

/** What is known of the user, beside the fields of the forms. */
export const userFacts = (user: User): Html => html`<table>
<tbody>
<tr><th scope="row">Email</th><td>${user.email}</td></tr>
<tr><th scope="row">Id</th><td><code>${user.user_id}</code></td></tr>
${user.seed_key === null ? '' : html`<tr><th scope="row">Key in the seed</th><td><code>${user.seed_key}</code></td></tr>`}
<tr><th scope="row">Created</th><td>${timeOfSeconds(user.created_at)}</td></tr>
<tr><th scope="row">Last active</th><td>${timeOfSeconds(user.last_active_at)}</td></tr>
<tr><th scope="row">Signed up with</th><td><code>${user.signup_query_parameters}</code></td></tr>
</tbody>
</table>`
