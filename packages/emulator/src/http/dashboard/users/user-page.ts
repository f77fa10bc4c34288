import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import { readSettings } from '../../../domain/project/settings.js'
import { findUser, type User } from '../../../domain/users/user-lookup.js'
import { sameByHttp } from '../../control/same-call.js'
import { section } from '../../html/section.js'
import { deletion, detailFrame } from '../parts/detail-frame.js'
import { missingPage } from '../parts/messages.js'
import { signInTarget } from '../parts/sign-in-form.js'
import type { Refused, ToolPage } from '../parts/tool-page.js'
import { fullName, userTags } from '../parts/user-tags.js'
import { accountActions } from './user-account.js'
import { userActions } from './user-actions.js'
import { factorSection } from './user-factor.js'
import { userFacts } from './user-facts.js'
import { emailForm, passwordForm, profileForm } from './user-forms.js'
import { userOrgs } from './user-orgs.js'
import { userSessions } from './user-sessions.js'

const DONE = {
  create: 'The user was created.',
  profile: 'The profile was saved.',
  email: 'The address was saved.',
  password: 'The password was saved.',
  clear_password: 'The user has no password any more.',
  confirm_email: 'The message with the link is in the mail.',
  lock: 'The user is locked and cannot log in.',
  unlock: 'The user is not locked any more.',
  disable: 'The user is disabled, and all sessions have ended.',
  enable: 'The user is enabled.',
  remove_factor: 'The second factor was removed.',
  add_org: 'The user is a member now.',
  remove_org: 'The user is not a member any more.',
  log_out: 'All sessions of the user have ended.',
}

const LIST = { path: '/_emulator/users', title: 'Users' }

/** One user, with everything that can be done. */
export const userPage = (project: Project): ToolPage => ({
  path: '/_emulator/users/:id',
  shared: true,
  render(c, refused) {
    const user = findUser(project, (c.req.param('id') ?? '').toLowerCase())
    return user ? renderUser(project, c, user, refused) : missingPage(c, 'User', LIST.path)
  },
  actions: userActions(project),
})

function renderUser(project: Project, c: Context, user: User, refused: Refused | undefined) {
  return detailFrame(c, refused, {
    list: LIST,
    title: user.email,
    heading: html`${fullName(user) || user.email}${userTags(user)}`,
    done: DONE,
    formTarget: signInTarget(project, c),
    content: html`${section('account', 'Account', html`${userFacts(user)}${accountActions(project, user)}`)}
${factorSection(project, user)}
${section('profile-section', 'Profile', profileForm(project, user, refused))}
${section('address', 'Email address', emailForm(project, user, refused))}
${section('password-section', 'Password', passwordForm(project, user, refused))}
${readSettings(project).has_orgs ? userOrgs(project, c, user, refused) : ''}
${userSessions(project, user)}
${deletion({
  target: `${LIST.path}/${user.user_id}`,
  one: 'user',
  name: user.email,
  with: 'The memberships, sessions and personal API keys',
  same: sameByHttp(project, 'delete the user', { method: 'DELETE', path: `/api/backend/v1/user/${user.user_id}` }),
})}`,
  })
}
