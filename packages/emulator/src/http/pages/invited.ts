import type { Context } from 'hono'
import { html } from 'hono/html'
import { findInvite, type Invite } from '../../domain/orgs/invites.js'
import type { Project } from '../../domain/project/project.js'
import type { Html } from '../html/page.js'

/** The pending invitation that the visitor has followed the link of. */
export function readInvite(project: Project, c: Context): Invite | undefined {
  const token = c.req.query('invite_token')
  return token ? findInvite(project, token) : undefined
}

export const inviteNote = (invite: Invite | undefined): Html | string =>
  invite
    ? html`<p class="notice">You have been invited to <strong>${invite.org_name}</strong> as ${invite.role_in_org}.</p>`
    : ''
