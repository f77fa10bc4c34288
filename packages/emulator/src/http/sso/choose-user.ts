import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../domain/project/project.js'
import type { User } from '../../domain/users/user-lookup.js'
import { firstUsers } from '../../domain/users/user-queries.js'
import { isEmail } from '../../domain/users/user-rules.js'
import { formText } from '../html/form.js'
import { type Html, page } from '../html/page.js'

const LISTED = 20

/** What a user of a fake provider has chosen. */
export interface ChosenUser {
  readonly email: string
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

export interface FakeProviderPage {
  readonly title: string
  /** Where the login ends: browsers apply the content policy of a form to the redirects after it. */
  readonly formTarget: string | undefined
}

/** The page of a fake provider: one click for each user, and a form for any other address. It posts to itself. */
export function chooseUserPage(project: Project, c: Context, { title, formTarget }: FakeProviderPage, error?: string) {
  const action = `${c.req.path}${new URL(c.req.url).search}`
  const users = firstUsers(project, LISTED)
  return page(
    c,
    { title, formTarget, status: error === undefined ? 200 : 400 },
    html`<div class="card">
<h1>${title}</h1>
<p class="soft">This provider is part of the emulator. It logs in as any address, without a password.</p>
${error === undefined ? '' : html`<p class="error" role="alert">${error}</p>`}
<form method="post" action="${action}">
<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="off" required>
<label for="first_name">First name (optional)</label>
<input id="first_name" name="first_name" autocomplete="off">
<label for="last_name">Last name (optional)</label>
<input id="last_name" name="last_name" autocomplete="off">
<button type="submit">Continue</button>
</form>
</div>
${users.length === 0 ? '' : userList(users, action)}`,
  )
}

const userList = (users: readonly User[], action: string): Html => html`<section class="card" aria-labelledby="known">
<h2 id="known">Users of the emulator</h2>
<ul class="personas">${users.map((user) => userButton(user, action))}</ul>
</section>`

const userButton = (user: User, action: string): Html => html`<li><form method="post" action="${action}">
<input type="hidden" name="email" value="${user.email}">
<input type="hidden" name="first_name" value="${user.first_name ?? ''}">
<input type="hidden" name="last_name" value="${user.last_name ?? ''}">
<button type="submit" class="quiet">${user.email}</button>
</form></li>
`

/** Reads the form of the page. Undefined for what is no address. */
export async function readChosenUser(c: Context): Promise<ChosenUser | undefined> {
  const form = await c.req.parseBody()
  const email = formText(form, 'email').trim()
  if (!isEmail(email)) return undefined
  return {
    email,
    firstName: formText(form, 'first_name') || undefined,
    lastName: formText(form, 'last_name') || undefined,
  }
}

export const NO_ADDRESS = 'Please enter an email address.'
