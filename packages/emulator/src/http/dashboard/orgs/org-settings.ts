import { html } from 'hono/html'
import type { Org, OrgChange } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import { invalidFields } from '../../../domain/project/service-error.js'
import { readSettings } from '../../../domain/project/settings.js'
import { sameByHttp } from '../../control/same-call.js'
import { formText } from '../../html/form.js'
import type { Html } from '../../html/page.js'
import { isTicked, listOf, optionalCount, optionalObject, optionalText } from '../parts/form-values.js'
import { checkbox, formView, input, sameChoices, select, textArea } from '../parts/inputs.js'
import type { Form, Refused } from '../parts/tool-page.js'

/** The fields that can be changed. */
export function orgSettings(project: Project, org: Org, refused: Refused | undefined): Html {
  const view = formView(refused, 'settings')
  const text = (name: string, label: string, stored: string | null, type: 'text' | 'number' = 'text'): Html =>
    input({ name, label, type, value: view.value(name, stored), invalid: view.isInvalid(name) })
  const box = (name: string, label: string, stored: number | null): Html =>
    checkbox(name, label, view.checked(name, stored === 1))
  const number = (stored: number | null): string | null => (stored === null ? null : String(stored))
  return html`<form method="post" action="/_emulator/orgs/${org.org_id}">
<input type="hidden" name="action" value="settings">
<div class="columns">
${text('name', 'Name', org.name)}
${text('domain', 'Domain', org.domain)}
${text('max_users', `Most members (${zeroMeans(project)})`, number(org.max_users), 'number')}
${text('legacy_org_id', 'Legacy id', org.legacy_org_id)}
${mappingField(project, view.value('custom_role_mapping_name', org.custom_role_mapping_name))}
${text('require_2fa_by', 'Second factor required from (ISO 8601)', org.require_2fa_by)}
${text('password_rotation_period', 'Days until a password has to change', number(org.password_rotation_period), 'number')}
${text('password_rotation_history_size', 'Old passwords that cannot be used again', number(org.password_rotation_history_size), 'number')}
</div>
<div class="columns broad">
${textArea({ name: 'extra_domains', label: 'Further domains, one a line', value: view.value('extra_domains', (JSON.parse(org.extra_domains) as string[]).join('\n')) })}
${textArea({ name: 'metadata', label: 'Metadata (JSON)', value: view.value('metadata', JSON.stringify(JSON.parse(org.metadata), null, 2)), invalid: view.isInvalid('metadata') })}
</div>
${box('domain_autojoin', 'Users with an address of a domain may join', org.domain_autojoin)}
${box('domain_restrict', 'Only users with an address of a domain', org.domain_restrict)}
${box('can_setup_saml', 'May set up a login of its own (SAML, OIDC)', org.can_setup_saml)}
${box('password_rotation_enabled', 'Passwords have to be changed', org.password_rotation_enabled)}
<button type="submit">Save</button>
</form>
${sameByHttp(project, 'change the organization', { method: 'PUT', path: `/api/backend/v1/org/${org.org_id}`, body: { name: org.name, metadata: JSON.parse(org.metadata) as object } })}`
}

const zeroMeans = (project: Project): string =>
  readSettings(project).org_zero_max_users === 'no-limit' ? 'empty or 0: no limit' : '0: no further ones'

/** Nothing in a project without role mappings. */
function mappingField(project: Project, value: string): Html | string {
  const names = Object.keys(readSettings(project).custom_role_mappings)
  if (names.length === 0) return ''
  const choices = [{ value: '', label: 'those of the project' }, ...sameChoices(names)]
  return select({ name: 'custom_role_mapping_name', label: 'Roles', value, choices })
}

/** What the form changes. @throws {ServiceError} `invalid_fields` for a field that can be replaced, but not emptied */
export function changedOrg(org: Org, form: Form): OrgChange {
  const rotation = {
    password_rotation_enabled: isTicked(form, 'password_rotation_enabled'),
    password_rotation_period: optionalCount(form, 'password_rotation_period'),
    password_rotation_history_size: optionalCount(form, 'password_rotation_history_size'),
  }
  return {
    ...rotation,
    name: formText(form, 'name'),
    domain: replaced(form, 'domain', org.domain),
    max_users: optionalCount(form, 'max_users') ?? (org.max_users === null ? undefined : 0),
    legacy_org_id: replaced(form, 'legacy_org_id', org.legacy_org_id),
    custom_role_mapping_name: replaced(form, 'custom_role_mapping_name', org.custom_role_mapping_name),
    require_2fa_by: replaced(form, 'require_2fa_by', org.require_2fa_by),
    extra_domains: listOf(form, 'extra_domains'),
    metadata: optionalObject(form, 'metadata') ?? {},
    domain_autojoin: isTicked(form, 'domain_autojoin'),
    domain_restrict: isTicked(form, 'domain_restrict'),
    can_setup_saml: isTicked(form, 'can_setup_saml'),
  }
}

/** The new value, undefined if it is the stored one. The API has no way to remove these values. */
function replaced(form: Form, name: string, stored: string | null): string | undefined {
  const entered = optionalText(form, name)
  if (!Object.hasOwn(form, name) || entered === (stored ?? undefined)) return undefined
  if (entered === undefined) throw invalidFields({ [name]: ['Can be replaced, but not removed.'] })
  return entered
}
