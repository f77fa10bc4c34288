import { decodeJwt } from 'jose'
import { folderOfTest } from 'test-kit/temporary-folder'
import { describe, expect, test } from 'vitest'
import { appServer } from '../../../test/app-server.js'
import { browser, read, testEmulator } from '../../../test/fixture.js'
import { createEmulator, DEFAULT_SEED, type Emulator, PERSONAS } from '../../index.js'

const { email, password } = PERSONAS.owner
const seed = { ...DEFAULT_SEED, settings: { refresh_tokens: 'rotate-with-grace', session_days: 3 } } as const

const control = async (emulator: Emulator, changes?: unknown) =>
  read(
    await emulator.fetch(`${emulator.authUrl}/_emulator/settings`, {
      ...(changes === undefined ? {} : { method: 'POST', body: JSON.stringify(changes) }),
    }),
  )

test('the settings that are in force can be read', async () => {
  await using emulator = testEmulator()
  const { status, body } = await control(emulator)
  expect([status, body]).toEqual([200, { settings: emulator.settings() }])
  expect(body.settings).toEqual({
    has_orgs: true,
    has_usernames: true,
    user_properties: null,
    user_property_checks: 'strict',
    user_property_claims: 'own',
    has_names: true,
    signup_confirms_email: false,
    can_create_access_tokens: true,
    include_login_method: false,
    access_token_minutes: 30,
    session_days: 14,
    user_autologout_type: 'AfterInactivity',
    refresh_tokens: 'reuse',
    refresh_token_grace_seconds: 60,
    ssr_code_seconds: 60,
    userinfo_orgs: 'all',
    userinfo_sub: true,
    oauth_code_seconds: 60,
    oauth_state_required: false,
    oauth_id_token: true,
    has_password_login: true,
    allow_public_signups: true,
    signup_domain_allowlist: [],
    signup_domain_blocklist: [],
    provider_token_minutes: 60,
    provider_token_expired: 'not-found',
    social_logins: [],
    sso_trust_level: 'TrustForDomain',
    sso_changed_connection: 'keep-mode',
    sso_setup_link_seconds: 604_800,
    org_zero_max_users: 'no-limit',
    allow_users_to_signup_with_personal_email: true,
    lockout_attempts: 10,
    lockout_seconds: 600,
    remember_device_days: 30,
    login_steps: 'required',
    org_isolation: 'exclusive',
    org_domain_autojoin: 'offer',
    users_must_be_in_an_organization: false,
    orgs_metaname: 'Organization',
    invalidate_org_api_key_upon_user_removal: false,
    step_up_enabled: true,
    step_up_error_status: 400,
    step_up_user_not_found_status: 404,
    step_up_mismatch: 'keep',
    sms_code_seconds: 600,
    totp_code_reuse: false,
    mcp_enabled: true,
    mcp_scopes: [
      { name: 'read:user_data', description: 'Read your profile' },
      { name: 'plans:read', description: 'Read the plans of the organization', org: true },
      { name: 'plans:write', description: 'Change the plans of the organization', org: true, roles: ['Admin'] },
    ],
    mcp_unknown_scopes: 'ignore',
    mcp_dynamic_registration: true,
    mcp_registration_endpoint: 'when-enabled',
    mcp_redirect_uris: [
      'https://claude.ai/api/mcp/auth_callback',
      'https://claude.com/api/mcp/auth_callback',
      'https://chatgpt.com/connector_platform_oauth_redirect',
      'cursor://anysphere.cursor-mcp/oauth/callback',
    ],
    mcp_loopback_redirects: true,
    mcp_registration_allow_list: true,
    mcp_access_token_minutes: 90,
    mcp_code_seconds: 60,
    mcp_refresh_tokens: 'rotate-with-grace',
    mcp_issuer: 'path',
    mcp_appended_metadata: false,
    mcp_jwks_uri: false,
    mcp_revocation: false,
    mcp_iss_parameter: false,
    mcp_cors: true,
    mcp_introspection_credentials: 'basic',
    mcp_introspection_fields: ['sub', 'aud', 'scope', 'client_id', 'iat', 'exp', 'token_type', 'org_id'],
    mcp_introspects_refresh_tokens: false,
    has_passwordless_login: true,
    users_can_change_email: true,
    users_can_delete_own_account: false,
    users_can_create_orgs: true,
    users_can_delete_their_own_orgs: false,
    max_num_orgs_users_can_be_in: 10,
    personal_api_keys_enabled: true,
    org_api_keys_enabled: true,
    api_key_expirations: ['TwoWeeks', 'OneMonth', 'ThreeMonths', 'SixMonths', 'OneYear', 'Never'],
    api_key_default_expiration: 'Never',
    webhook_strict: false,
    webhook_uncertain_fields: [
      'user.impersonated.impersonator_user_id',
      'user.added_to_org.role',
      'user.removed_from_org.removed_user_id',
      'user.role_changed_within_org.new_role',
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
    ],
    webhook_mails: [],
    webhook_headers: 'svix',
    webhook_retry_signatures: 'new',
    webhook_rotation_hours: 24,
  })
})

describe('precedence', () => {
  test('a change at run time, then the option, then the seed', async () => {
    await using seeded = testEmulator({ seed })
    expect(seeded.settings()).toMatchObject({ refresh_tokens: 'rotate-with-grace', session_days: 3 })
    await using emulator = testEmulator({ seed, refreshTokens: 'reuse' })
    expect(emulator.settings()).toMatchObject({ refresh_tokens: 'reuse', session_days: 3 })
    const { body } = await control(emulator, { refresh_tokens: 'strict' })
    expect(body.settings).toMatchObject({ refresh_tokens: 'strict', session_days: 3 })
    emulator.reset()
    expect(emulator.settings()).toMatchObject({ refresh_tokens: 'reuse', session_days: 3 })
  })

  test('a change survives a restart, unless that has the option', async () => {
    const data = folderOfTest()
    const first = createEmulator({ data, seed })
    first.changeSettings({ refresh_tokens: 'strict' })
    first.changeSettings({ session_days: 5 })
    await first.close()
    const second = createEmulator({ data, seed })
    expect(second.settings()).toMatchObject({ refresh_tokens: 'strict', session_days: 5 })
    await second.close()
    const third = createEmulator({ data, seed, refreshTokens: 'reuse' })
    expect(third.settings()).toMatchObject({ refresh_tokens: 'reuse', session_days: 5 })
    await third.close()
    await using fourth = createEmulator({ data, seed })
    expect(fourth.settings()).toMatchObject({ refresh_tokens: 'rotate-with-grace', session_days: 5 })
  })
})

test('a change applies to the next request', async () => {
  await using emulator = testEmulator()
  const visitor = browser(emulator)
  await visitor.submit('/login', { email, password })
  const app = appServer(emulator)
  const token = await app.start(visitor)
  expect((await app.refresh(token)).body.refresh_token).toBe(token)
  await control(emulator, { refresh_tokens: 'strict' })
  expect((await app.refresh(token)).body.refresh_token).not.toBe(token)
})

test.each([
  [{ refresh_tokens: 'sometimes' }, 'refresh_tokens', 'must be reuse or rotate-with-grace or strict.'],
  [{ refresh_token: 'strict' }, 'refresh_token', 'unknown name "refresh_token"; did you mean refresh_tokens?.'],
  [{ session_days: 0 }, 'session_days', 'must be a whole number above 0.'],
  [{ include_login_method: null }, 'include_login_method', 'must be true or false.'],
  [[], 'body', 'must be an object.'],
])('%j is rejected and changes nothing', async (changes, field, message) => {
  await using emulator = testEmulator()
  const before = emulator.settings()
  expect(await control(emulator, changes)).toMatchObject({ status: 400, body: { [field]: [message] } })
  expect(() => emulator.changeSettings(changes as object)).toThrow(message)
  expect(emulator.settings()).toEqual(before)
})

describe('include_login_method', () => {
  const claimsOf = async (emulator: Emulator, options = {}) =>
    (await emulator.mintToken({ user: 'owner', ...options })).claims

  test('by default, tokens have no login_method', async () => {
    await using emulator = testEmulator()
    expect(await claimsOf(emulator)).not.toHaveProperty('login_method')
    const visitor = browser(emulator)
    await visitor.submit('/login', { email, password })
    const { body } = await visitor.get('/api/v1/refresh_token')
    expect(decodeJwt(body.access_token)).not.toHaveProperty('login_method')
  })

  test('the seed can include it', async () => {
    await using emulator = testEmulator({ seed: { ...DEFAULT_SEED, settings: { include_login_method: true } } })
    expect(await claimsOf(emulator)).toHaveProperty('login_method', { login_method: 'password' })
  })

  test('a token that is minted with a login method has it in any case', async () => {
    await using emulator = testEmulator()
    const loginMethod = { login_method: 'social_sso', provider: 'Google' }
    expect(await claimsOf(emulator, { loginMethod })).toHaveProperty('login_method', loginMethod)
  })
})
