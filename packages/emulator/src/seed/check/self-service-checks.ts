import { API_KEY_EXPIRATIONS, type SelfServiceSettings } from '../../domain/project/self-service-settings.js'
import { type Check, count, flag, listOf, oneOf, text } from '../values/checks.js'

const expiration = oneOf(...API_KEY_EXPIRATIONS)

export const SELF_SERVICE_CHECKS = {
  has_passwordless_login: flag,
  users_can_change_email: flag,
  users_can_delete_own_account: flag,
  users_can_create_orgs: flag,
  users_can_delete_their_own_orgs: flag,
  users_must_be_in_an_organization: flag,
  orgs_metaname: text,
  max_num_orgs_users_can_be_in: count,
  personal_api_keys_enabled: flag,
  org_api_keys_enabled: flag,
  invalidate_org_api_key_upon_user_removal: flag,
  api_key_expirations: listOf(expiration),
  api_key_default_expiration: expiration,
} as const satisfies Record<keyof SelfServiceSettings, Check>
