import type { Project } from '../../../domain/project/project.js'
import type { RoleDefinitions, RoleStructure } from '../../../domain/project/roles.js'
import { invalidFields } from '../../../domain/project/service-error.js'
import { changeRoles, type RoleChange, type RoleEdit, shownRoles } from '../../../seed/apply/change-roles.js'
import { formText } from '../../html/form.js'
import { isTicked, listOf, optionalObject, valuesOf } from '../parts/form-values.js'
import type { Action, Form } from '../parts/tool-page.js'

type Entry = readonly [name: string, definition: RoleDefinitions[string]]

/** Returns the roles that a form asks for, from those there are. */
type Edit = (roles: readonly Entry[], form: Form) => readonly Entry[]

const EDITS: Readonly<Record<string, Edit>> = {
  add: (roles, form) => {
    const name = formText(form, 'role').trim()
    if (name === '') throw invalidFields({ role: ['Needs a name.'] })
    if (roles.some(([known]) => known === name)) throw invalidFields({ role: ['There is a role with this name.'] })
    return [...roles, [name, enteredRole(form)]]
  },
  remove: (roles, form) => {
    requireRole(roles, form)
    return roles.filter(([name]) => name !== formText(form, 'role'))
  },
  raise: (roles, form) => {
    const index = requireRole(roles, form)
    const [role] = roles.slice(index, index + 1)
    const others = roles.toSpliced(index, 1)
    return role ? others.toSpliced(Math.max(0, index - 1), 0, role) : roles
  },
}

/** The forms of the page about roles. */
export function roleActions(project: Project): Readonly<Record<string, Action>> {
  const change = (wanted: RoleChange): undefined => {
    changeRoles(project, wanted)
  }
  const edits = Object.entries(EDITS).map(([name, edit]): [string, Action] => [
    name,
    (form) => {
      const entries = edit(Object.entries(shownRoles(project).definitions), form)
      return change({ definitions: Object.fromEntries(entries) })
    },
  ])
  return {
    ...Object.fromEntries(edits),
    save: (form) => {
      const { definitions, structure } = shownRoles(project)
      requireRole(Object.entries(definitions), form)
      return change({ changes: { [formText(form, 'role')]: roleEdit(structure, form) } })
    },
    // `changeRoles` checks all of it.
    structure: (form) =>
      change({
        structure: formText(form, 'structure') as RoleStructure,
        default_owner_role: optional(form, 'default_owner_role'),
        default_role: optional(form, 'default_role'),
      }),
    mappings: (form) =>
      change({ custom_role_mappings: (optionalObject(form, 'mappings') ?? {}) as RoleChange['custom_role_mappings'] }),
  }
}

/** A field that the form does not have stays as it is. */
const optional = (form: Form, name: string): string | undefined =>
  Object.hasOwn(form, name) ? formText(form, name) : undefined

const enteredRole = (form: Form) => ({
  permissions: listOf(form, 'permissions'),
  is_internal: isTicked(form, 'is_internal'),
  disabled: isTicked(form, 'disabled'),
})

/** What the form says about a role. With a hierarchy it has no roles to manage. */
export function roleEdit(structure: RoleStructure, form: Form): RoleEdit {
  if (structure !== 'multi_role') return enteredRole(form)
  const managed = isTicked(form, 'manages_all') ? null : valuesOf(form, 'roles_can_manage')
  return { ...enteredRole(form), roles_can_manage: managed }
}

/** The position of the role that the form names. @throws {ServiceError} `invalid_fields` */
function requireRole(roles: readonly Entry[], form: Form): number {
  const index = roles.findIndex(([name]) => name === formText(form, 'role'))
  if (index === -1) throw invalidFields({ role: ['There is no such role.'] })
  return index
}
