import { html } from 'hono/html'
import type { Project } from '../../domain/project/project.js'
import type { Assignment } from '../../domain/project/roles.js'
import { readSettings } from '../../domain/project/settings.js'
import { options } from '../html/field.js'
import { option } from '../html/option.js'
import type { Html } from '../html/page.js'

interface RoleField {
  readonly id: string
  readonly roles: readonly string[]
  readonly selected: Assignment
  /** The name for screen readers, for a field without a label element. */
  readonly label?: string
}

/** Selects a role, or with `multi_role` several ones. */
export function roleField(project: Project, { id, roles, selected, label }: RoleField): Html {
  const name = label === undefined ? '' : html` aria-label="${label}"`
  if (readSettings(project).role_structure === 'single_role_in_hierarchy') {
    const choices = roles.map((role) => ({ value: role, label: role }))
    return html`<select id="${id}" name="role"${name}>${options(choices, selected.role)}</select>`
  }
  const has = (role: string): boolean => role === selected.role || selected.additionalRoles.includes(role)
  const size = Math.min(roles.length, 4)
  return html`<select id="${id}" name="role" multiple size="${size}"${name}>${roles.map((role) =>
    option(role, role, has(role) ? role : undefined),
  )}</select>`
}

/** The selected roles. The first one is the main role. */
export function readRoles(form: Readonly<Record<string, unknown>>): Assignment {
  const given = Object.hasOwn(form, 'role') ? [form.role].flat() : []
  const [role = '', ...additionalRoles] = given.filter((name) => typeof name === 'string')
  return { role, additionalRoles: [...new Set(additionalRoles)].filter((name) => name !== role) }
}
