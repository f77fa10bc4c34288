import { findAnyOrg, findAnyUser } from '../../domain/access/named.js'
import { listEmployees, saveEmployee } from '../../domain/project/employees.js'
import { invalidFields } from '../../domain/project/service-error.js'
import { SOCIAL_PROVIDER_NAMES } from '../../domain/project/social-providers.js'
import { saveProviderToken } from '../../domain/social/provider-tokens.js'
import { deleteScimGroup, saveScimGroup } from '../../domain/sso/scim-groups.js'
import { isEmail } from '../../domain/users/user-rules.js'
import { bodyFields } from '../fields.js'
import type { ControlHandler } from './control-request.js'

/** Ten years. */
const MAX_SECONDS = 10 * 366 * 86_400

/** Gives a user a token of a social login provider. */
export const setProviderToken: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const user = fields.requiredText('user')
  const provider = fields.oneOf('provider', SOCIAL_PROVIDER_NAMES)
  if (provider === undefined) fields.fail('provider', `Must be one of ${SOCIAL_PROVIDER_NAMES.join(', ')}.`)
  const expiresIn = fields.integer('expiresIn', { min: -MAX_SECONDS, max: MAX_SECONDS })
  const token = {
    access_token: fields.text('accessToken') || undefined,
    refresh_token: fields.text('refreshToken'),
    expires_at: expiresIn === undefined ? undefined : project.clock.seconds() + expiresIn,
    scopes: fields.texts('scopes')?.filter((scope) => scope !== ''),
  }
  fields.check()
  saveProviderToken(project, findAnyUser(project, user).user_id, { provider: provider ?? 'google', ...token })
  return {}
}

export const showEmployees: ControlHandler = ({ project }) => ({
  employees: listEmployees(project).map(({ employee_id, email }) => ({ id: employee_id, email })),
})

export const addEmployee: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const email = fields.requiredText('email')
  fields.check()
  if (!isEmail(email)) throw invalidFields({ email: ['Must be a valid email address.'] })
  const { employee_id } = saveEmployee(project, { email })
  return { id: employee_id, email }
}

/** Adds or replaces a group of an organization's directory. */
export const setScimGroup: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const org = fields.requiredText('org')
  const group = {
    groupId: fields.id('id'),
    name: fields.requiredText('name'),
    externalId: fields.text('externalId'),
  }
  const members = fields.texts('members') ?? []
  fields.check()
  const userIds = members.map((name) => findAnyUser(project, name).user_id)
  return { id: saveScimGroup(project, { ...group, orgId: findAnyOrg(project, org).org_id, userIds }) }
}

export const removeScimGroup: ControlHandler = ({ project, query }) => {
  deleteScimGroup(project, query.get('id') ?? '')
  return {}
}
