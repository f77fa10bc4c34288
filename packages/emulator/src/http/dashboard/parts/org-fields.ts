import { html } from 'hono/html'
import { queryOrgs } from '../../../domain/orgs/org-queries.js'
import { type Org, rolesOf } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import { type Assignment, assignableRoles } from '../../../domain/project/roles.js'
import { readSettings } from '../../../domain/project/settings.js'
import { formText } from '../../html/form.js'
import type { Html } from '../../html/page.js'
import { listOf } from './form-values.js'
import { type Choice, sameChoices } from './inputs.js'
import type { Form } from './tool-page.js'

const SUGGESTED = 100

/** The list `orgs`: the first organizations, for a field that takes an id or key. */
export const orgSuggestions = (project: Project): Html => html`<datalist id="orgs">
${queryOrgs(project, { size: SUGGESTED, number: 0, order: 'NAME' }).rows.map((org) => html`<option value="${org.org_id}">${org.name}</option>`)}
</datalist>`

/** The roles of an organization, or of the project. The lowest one is first, so that it is the one selected. */
export const roleChoices = (project: Project, org?: Org): Choice[] =>
  sameChoices(assignableRoles(org ? rolesOf(project, org) : readSettings(project).roles).toReversed())

export const hasSeveralRoles = (project: Project): boolean => readSettings(project).role_structure === 'multi_role'

/** The role of a form, with its further ones. */
export const assignmentOf = (form: Form): Assignment => ({
  role: formText(form, 'role'),
  additionalRoles: listOf(form, 'additional_roles'),
})
