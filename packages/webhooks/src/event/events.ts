/** What every event has. */
export interface WebhookEnvelope<Type extends string = string> {
  /** The id of the message, `svix-id`: the same whenever the message is sent again, and at every endpoint. */
  readonly id: string
  /** When this delivery was signed, `svix-timestamp`: Unix time in seconds. */
  readonly timestamp: number
  /** The body as it came. Events of `email.` have links in it that log a user in: never log it. */
  readonly raw: string
  /** `event_type` of the payload; empty if it has none. */
  readonly eventType: Type
  /** Fields of the payload that this package does not know. Their names are in camelCase, their values unchanged. */
  readonly [field: string]: unknown
}

type Optional<Value> = Value | null | undefined

interface OfUser {
  readonly userId: string
}

interface OfOrg {
  readonly orgId: string
}

interface OfMember extends OfUser, OfOrg {}

interface Profile {
  readonly emailConfirmed?: Optional<boolean>
  readonly firstName?: Optional<string>
  readonly lastName?: Optional<string>
  readonly pictureUrl?: Optional<string>
  readonly username?: Optional<string>
}

interface OfScimGroup extends OfOrg {
  readonly scimGroupId: string
}

interface OfScimKey extends OfOrg {
  readonly scimKeyId: string
}

interface Mail {
  readonly email: string
}

interface MailWithLink extends Mail {
  /** Logs the user in, or resets the password. */
  readonly actionUrl: string
}

/**
 * The fields of each event, as far as they are known: PropelAuth documents most types and few fields. docs/webhooks.md
 * says which are documented. Nothing is checked at run time, so a field may be missing or new.
 */
export interface WebhookFields {
  'user.created': OfUser & Profile & { readonly email: string }
  'user.updated': OfUser & Profile & { readonly email?: Optional<string> }
  'user.deleted': OfUser
  'user.disabled': OfUser
  'user.enabled': OfUser
  'user.locked': OfUser
  'user.login': OfUser & { readonly activeOrgId?: Optional<string> }
  'user.logged_out': OfUser
  'user.impersonated': OfUser & {
    /** The id of an employee, for `fetchEmployeeById`. */
    readonly impersonatorUserId: string
  }
  'user.added_to_org': OfMember & { readonly role?: Optional<string> }
  'user.removed_from_org': OfOrg & { readonly removedUserId: string }
  'user.role_changed_within_org': OfMember & {
    readonly newRole?: Optional<string>
    readonly oldRole?: Optional<string>
  }
  'user.invited_to_org': OfOrg & {
    /** Missing for people who have no account yet. */
    readonly userId?: Optional<string>
    readonly email?: Optional<string>
    readonly role?: Optional<string>
  }
  'user.deleted_personal_api_key': OfUser & { readonly apiKeyId: string }
  'user.added_to_scim_group': OfUser & OfScimGroup
  'user.removed_from_scim_group': OfUser & OfScimGroup
  'user.send_mfa_phone_code': OfUser & { readonly phoneNumber: string }
  'org.created': OfOrg & { readonly name: string }
  /** The id alone: fetch the org for its state. */
  'org.updated': OfOrg
  'org.deleted': OfOrg
  'org.api_key_deleted': OfOrg & { readonly apiKeyId: string }
  'org.saml_setup': OfOrg
  'org.saml_went_live': OfOrg
  'org.saml_removed': OfOrg
  'org.scim_group_created': OfScimGroup & { readonly displayName?: Optional<string> }
  'org.scim_group_updated': OfScimGroup & { readonly displayName?: Optional<string> }
  'org.scim_group_deleted': OfScimGroup
  'org.scim_key_created': OfScimKey
  'org.scim_key_revoked': OfScimKey
  'email.account_locked': Mail
  'email.mfa_account_locked': Mail
  'email.confirmation_email': MailWithLink
  'email.reset_password': MailWithLink
  'email.merge_account_with_sso': MailWithLink & { readonly externalProvider: string }
  'email.org_invite': MailWithLink & { readonly orgName: string }
}

/** The types that this package knows. */
export type WebhookEventType = keyof WebhookFields

/** The event of a type that this package knows, such as `WebhookEventOf<'user.created'>`. */
export type WebhookEventOf<Type extends WebhookEventType> = WebhookEnvelope<Type> & WebhookFields[Type]

// The type of an enum is a string that no literal equals, so `eventType === 'user.created'` excludes it.
declare enum Unlisted {
  Type = '*',
}

/** A type that this package does not know. To compare it with one, take it as a string: `eventType as string`. */
export type UnlistedEventType = Unlisted

/** An event, by its `eventType`. */
export type WebhookEvent =
  | { [Type in WebhookEventType]: WebhookEventOf<Type> }[WebhookEventType]
  | WebhookEnvelope<UnlistedEventType>
