import { findAnyOrg } from '../../../domain/access/named.js'
import { endAllSessions } from '../../../domain/access/sessions.js'
import { sendConfirmation } from '../../../domain/mail/mail.js'
import { addMember, removeMember } from '../../../domain/orgs/memberships.js'
import { requireOrgsEnabled } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import { removeSecondFactor } from '../../../domain/users/second-factor.js'
import { getUser, type User } from '../../../domain/users/user-lookup.js'
import type { UserProfile } from '../../../domain/users/user-rules.js'
import {
  deleteUser,
  setEmail,
  setPassword,
  setPasswordHash,
  setUserEnabled,
  setUserLocked,
  updateProfile,
} from '../../../domain/users/users.js'
import type { JsonObject } from '../../../values/json.js'
import { formText } from '../../html/form.js'
import { type SubjectForms, subjectActions } from '../parts/detail-frame.js'
import { isTicked, optionalObject } from '../parts/form-values.js'
import { assignmentOf } from '../parts/org-fields.js'
import type { Action, Form } from '../parts/tool-page.js'

const STAY: SubjectForms<User>['stay'] = {
  profile: (project, user, form) => updateProfile(project, user.user_id, changedProfile(user, form)),
  email: (project, user, form) => setEmail(project, user.user_id, formText(form, 'email'), isTicked(form, 'confirmed')),
  confirm_email: (project, user) => {
    sendConfirmation(project, user)
  },
  password: (project, user, form) =>
    setPassword(project, user.user_id, formText(form, 'password'), isTicked(form, 'ask')),
  clear_password: (project, user) => setPasswordHash(project, user.user_id, null),
  lock: (project, user) => setUserLocked(project, user.user_id, true),
  unlock: (project, user) => setUserLocked(project, user.user_id, false),
  disable: (project, user) => setUserEnabled(project, user.user_id, false),
  enable: (project, user) => setUserEnabled(project, user.user_id, true),
  remove_factor: (project, user) => removeSecondFactor(project, user.user_id),
  log_out: (project, user) => endAllSessions(project, user.user_id),
  add_org: (project, user, form) => {
    requireOrgsEnabled(project)
    const { org_id } = findAnyOrg(project, formText(form, 'org').trim())
    addMember(project, user.user_id, org_id, assignmentOf(form))
  },
  remove_org: (project, user, form) => removeMember(project, user.user_id, formText(form, 'org')),
}

const LEAVE: SubjectForms<User>['leave'] = {
  delete: (project, user) => {
    deleteUser(project, user.user_id)
    return '/_emulator/users?done=delete'
  },
}

/** The forms of the page about a user. */
export const userActions = (project: Project): Readonly<Record<string, Action>> =>
  subjectActions(project, (c) => getUser(project, (c.req.param('id') ?? '').toLowerCase()), {
    stay: STAY,
    leave: LEAVE,
  })

const TEXTS = ['first_name', 'last_name', 'username', 'picture_url', 'legacy_user_id'] as const
const OBJECTS = ['properties', 'metadata'] as const

/** The fields that differ from what is stored. A field that the form does not have stays as it is. */
function changedProfile(user: User, form: Form): UserProfile {
  const texts = TEXTS.flatMap((name): [string, string][] => {
    const entered = formText(form, name)
    return Object.hasOwn(form, name) && entered !== (user[name] ?? '') ? [[name, entered]] : []
  })
  const objects = OBJECTS.flatMap((name): [string, JsonObject][] => {
    const entered = optionalObject(form, name) ?? {}
    const isSame = JSON.stringify(entered) === (user[name] ?? '{}')
    return Object.hasOwn(form, name) && !isSame ? [[name, entered]] : []
  })
  return {
    ...Object.fromEntries(texts),
    ...Object.fromEntries(objects),
    can_create_orgs: isTicked(form, 'can_create_orgs'),
    update_password_required: isTicked(form, 'update_password_required'),
  }
}
