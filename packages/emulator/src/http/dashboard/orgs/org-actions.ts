import type { Context } from 'hono'
import { findAnyUser } from '../../../domain/access/named.js'
import { inviteByEmail, revokeInvite } from '../../../domain/orgs/invites.js'
import { addMember, changeRole, removeMember } from '../../../domain/orgs/memberships.js'
import { deleteOrg, getOrg, type Org, requireOrgsEnabled, updateOrg } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import { formText } from '../../html/form.js'
import { assignmentOf } from '../parts/org-fields.js'
import type { Action, Form } from '../parts/tool-page.js'
import { changedOrg } from './org-settings.js'

type OrgAction = (project: Project, org: Org, form: Form) => void

/** The forms of the page about an organization. Each throws a `ServiceError` if it is refused. */
const ACTIONS: Readonly<Record<string, OrgAction>> = {
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

export function orgActions(project: Project): Readonly<Record<string, Action>> {
  const own = (c: Context): Org => {
    requireOrgsEnabled(project)
    return getOrg(project, (c.req.param('id') ?? '').toLowerCase())
  }
  const actions = Object.entries(ACTIONS).map(([name, act]): [string, Action] => [
    name,
    (form, c) => {
      act(project, own(c), form)
      return undefined
    },
  ])
  return { ...Object.fromEntries(actions), delete: (_, c) => remove(project, own(c)) }
}

function remove(project: Project, org: Org): string {
  deleteOrg(project, org.org_id)
  return '/_emulator/orgs?done=delete'
}
