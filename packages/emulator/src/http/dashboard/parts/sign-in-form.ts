import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import type { User } from '../../../domain/users/user-lookup.js'
import { formTarget } from '../../form-target.js'
import type { Html } from '../../html/page.js'
import { returnTarget } from '../../own-address.js'

/** Signs the browser in as the user, without a password and a second factor. */
export const signInForm = ({ user_id, email }: User): Html =>
  html`<form method="post" action="/_emulator/login_as"><input type="hidden" name="user_id" value="${user_id}"><button type="submit" class="quiet" aria-label="Sign in as ${email}">Sign in</button></form>`

/** Where the browser is after a sign-in, for the content policy of the page with the form. */
export const signInTarget = (project: Project, c: Context): string | undefined =>
  formTarget(project, returnTarget(project, c).location)
