import { parseObject } from '../../values/json.js'
import { hasSecondFactor } from './second-factor.js'
import type { User } from './user-lookup.js'

/** A user on the wire, without secrets. */
export function userRecord(user: User) {
  return {
    user_id: user.user_id,
    email: user.email,
    email_confirmed: user.email_confirmed === 1,
    has_password: user.password_hash !== null,
    username: user.username,
    first_name: user.first_name,
    last_name: user.last_name,
    picture_url: user.picture_url,
    properties: user.properties === null ? {} : parseObject(user.properties),
    metadata: user.metadata === null ? null : parseObject(user.metadata),
    locked: user.locked === 1,
    enabled: user.enabled === 1,
    mfa_enabled: hasSecondFactor(user),
    can_create_orgs: user.can_create_orgs === 1,
    created_at: user.created_at,
    last_active_at: user.last_active_at,
    update_password_required: user.update_password_required === 1,
    ...(user.legacy_user_id === null ? {} : { legacy_user_id: user.legacy_user_id }),
  }
}
