/** Fields of events that apps were seen to read, but that no document of the service lists: `TYPE.FIELD`. */
export const UNCERTAIN_FIELDS = [
  'user.updated.email',
  'user.updated.email_confirmed',
  'user.updated.first_name',
  'user.updated.last_name',
  'user.updated.picture_url',
  'user.updated.username',
  'user.login.active_org_id',
  'user.impersonated.impersonator_user_id',
  'user.added_to_org.role',
  'user.removed_from_org.removed_user_id',
  'user.role_changed_within_org.new_role',
  'user.role_changed_within_org.old_role',
  'user.invited_to_org.email',
  'user.invited_to_org.role',
  'user.deleted_personal_api_key.api_key_id',
  'user.added_to_scim_group.scim_group_id',
  'user.removed_from_scim_group.scim_group_id',
  'org.api_key_deleted.api_key_id',
  'org.scim_group_created.scim_group_id',
  'org.scim_group_created.display_name',
  'org.scim_group_updated.scim_group_id',
  'org.scim_group_updated.display_name',
  'org.scim_group_deleted.scim_group_id',
  'email.reset_password.email',
  'email.reset_password.action_url',
] as const

export type UncertainField = (typeof UNCERTAIN_FIELDS)[number]

const ABSENT_BY_DEFAULT: readonly UncertainField[] = [
  'user.updated.email',
  'user.updated.email_confirmed',
  'user.updated.first_name',
  'user.updated.last_name',
  'user.updated.picture_url',
  'user.updated.username',
  'user.login.active_org_id',
  'user.role_changed_within_org.old_role',
]

/** Messages that a project can have sent by the app, on an event. */
export const WEBHOOK_MAILS = [
  'confirmation_email',
  'reset_password',
  'org_invite',
  'account_locked',
  'mfa_account_locked',
] as const

export type WebhookMail = (typeof WEBHOOK_MAILS)[number]

/** The names of the signed headers. `svix-and-webhook` adds those of Standard Webhooks, such as `webhook-id`. */
export const WEBHOOK_HEADERS = ['svix', 'svix-and-webhook'] as const

/** Whether a message that is sent again has a new timestamp and signature, or those of its first attempt. */
export const WEBHOOK_RETRY_SIGNATURES = ['new', 'first'] as const

/** Settings of webhooks, with the names of the seed file. */
export interface WebhookSettings {
  /** If true, messages have nothing that is uncertain: neither the fields below nor further headers. */
  readonly webhook_strict: boolean
  /** The uncertain fields that messages have. */
  readonly webhook_uncertain_fields: readonly UncertainField[]
  /** The messages to users that are events, for the app to send. */
  readonly webhook_mails: readonly WebhookMail[]
  readonly webhook_headers: (typeof WEBHOOK_HEADERS)[number]
  readonly webhook_retry_signatures: (typeof WEBHOOK_RETRY_SIGNATURES)[number]
  /** How long the old secret of an endpoint signs beside the new one. */
  readonly webhook_rotation_hours: number
}

export const DEFAULT_WEBHOOK_SETTINGS: WebhookSettings = {
  webhook_strict: false,
  webhook_uncertain_fields: UNCERTAIN_FIELDS.filter((field) => !ABSENT_BY_DEFAULT.includes(field)),
  webhook_mails: [],
  webhook_headers: 'svix',
  webhook_retry_signatures: 'new',
  webhook_rotation_hours: 24,
}
