import type { JsonObject } from '../../values/json.js'

const USER = { user_id: '31c41c16-c281-44ae-9602-8a047e3bf33d' }
const ORG = { org_id: '1189c444-8a2d-4c41-8b4b-ae43ce79a492' }
const MEMBER = { ...USER, ...ORG }
const SCIM_GROUP = { scim_group_id: '6e0b1d4b-8d0e-4f0a-9a53-3b1b5b8f1f0e' }
const MAIL = { email: 'ada@example.test' }
const LINKED_MAIL = { ...MAIL, action_url: 'http://localhost:4460/login' }
const PROFILE = { ...MAIL, email_confirmed: true, first_name: 'Ada', last_name: 'Lovelace' }

/** Every known type of event, with sample fields. Types that the emulator has no changes for can be sent as a test. */
export const SAMPLES = {
  'user.created': { ...USER, ...PROFILE },
  'user.updated': { ...USER, ...PROFILE },
  'user.deleted': USER,
  'user.disabled': USER,
  'user.enabled': USER,
  'user.locked': USER,
  'user.login': { ...USER, active_org_id: ORG.org_id },
  'user.logged_out': USER,
  'user.impersonated': { ...USER, impersonator_user_id: 'cf9e1d5b-9a0f-4f0c-8a6e-3f3d1c1b7a10' },
  'user.added_to_org': { ...MEMBER, role: 'Member' },
  'user.removed_from_org': { removed_user_id: USER.user_id, ...ORG },
  'user.role_changed_within_org': { ...MEMBER, old_role: 'Member', new_role: 'Admin' },
  'user.invited_to_org': { ...ORG, ...MAIL, role: 'Member' },
  'user.deleted_personal_api_key': { ...USER, api_key_id: '4ccf5e0a8a5d4f1d8b7a9c0e2f3b6d71' },
  'user.added_to_scim_group': { ...MEMBER, ...SCIM_GROUP },
  'user.removed_from_scim_group': { ...MEMBER, ...SCIM_GROUP },
  'user.send_mfa_phone_code': { ...USER, phone_number: '+15555550100' },
  'org.created': { ...ORG, name: 'Acme' },
  'org.updated': ORG,
  'org.deleted': ORG,
  'org.api_key_deleted': { ...ORG, api_key_id: '4ccf5e0a8a5d4f1d8b7a9c0e2f3b6d71' },
  'org.saml_setup': ORG,
  'org.saml_went_live': ORG,
  'org.saml_removed': ORG,
  'org.scim_group_created': { ...ORG, ...SCIM_GROUP, display_name: 'Engineering' },
  'org.scim_group_updated': { ...ORG, ...SCIM_GROUP, display_name: 'Engineering' },
  'org.scim_group_deleted': { ...ORG, ...SCIM_GROUP },
  'org.scim_key_created': { ...ORG, scim_key_id: 'b54b8d0a5f9f4f52a3f2e5f0c7a1d9e8' },
  'org.scim_key_revoked': { ...ORG, scim_key_id: 'b54b8d0a5f9f4f52a3f2e5f0c7a1d9e8' },
  'email.account_locked': MAIL,
  'email.mfa_account_locked': MAIL,
  'email.confirmation_email': LINKED_MAIL,
  'email.reset_password': LINKED_MAIL,
  'email.merge_account_with_sso': { ...LINKED_MAIL, external_provider: 'Google' },
  'email.org_invite': { ...LINKED_MAIL, org_name: 'Acme' },
} as const satisfies Record<string, JsonObject>

export type EventType = keyof typeof SAMPLES

export const EVENT_TYPES = Object.keys(SAMPLES) as readonly EventType[]

export const isEventType = (text: string): text is EventType => Object.hasOwn(SAMPLES, text)
