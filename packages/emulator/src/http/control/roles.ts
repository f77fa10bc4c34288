import { changeRoles, type RoleChange, shownRoles } from '../../seed/apply/change-roles.js'
import { bodyFields } from '../fields.js'
import type { ControlHandler } from './control-request.js'

/** The roles that are in force, in the words of the seed. */
export const showRoles: ControlHandler = ({ project }) => shownRoles(project)

/** Changes the roles until the project is reset. */
export const setRoles: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const change = {
    structure: fields.text('structure'),
    definitions: fields.object('definitions'),
    changes: fields.object('changes'),
    default_owner_role: fields.text('default_owner_role'),
    default_role: fields.text('default_role'),
    custom_role_mappings: fields.object('custom_role_mappings'),
  }
  fields.check()
  // `changeRoles` checks the form of each role.
  changeRoles(project, change as RoleChange)
  return shownRoles(project)
}
