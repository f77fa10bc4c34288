import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { acceptInvites, type Invite } from '../../domain/orgs/invites.js'
import { findMembership } from '../../domain/orgs/memberships.js'
import type { Project } from '../../domain/project/project.js'
import { findUserByEmail, lookupKey, type User } from '../../domain/users/user-lookup.js'
import { messagePage } from '../html/message-page.js'
import { page } from '../html/page.js'
import { ownPath } from '../own-address.js'
import { readSession } from '../session-cookie.js'
import { readInvite } from './invited.js'

/** The link of an invitation: to the sign-up, to the login, or for the user who is signed in a button to join. */
export function invitationRoutes(project: Project): Hono {
  return new Hono()
    .get('/invitation', (c) => {
      const invite = readInvite(project, c)
      if (!invite) return expiredPage(c)
      const user = readSession(project, c)?.user
      if (user) return isInvited(user, invite) ? joinPage(c, invite) : otherUserPage(c, invite, user)
      const start = findUserByEmail(project, invite.invitee_email) ? '/login' : '/signup'
      return c.redirect(withInvite(c, start), 302)
    })
    .post('/invitation', (c) => {
      const invite = readInvite(project, c)
      const user = readSession(project, c)?.user
      if (!invite || !user || !isInvited(user, invite)) return expiredPage(c)
      acceptInvites(project, user)
      return findMembership(project, user.user_id, invite.org_id)
        ? c.redirect(ownPath(c, '/org', { id: invite.org_id }), 303)
        : messagePage(c, 'Invitation', `${invite.org_name} is full.`, 403)
    })
}

const expiredPage = (c: Context) =>
  messagePage(c, 'Invitation', 'This invitation was accepted or revoked, or has expired.', 400)

const isInvited = (user: User, invite: Invite): boolean => lookupKey(user.email) === lookupKey(invite.invitee_email)

const withInvite = (c: Context, path: string, query: Readonly<Record<string, string>> = {}): string =>
  ownPath(c, path, { invite_token: c.req.query('invite_token') ?? '', ...query })

const joinPage = (c: Context, { org_name: name, role_in_org: role }: Invite) =>
  page(
    c,
    { title: 'Invitation' },
    html`<div class="card">
<h1>Join ${name}?</h1>
<p>You have been invited to <strong>${name}</strong> as ${role}.</p>
<form method="post" action="${withInvite(c, '/invitation')}"><button type="submit">Join</button></form>
</div>`,
  )

const otherUserPage = (c: Context, { org_name: name, invitee_email: email }: Invite, user: User) =>
  page(
    c,
    { title: 'Invitation', status: 403 },
    html`<div class="card">
<h1>Invitation to ${name}</h1>
<p>It is for <strong>${email}</strong>, and you are signed in as <strong>${user.email}</strong>.</p>
<p><a href="${withInvite(c, '/login', { prompt: 'login' })}">Log in as another user</a></p>
</div>`,
  )
