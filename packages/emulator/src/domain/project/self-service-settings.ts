/** How long an end-user API key can be valid, in the words of the service. */
export const API_KEY_EXPIRATIONS = ['TwoWeeks', 'OneMonth', 'ThreeMonths', 'SixMonths', 'OneYear', 'Never'] as const

export type ApiKeyExpiration = (typeof API_KEY_EXPIRATIONS)[number]

/** What users may do on the hosted pages and with the frontend API, with the names of the seed file. */
export interface SelfServiceSettings {
  /** Whether users can log in with a link that is sent to them. */
  readonly has_passwordless_login: boolean
  readonly users_can_change_email: boolean
  readonly users_can_delete_own_account: boolean
  /** If false, only users with `can_create_orgs` can create organizations. */
  readonly users_can_create_orgs: boolean
  /** Whether a member whose role may do so can delete the organization. */
  readonly users_can_delete_their_own_orgs: boolean
  /** Whether a login of a user without an organization leads to the page that creates or joins one. */
  readonly users_must_be_in_an_organization: boolean
  /** What the hosted pages and messages call an organization, in the singular. */
  readonly orgs_metaname: string
  /** For organizations that a user creates or joins by domain. */
  readonly max_num_orgs_users_can_be_in: number
  readonly personal_api_keys_enabled: boolean
  readonly org_api_keys_enabled: boolean
  /** Whether the API keys of an organization end when the user who made them is removed from it. */
  readonly invalidate_org_api_key_upon_user_removal: boolean
  /** The lifetimes that users can choose for an API key. */
  readonly api_key_expirations: readonly ApiKeyExpiration[]
  /** The lifetime of an API key without a choice. If it is not one that users can choose, it is the first of those. */
  readonly api_key_default_expiration: ApiKeyExpiration
}

export const DEFAULT_SELF_SERVICE_SETTINGS: SelfServiceSettings = {
  has_passwordless_login: true,
  users_can_change_email: true,
  users_can_delete_own_account: false,
  users_can_create_orgs: true,
  users_can_delete_their_own_orgs: false,
  users_must_be_in_an_organization: false,
  orgs_metaname: 'Organization',
  max_num_orgs_users_can_be_in: 10,
  personal_api_keys_enabled: true,
  org_api_keys_enabled: true,
  invalidate_org_api_key_upon_user_removal: false,
  api_key_expirations: API_KEY_EXPIRATIONS,
  api_key_default_expiration: 'Never',
}
