import type { LoginSettings } from '../domain/project/login-settings.js'
import type { McpSettings } from '../domain/project/mcp-settings.js'
import type { OrgPermission, RoleStructure } from '../domain/project/roles.js'
import type { SelfServiceSettings } from '../domain/project/self-service-settings.js'
import type { AutologoutType, RefreshTokenMode } from '../domain/project/setting-values.js'
import type { SocialProvider } from '../domain/project/social-providers.js'
import type { StepUpSettings } from '../domain/project/step-up-settings.js'
import type { UserPropertySettings } from '../domain/project/user-property-settings.js'
import type { WebhookSettings } from '../domain/project/webhook-settings.js'
import type { OIDC_TYPES, SamlProvider } from '../domain/sso/idp-settings.js'
import type { NewWebhookEndpoint } from '../domain/webhooks/endpoints.js'
import type { JsonObject } from '../values/json.js'

/**
 * The initial state of an emulator, in the spelling of the seed file. References are by `key`. A missing id is derived
 * from the key, so it is the same on every machine and after every restart.
 */
export interface Seed {
  readonly version?: 1
  readonly settings?: SeedSettings
  readonly roles?: SeedRoles
  /** Role sets for single organizations, by name. */
  readonly custom_role_mappings?: Readonly<Record<string, SeedRoleDefinitions>>
  readonly users?: readonly SeedUser[]
  /** The team that runs the project: who can impersonate users. */
  readonly employees?: readonly SeedEmployee[]
  readonly orgs?: readonly SeedOrg[]
  /** End-user API keys. */
  readonly api_keys?: readonly SeedApiKey[]
  /** Clients of OAuth 2.1 that do not register themselves. */
  readonly mcp_clients?: readonly SeedMcpClient[]
  /** Clients of `/propelauth/oauth/authorize`. */
  readonly oauth_clients?: readonly SeedOAuthClient[]
  /** Endpoints of the app that get webhooks. */
  readonly webhooks?: readonly SeedWebhook[]
}

/** The settings that a seed file, an option or the control API can set. */
export interface SeedSettings
  extends Partial<LoginSettings>,
    Partial<McpSettings>,
    Partial<SelfServiceSettings>,
    Partial<StepUpSettings>,
    Partial<UserPropertySettings>,
    Partial<WebhookSettings> {
  readonly has_orgs?: boolean
  readonly has_usernames?: boolean
  readonly has_names?: boolean
  /** Whether a new user has to confirm the email address before the first login. Default false. */
  readonly signup_confirms_email?: boolean
  readonly can_create_access_tokens?: boolean
  /** Whether access tokens contain `login_method`. Default false, as with the service. */
  readonly include_login_method?: boolean
  readonly access_token_minutes?: number
  readonly session_days?: number
  /** When the time of `session_days` starts. Default `AfterInactivity`: with every refresh. */
  readonly user_autologout_type?: AutologoutType
  /** Whether a refresh replaces the refresh token. Default `reuse`: it does not. */
  readonly refresh_tokens?: RefreshTokenMode
  /** How long `rotate-with-grace` accepts a token that was replaced. Default 60. */
  readonly refresh_token_grace_seconds?: number
  /** The lifetime of the code of `/propelauth/ssr/authorize`. Default 60. */
  readonly ssr_code_seconds?: number
  /** The organizations that `/propelauth/oauth/userinfo` shows to a token for an active organization. Default `all`. */
  readonly userinfo_orgs?: 'all' | 'active'
  /** Whether `/propelauth/oauth/userinfo` has `sub`, as OpenID Connect requires. Default true. */
  readonly userinfo_sub?: boolean
  /** The lifetime of the code of `/propelauth/oauth/authorize`. Default 60. */
  readonly oauth_code_seconds?: number
  /** Whether `/propelauth/oauth/authorize` refuses a request without `state`. Default false. */
  readonly oauth_state_required?: boolean
  /** Whether `/propelauth/oauth/token` returns an ID token for the scope `openid`. Default true. */
  readonly oauth_id_token?: boolean
}

/** A role. `can_invite: true` is the same as the permission `propelauth::can_invite`. */
export interface SeedRoleDefinition extends Readonly<Partial<Record<OrgPermission, boolean>>> {
  readonly permissions?: readonly string[]
  /** With `multi_role`: the roles of the members that this role can manage. Default: all. */
  readonly roles_can_manage?: readonly string[]
  /** A role of the team that runs the project: members cannot assign it, and do not see who has it. */
  readonly is_internal?: boolean
  /** A role that no member can have. */
  readonly disabled?: boolean
}

/** The roles by name, highest role first. */
export type SeedRoleDefinitions = Readonly<Record<string, SeedRoleDefinition>>

export interface SeedRoles {
  readonly structure?: RoleStructure
  /** The role of the user who creates an organization. Default: the highest one. */
  readonly default_owner_role?: string
  /** The role of a user who joins an organization without an invitation. Default: the lowest one. */
  readonly default_role?: string
  readonly definitions?: SeedRoleDefinitions
}

export interface SeedUser {
  readonly key: string
  readonly id?: string
  readonly email: string
  readonly password?: string
  /** A bcrypt, argon2 or PBKDF2 hash from another system, or one of an export. */
  readonly password_hash?: string
  /** The secret of an authenticator app, in base32. Logging in then asks for a code. */
  readonly mfa_secret?: string
  /** Codes that count once each in place of a code of the app. */
  readonly mfa_backup_codes?: readonly string[]
  /** Phone numbers. Logging in then asks for a code that is sent to the first one. Not together with `mfa_secret`. */
  readonly mfa_phones?: readonly string[]
  /** Default true, so that a seeded user can log in. */
  readonly email_confirmed?: boolean
  readonly username?: string
  readonly first_name?: string
  readonly last_name?: string
  readonly picture_url?: string
  readonly properties?: JsonObject
  readonly metadata?: JsonObject
  readonly enabled?: boolean
  readonly locked?: boolean
  /** When the lock ends, in Unix seconds, if it is one after wrong passwords. Default: it stays. */
  readonly locked_until?: number
  /** Wrong passwords and codes since the last login. Default 0. */
  readonly failed_logins?: number
  /** Whether the next login has to set another password. */
  readonly update_password_required?: boolean
  /** When the password was set, in Unix seconds, for password rotation. Default: when the user was created. */
  readonly password_set_at?: number
  /** Hashes of earlier passwords, newest first, for password rotation. */
  readonly password_history?: readonly string[]
  /** The query parameters with which the user has signed up. */
  readonly signup_query_parameters?: JsonObject
  readonly can_create_orgs?: boolean
  readonly legacy_user_id?: string
  /** Tokens of the user's accounts at social login providers. */
  readonly provider_tokens?: { readonly [Provider in SocialProvider]?: SeedProviderToken }
  /** Unix seconds. Default: now. Of a user who exists already, it stays as it is; the same holds for the next three. */
  readonly created_at?: number
  /** Unix seconds. Default: the last of `active_on`, otherwise the time of creation. */
  readonly last_active_at?: number
  /** The days (UTC) on which the user was active, as `YYYY-MM-DD`, for reports and charts. */
  readonly active_on?: readonly string[]
  /** When the user has sent invitations, in Unix seconds, for the report about inviters. */
  readonly invites_sent?: readonly number[]
}

export interface SeedProviderToken {
  /** Default: a random one, new with each start from the seed. */
  readonly access_token?: string
  readonly refresh_token?: string
  /** Unix seconds. Default: the token does not expire. */
  readonly expires_at?: number
  readonly scopes?: readonly string[]
}

export interface SeedEmployee {
  readonly key: string
  readonly id?: string
  readonly email: string
}

export interface SeedOrg {
  readonly key: string
  readonly id?: string
  readonly name: string
  readonly metadata?: JsonObject
  readonly domain?: string
  readonly extra_domains?: readonly string[]
  readonly domain_autojoin?: boolean
  readonly domain_restrict?: boolean
  /** 0: no further member can join. */
  readonly max_users?: number
  readonly custom_role_mapping_name?: string
  readonly legacy_org_id?: string
  readonly can_setup_saml?: boolean
  readonly require_2fa_by?: string
  readonly password_rotation_enabled?: boolean
  readonly password_rotation_history_size?: number
  readonly password_rotation_period?: number
  readonly isolated?: boolean
  /** User key to role, or to a list of roles (the first is the main one). */
  readonly members?: Readonly<Record<string, string | readonly string[]>>
  /** Pending invitations. */
  readonly invites?: readonly SeedInvite[]
  /** The connection to an identity provider. */
  readonly sso?: SeedSso
  /** The groups of the directory. */
  readonly scim_groups?: readonly SeedScimGroup[]
  /** Unix seconds. Default: now. Of an organization that exists already, it stays as it is; so does the next one. */
  readonly created_at?: number
  /** When members have joined (1) or left (-1), for the reports about growth. Default or empty: they joined at `created_at`. */
  readonly membership_changes?: readonly { readonly change: 1 | -1; readonly at: number }[]
}

/** A pending invitation. */
export interface SeedInvite {
  readonly email: string
  readonly role: string
  readonly additional_roles?: readonly string[]
  /** Unix seconds. Default: now. */
  readonly created_at?: number
  /** Unix seconds. Default: seven days after its creation. */
  readonly expires_at?: number
}

/**
 * A connection to an identity provider. `fake_saml` and `fake_oidc` are the provider inside the emulator; the other
 * types need the fields of `setSamlIdpMetadata` or `setOidcIdpMetadata`.
 */
export interface SeedSso {
  readonly type: 'fake_saml' | 'fake_oidc' | 'saml' | 'oidc'
  /** False: in test mode. Default true. */
  readonly live?: boolean
  readonly idp_entity_id?: string
  readonly idp_sso_url?: string
  readonly idp_certificate?: string
  readonly provider?: SamlProvider
  readonly client_id?: string
  readonly client_secret?: string
  readonly uses_pkce?: boolean
  readonly idp_type?: (typeof OIDC_TYPES)[number]
  readonly auth_url?: string
  readonly token_url?: string
  readonly userinfo_url?: string
  readonly okta_sso_domain?: string
  readonly entra_tenant_id?: string
}

/** A group of a directory. */
export interface SeedScimGroup {
  /** Default: derived from the organization and the name. */
  readonly id?: string
  readonly name: string
  readonly external_id?: string
  /** Keys of users. */
  readonly members?: readonly string[]
}

/** An end-user API key: of a user, of an organization, of both or of neither. */
export interface SeedApiKey {
  readonly key: string
  /** 32 hexadecimal characters. */
  readonly id?: string
  readonly user?: string
  readonly org?: string
  /** Default: derived from the project's signing key and the key; `apiKeyToken` returns it. */
  readonly token?: string
  /** The SHA-256 of the token, as an export has it, instead of `token`. */
  readonly token_hash?: string
  /** Whether it is a key of another system. Default false. */
  readonly imported?: boolean
  readonly display_name?: string
  readonly metadata?: JsonObject
  /** Unix seconds. Default: now. */
  readonly created_at?: number
  /** Unix seconds. Default: it does not expire. */
  readonly expires_at?: number
  /** Unix seconds. Default: it is not archived. */
  readonly archived_at?: number
  /** Day, as `YYYY-MM-DD`, to the number of validations. */
  readonly usage?: Readonly<Record<string, number>>
}

/** A client of OAuth 2.1. */
export interface SeedMcpClient {
  readonly client_id: string
  /** Default: the id. */
  readonly name?: string
  /** Without it, the client is public. */
  readonly client_secret?: string
  /** The SHA-256 of the secret, as an export has it, instead of `client_secret`. */
  readonly client_secret_hash?: string
  readonly client_uri?: string
  /** Compared as a whole, port included. */
  readonly redirect_uris: readonly string[]
  /** The key of the user who made the client: only this user may use it. Default: every user. */
  readonly user?: string
}

/** A client of the older API. */
export interface SeedOAuthClient {
  readonly client_id: string
  /** Default: the id. */
  readonly name?: string
  /** Without it, the client must use PKCE. */
  readonly client_secret?: string
  /** The SHA-256 of the secret, as an export has it, instead of `client_secret`. */
  readonly client_secret_hash?: string
  readonly client_uri?: string
  /** The first label of a host may be `*`. */
  readonly redirect_uris: readonly string[]
}

/** An endpoint that gets webhooks. */
export interface SeedWebhook extends NewWebhookEndpoint {
  /** Default: the URL. Two endpoints with one URL need it. */
  readonly key?: string
}
