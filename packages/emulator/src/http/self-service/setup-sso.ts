import { Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import type { MemberRights } from '../../domain/self-service/member-rights.js'
import { createSetupLink } from '../../domain/sso/setup-links.js'
import { messagePage } from '../html/message-page.js'
import { ownLink } from '../own-address.js'
import { inOrg } from './in-org.js'

/** Whether the member can set up single sign-on: the organization needs the permission, too. */
export const canSetUpSso = (rights: MemberRights): boolean =>
  rights.org.can_setup_saml === 1 && rights.can('can_setup_saml')

/** The address that the official libraries link to. It leads to the page of a set-up link. */
export const setupSsoRoutes = (project: Project): Hono =>
  new Hono().get(
    '/saml',
    inOrg(project, (c, rights) =>
      canSetUpSso(rights)
        ? c.redirect(ownLink(project, c, createSetupLink(project, rights.org.org_id)), 302)
        : messagePage(c, 'Set up single sign-on', `You may not set up single sign-on for ${rights.org.name}.`, 403),
    ),
  )
