import type { Context } from 'hono'
import { findAnyUser } from '../../../domain/access/named.js'
import { inviteByEmail, revokeInvite } from '../../../domain/orgs/invites.js'
import { addMember, changeRole, removeMember } from '../../../domain/orgs/memberships.js'
import { deleteOrg, getOrg, type Org, requireOrgsEnabled, updateOrg } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import { formText } from '../../html/form.js'
import { type SubjectForms, subjectActions } from '../parts/detail-frame.js'
import { assignmentOf } from '../parts/org-fields.js'
import type { Action } from '../parts/tool-page.js'
import { GROUP_FORMS } from './org-groups.js'
import { changedOrg } from './org-settings.js'
import { SSO_FORMS } from './org-sso.js'

const STAY: SubjectForms<Org>['stay'] = {
  settings: (project, org, form) => updateOrg(project, org.org_id, changedOrg(org, form)),
  add_member: (project, org, form) => {
    const { user_id } = findAnyUser(project, formText(form, 'user').trim())
    addMember(project, user_id, org.org_id, assignmentOf(form))
  },
  change_role: (project, org, form) => changeRole(project, formText(form, 'user'), org.org_id, assignmentOf(form)),
  remove_member: (project, org, form) => removeMember(project, formText(form, 'user'), org.org_id),
  invite: (project, org, form) => inviteByEmail(project, org.org_id, formText(form, 'email'), assignmentOf(form)),
  revoke: (project, org, form) => revokeInvite(project, org.org_id, formText(form, 'email')),
}

const LEAVE: SubjectForms<Org>['leave'] = {
  delete: (project, org) => {
    deleteOrg(project, org.org_id)
    return '/_emulator/orgs?done=delete'
  },
}

/** The forms of the page about an organization. */
export function orgActions(project: Project): Readonly<Record<string, Action>> {
  const own = (c: Context): Org => {
    requireOrgsEnabled(project)
    return getOrg(project, (c.req.param('id') ?? '').toLowerCase())
  }
  const stay = { ...STAY, ...SSO_FORMS.stay, ...GROUP_FORMS }
  return subjectActions(project, own, { stay, leave: { ...LEAVE, ...SSO_FORMS.leave } })
}
